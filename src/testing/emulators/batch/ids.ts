import type { Fields } from "../kit/body.ts";
import { isFields } from "../kit/body.ts";
import { attributesProblem } from "./attributes.ts";
import { refuseBatch } from "./errors.ts";

/** "At most 10,000" a call (cep/audiences/update, replace). */
const maximum = 10_000;

/** One id of a call, exactly as sent. */
export interface SentId {
  readonly id: string;
  readonly action: "add" | "remove";
  /** As JSON; null = none. */
  readonly attributes: string | null;
}

/**
 * The ids of a call. One that is wrong refuses all of them, since no answer tells of single ids; an
 * empty list is refused too. Both are inferred.
 */
export function readIds(fields: Fields, kind: "update" | "replace"): readonly SentId[] {
  const { ids } = fields;
  if (ids === undefined)
    return refuseBatch(400, "MISSING_PARAMETER", "The parameter ids is missing.");
  if (!Array.isArray(ids)) return invalid("ids must be an array");
  if (ids.length === 0 || ids.length > maximum)
    return invalid(`ids must have 1 to ${maximum} entries`);
  return ids.map((entry: unknown, index) => readId(entry, `ids[${index}]`, kind));
}

function readId(entry: unknown, where: string, kind: "update" | "replace"): SentId {
  if (!isFields(entry)) return invalid(`${where} must be an object`);
  const { id, action, attributes } = entry;
  if (typeof id !== "string" || id === "") return invalid(`${where}.id must be a string`);
  if (kind === "replace" && action !== undefined) return invalid(`${where} may have no action`);
  if (kind === "update" && action !== "add" && action !== "remove")
    return invalid(`${where}.action must be add or remove`);
  const removes = action === "remove";
  if (attributes === undefined) return { id, action: removes ? "remove" : "add", attributes: null };
  if (removes) return invalid(`${where} may have no attributes: its action is remove`);
  const problem = attributesProblem(attributes);
  if (problem !== undefined) return invalid(`${where}: ${problem}`);
  return { id, action: "add", attributes: JSON.stringify(attributes) };
}

const invalid = (problem: string): never => refuseBatch(400, "INVALID_PARAMETER", `${problem}.`);
