import { writeFile } from "node:fs/promises";

import * as z from "zod";

import { argument } from "./input.ts";

/** What a variant is to write, and where; the same for all variants of a comparison. */
export interface WriteInput {
  readonly vendor: "whop" | "batch";
  /** The CSV that the members are in. */
  readonly file: string;
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The account or the project. */
  readonly scope: string;
  /** The audience that is written to. */
  readonly id: string;
}

const schema: z.ZodType<WriteInput> = z.object({
  vendor: z.enum(["whop", "batch"]),
  file: z.string(),
  baseUrl: z.string(),
  apiKey: z.string(),
  scope: z.string(),
  id: z.string(),
});

/** A variant's one argument is a list of texts; of a write, it is one text of JSON. */
export const writeArgument = (input: WriteInput): readonly string[] => [JSON.stringify(input)];

export function readWriteInput(): WriteInput {
  const [text = ""] = z.array(z.string()).parse(argument());
  return schema.parse(JSON.parse(text));
}

/** Writes people as they come from anywhere: addresses to be cleaned, a name with a comma in every tenth. */
export async function writePeople(file: string, count: number): Promise<void> {
  async function* lines(): AsyncGenerator<string, void, undefined> {
    let text = "email,phone,customer id,first name,last name,country\r\n";
    for (let index = 0; index < count; index += 1) {
      const digits = String(index).padStart(7, "0");
      const last = index % 10 === 0 ? '"Last, Jr."' : "Last";
      text += `Person.${digits}@Example.com,+1 555 ${digits},customer-${digits},First ${digits},${last},US\r\n`;
      if (text.length > 65_536) {
        yield text;
        text = "";
      }
    }
    yield text;
  }
  await writeFile(file, lines(), { mode: 0o600 });
}
