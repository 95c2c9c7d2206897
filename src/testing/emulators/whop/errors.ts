import { refuse } from "../kit/operations.ts";

/**
 * `{ error: { type, message } }` (docs.whop.com/api-reference/beta/audiences/list-audiences, schema
 * V1ErrorResponse). `insufficient_scope`, `invalid_request` and `rate_limit_exceeded` are named by
 * docs.whop.com/developer/troubleshooting; the other types are this emulator's choice.
 */
export const whopError = (status: number, type: string, message: string): Response =>
  Response.json({ error: { type, message } }, { status });

export const refuseWhop = (status: number, type: string, message: string): never =>
  refuse(whopError(status, type, message));
