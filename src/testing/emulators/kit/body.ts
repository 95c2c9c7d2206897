import type { Exchange } from "./operations.ts";

/** A JSON object as it arrived: nothing is known of what is in it. */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The JSON object a request carries; undefined where it carries something else or does not call it
 * JSON, as a vendor's server would not look into it either.
 */
export async function readFields({ header, text }: Exchange): Promise<Fields | undefined> {
  if (!/^application\/json\s*(?:;|$)/i.test(header("content-type") ?? "")) return undefined;
  const body = await text();
  try {
    const value: unknown = JSON.parse(body);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A text that says something, or undefined. */
export const readText = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value : undefined;
