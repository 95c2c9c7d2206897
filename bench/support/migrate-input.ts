import { createWriteStream } from "node:fs";
import { once } from "node:events";

import * as z from "zod";

import { argument } from "./input.ts";

/** What a variant is to move, and where; the same for all variants of a comparison. */
export interface MigrateInput {
  readonly vendor: "whop" | "batch";
  /** A folder with a file of people. */
  readonly folder: string;
  readonly file: string;
  readonly members: number;
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The account or the project. */
  readonly scope: string;
  /** The audience that is written to. */
  readonly id: string;
}

const schema: z.ZodType<MigrateInput> = z.object({
  vendor: z.enum(["whop", "batch"]),
  folder: z.string(),
  file: z.string(),
  members: z.number(),
  baseUrl: z.string(),
  apiKey: z.string(),
  scope: z.string(),
  id: z.string(),
});

/** A variant's one argument is a list of texts; of a migration, it is one text of JSON. */
export const migrateArgument = (input: MigrateInput): readonly string[] => [JSON.stringify(input)];

export function readMigrateInput(): MigrateInput {
  const [text = ""] = z.array(z.string()).parse(argument());
  return schema.parse(JSON.parse(text));
}

/** Writes a file of people as they come from anywhere: addresses to be cleaned, a name with a comma in every tenth. */
export async function writePeople(file: string, count: number): Promise<void> {
  const out = createWriteStream(file);
  let text = "custom id,email,phone,first name,last name,country\n";
  for (let index = 0; index < count; index += 1) {
    const digits = String(index).padStart(7, "0");
    const last = index % 10 === 0 ? '"Last, Jr."' : "Last";
    text += `customer-${digits},Person.${digits}@Example.com,+1 415 ${digits},First ${digits},${last},US\n`;
    if (text.length > 1_000_000) {
      if (!out.write(text)) {
        await once(out, "drain");
      }
      text = "";
    }
  }
  out.end(text);
  await once(out, "finish");
}
