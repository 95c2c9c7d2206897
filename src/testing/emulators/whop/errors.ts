import { refuse } from "../kit/operations.ts";

/**
 * `{ error: { type, message } }` (docs.whop.com/api-reference/beta/audiences/list-audiences, schema
 * V1ErrorResponse), with the `code` that the newer schema adds where Whop names one.
 * `insufficient_scope`, `invalid_request` and `rate_limit_exceeded` are named by
 * docs.whop.com/developer/troubleshooting; the other types are this emulator's choice.
 */
export const whopError = (status: number, type: string, message: string, code?: string): Response =>
  Response.json({ error: { type, ...(code === undefined ? {} : { code }), message } }, { status });

export const refuseWhop = (status: number, type: string, message: string, code?: string): never =>
  refuse(whopError(status, type, message, code));

/** A malformed request: 400. */
export const refuseRequest = (message: string): never =>
  refuseWhop(400, "invalid_request", message);

/** A state that does not allow it: 409. */
export const refuseState = (message: string): never => refuseWhop(409, "conflict", message);
