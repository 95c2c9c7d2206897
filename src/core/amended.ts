import { AudienceError } from "./errors.ts";
import type { AudienceErrorOptions } from "./errors.ts";

/** The same error in other words, or with more details. */
export function amended(
  error: AudienceError,
  message: string,
  details: AudienceErrorOptions,
): AudienceError {
  // Its fields have the names of the options; the cause is none of those that are enumerated.
  const options = Object.assign({}, error, { cause: error.cause }, details);
  return new AudienceError(error.code, message, options);
}
