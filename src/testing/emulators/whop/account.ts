import { refuseRequest, refuseWhop } from "./errors.ts";

/**
 * Undocumented: a missing account is malformed (400), an unknown one "not found or not visible"
 * (404).
 */
export function checkAccount(asked: unknown, accountId: string): void {
  if (typeof asked !== "string" || asked === "") refuseRequest("account_id is required.");
  if (asked !== accountId)
    refuseWhop(404, "not_found", "This account was not found, or this token cannot see it.");
}
