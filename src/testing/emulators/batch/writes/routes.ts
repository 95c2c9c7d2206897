import type { Fields } from "../../kit/body.ts";
import { readFields } from "../../kit/body.ts";
import type { Exchange } from "../../kit/operations.ts";
import type { WriteRoutes } from "../content.ts";
import { findAudience } from "../content.ts";
import { refuseBatch } from "../errors.ts";
import type { BatchAudience } from "../state.ts";

export const requireFields = async (exchange: Exchange): Promise<Fields> =>
  (await readFields(exchange)) ??
  refuseBatch(400, "INVALID_PARAMETER", "The body must be a JSON object.");

/** 202 and nothing but the token: no write has happened yet, and none tells of single ids. */
export const accepted = (token: string): Response =>
  Response.json({ indexing_token: token }, { status: 202 });

/**
 * The audience a write names. Their pages list no 404, only `view` does, so one that is not there is
 * a 400 here.
 */
export function requireAudience({ name }: Fields, { state, now }: WriteRoutes): BatchAudience {
  if (name === undefined)
    return refuseBatch(400, "MISSING_PARAMETER", "The parameter name is missing.");
  if (typeof name !== "string")
    return refuseBatch(400, "INVALID_PARAMETER", "name must be a string.");
  return (
    findAudience(state, name, now()) ??
    refuseBatch(400, "AUDIENCE_NOT_FOUND", `There is no audience ${JSON.stringify(name)}.`)
  );
}
