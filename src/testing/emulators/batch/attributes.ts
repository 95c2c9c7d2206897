import { isFields } from "../kit/body.ts";

/** "At most 15" for an id (cep/audiences/update). */
const maximum = 15;

const typedKey = /^(?:(?<type>[a-z]+)\((?<name>[^()]+)\)|(?<plain>[^()]+))$/;
/** RFC 3339; the zone is missing in one of Batch's own samples (cep/audiences/replace). */
const date = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/i;

/** What is wrong with the attributes of an id, or undefined. Types are told by the key. */
export function attributesProblem(attributes: unknown): string | undefined {
  if (!isFields(attributes)) return "attributes must be an object";
  const entries = Object.entries(attributes);
  if (entries.length > maximum) return `there may be at most ${maximum} attributes`;
  const names = new Set<string>();
  for (const [key, value] of entries) {
    const { type, name, plain } = typedKey.exec(key)?.groups ?? {};
    const attribute = name ?? plain;
    if (attribute === undefined) return `"${key}" is not the name of an attribute`;
    // Twice the same name under two types is undocumented; a profile could not hold both.
    if (names.has(attribute)) return `the attribute "${attribute}" is there twice`;
    names.add(attribute);
    const problem = valueProblem(type, value);
    if (problem !== undefined) return `the attribute "${key}" ${problem}`;
  }
  return undefined;
}

/** String, number, date, URL or array: the list of types has no boolean (cep/audiences/update). */
function valueProblem(type: string | undefined, value: unknown): string | undefined {
  switch (type) {
    case undefined:
      return isPlain(value) ? undefined : "must be a string, a number or an array of strings";
    case "date":
      return typeof value === "string" && isDate(value) ? undefined : "must be an RFC 3339 date";
    case "url":
      return typeof value === "string" && URL.canParse(value) ? undefined : "must be a URL";
    default:
      return "has an unknown type";
  }
}

/** 31 February is none, although `Date.parse` takes it for one of March. */
function isDate(text: string): boolean {
  if (!date.test(text) || Number.isNaN(Date.parse(text))) return false;
  return new Date(`${text.slice(0, 10)}T00:00:00Z`).toISOString().startsWith(text.slice(0, 10));
}

const isPlain = (value: unknown): boolean =>
  typeof value === "string" ||
  typeof value === "number" ||
  (Array.isArray(value) && value.every((element) => typeof element === "string"));
