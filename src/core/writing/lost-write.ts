import { amended } from "../amended.ts";
import { isAudienceError } from "../errors.ts";
import type { AudienceError } from "../errors.ts";
import type { Call } from "../http/persistence.ts";

/** Codes of a connection that was never made: nothing was sent, so nothing was done. */
const neverSent: ReadonlySet<unknown> = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"]);

/** Whether a write that failed in this way may have been carried out all the same. */
export function isLost({ code, status = 0, cause }: AudienceError): boolean {
  const sent = !(cause instanceof Error && "code" in cause && neverSent.has(cause.code));
  return (
    (["network", "timeout"].includes(code) && sent) ||
    code === "unavailable" ||
    (code === "invalid_response" && status >= 200 && status < 300)
  );
}

/** How a write can be sent again. */
export interface Repeating {
  /** Done twice, it is as if done once. */
  readonly repeatable: boolean;
  /** What the caller has to repeat it under. */
  readonly idempotencyKey?: string | undefined;
}

/** A write's failure, with what is not known about it and how to find out. */
export function writeFailure(
  error: AudienceError,
  { repeatable, idempotencyKey }: Repeating,
): AudienceError {
  if (!isLost(error)) {
    return error;
  }
  let remedy = "Look before you repeat it.";
  if (idempotencyKey !== undefined) {
    remedy = "Repeat it within a day under error.idempotencyKey: the vendor then does it once.";
  } else if (repeatable) {
    remedy = "Repeat it: done twice, it is as if done once.";
  }
  const message = `${error.message} The vendor may have carried it out all the same. ${remedy}`;
  return amended(error, message, { ambiguous: true, idempotencyKey });
}

/** Attempts of which one that finds nothing any more is done, if the answer of an earlier one was lost: that one did it. */
export function untilGone(run: Call<unknown>["run"]): Call<unknown>["run"] {
  let lost = false;
  return async (timeout, attempt) => {
    try {
      return await run(timeout, attempt);
    } catch (error) {
      if (lost && isAudienceError(error) && error.code === "not_found") {
        return undefined;
      }
      lost ||= isAudienceError(error) && isLost(error);
      throw error;
    }
  };
}
