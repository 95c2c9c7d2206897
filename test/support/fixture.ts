import { readFile } from "node:fs/promises";

/** The text of a recorded answer, such as `fixture("whop", "list-1.json")`. */
export function fixture(adapter: string, file: string): Promise<string> {
  return readFile(new URL(`../fixtures/${adapter}/${file}`, import.meta.url), "utf8");
}

/** The same as a value, to be changed by a test. */
export async function fixtureValue(adapter: string, file: string): Promise<unknown> {
  return JSON.parse(await fixture(adapter, file));
}
