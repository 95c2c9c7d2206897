import { refuse } from "../kit/operations.ts";

/**
 * `{ error_message, error_code }` (doc.batch.com/developer/api/cep/audiences/list, schema Error).
 * AUTHENTICATION_INVALID, MISSING_PARAMETER and ROUTE_NOT_FOUND have been seen at Batch
 * (profiles/mass-update-profile; custom-audience 1.0; an old client); the other codes are this
 * emulator's choice.
 */
export const batchError = (status: number, code: string, message: string): Response =>
  Response.json({ error_message: message, error_code: code }, { status });

export const refuseBatch = (status: number, code: string, message: string): never =>
  refuse(batchError(status, code, message));
