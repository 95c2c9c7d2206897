import * as z from "zod";

import type { MemberInput } from "../../src/core/model.ts";
import { argument } from "./input.ts";

/** What a variant is to write, and where; the same for all variants of a comparison. */
export interface WriteInput {
  readonly vendor: "whop" | "batch";
  readonly members: number;
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The account or the project. */
  readonly scope: string;
  /** The audience that is written to. */
  readonly id: string;
  /** Where the library was built to. */
  readonly build: string;
}

const schema: z.ZodType<WriteInput> = z.object({
  vendor: z.enum(["whop", "batch"]),
  members: z.number(),
  baseUrl: z.string(),
  apiKey: z.string(),
  scope: z.string(),
  id: z.string(),
  build: z.string(),
});

/** A variant's one argument is a list of texts; of a write, it is one text of JSON. */
export const writeArgument = (input: WriteInput): readonly string[] => [JSON.stringify(input)];

export function readWriteInput(): WriteInput {
  const [text = ""] = z.array(z.string()).parse(argument());
  return schema.parse(JSON.parse(text));
}

/** People as they come from anywhere: addresses to be cleaned, a name with a comma in every tenth. */
export async function* people(count: number): AsyncGenerator<MemberInput, void, undefined> {
  for (let index = 0; index < count; index += 1) {
    const digits = String(index).padStart(7, "0");
    yield {
      identifiers: {
        email: [`Person.${digits}@Example.com`],
        phone: [`+1 555 ${digits}`],
        externalId: [`customer-${digits}`],
      },
      attributes: {
        firstName: `First ${digits}`,
        lastName: index % 10 === 0 ? "Last, Jr." : "Last",
        country: "US",
      },
    };
  }
}
