/** Whatever JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** The way to a member of an answer, from the outside in. */
export type Path = readonly string[];

export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !isJsonArray(value);

export const isJsonArray = (value: Json | undefined): value is readonly Json[] =>
  Array.isArray(value);

/** Undefined for a text that is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

export function valueAt(value: Json | undefined, path: Path): Json | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  return isJsonObject(value) && Object.hasOwn(value, name) ? valueAt(value[name], rest) : undefined;
}

/**
 * A copy with another value at the end of a path; `undefined` leaves the member out. Whatever is
 * not an object on the way becomes one.
 */
export function withValueAt(value: Json, path: Path, wanted: Json | undefined): Json {
  const [name, ...rest] = path;
  if (name === undefined) return wanted ?? null;
  const members = isJsonObject(value) ? value : {};
  const inner = rest.length === 0 ? wanted : withValueAt(members[name] ?? {}, rest, wanted);
  if (inner !== undefined) return { ...members, [name]: inner };
  return Object.fromEntries(Object.entries(members).filter(([other]) => other !== name));
}

const rawMark = "number as written: ";

/** A number that JavaScript cannot hold, until `writeJson` writes its digits as they are. */
export const rawNumber = (digits: string): string => rawMark + digits;

export const writeJson = (value: Json): string =>
  JSON.stringify(value).replaceAll(new RegExp(`"${rawMark}([^"]*)"`, "g"), "$1");
