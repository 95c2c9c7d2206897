import type { AudienceError, ErrorCode } from "../core/errors.ts";
import type { Report } from "../core/paging/report.ts";

/** What the process ends with; part of the contract, so that scripts can act on it. */
export const exitCodes = {
  complete: 0,
  internal: 1,
  usage: 2,
  partial: 3,
  refused: 4,
  drift: 5,
  stale: 6,
  guard: 7,
  protocol: 8,
  later: 75,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/**
 * An id or an account that the vendor does not know is bad input: the remedy is another id. What a vendor refuses is
 * `refused`, whatever its reason; an answer that nobody documents is an anomaly. `internal` is left to our own faults.
 */
const byErrorCode: Readonly<Record<ErrorCode, ExitCode>> = {
  authentication: exitCodes.refused,
  permission: exitCodes.refused,
  not_found: exitCodes.usage,
  invalid_argument: exitCodes.usage,
  unsupported: exitCodes.usage,
  protocol: exitCodes.protocol,
  rate_limited: exitCodes.later,
  unavailable: exitCodes.later,
  network: exitCodes.later,
  timeout: exitCodes.later,
  not_ready: exitCodes.later,
  incomplete: exitCodes.partial,
  conflict: exitCodes.refused,
  rejected: exitCodes.refused,
  invalid_response: exitCodes.protocol,
};

export function exitOfCode(code: ErrorCode): ExitCode {
  return byErrorCode[code];
}

/**
 * How a call that failed ends. "Try later" is for what may simply be done again; a write that may have been carried
 * out, wholly or in part, and would then be done twice is not.
 */
export function exitOfError(error: AudienceError): ExitCode {
  const { ambiguous, operation, idempotencyKey, created } = error;
  const unclear = ambiguous && (operation === "create" || idempotencyKey !== undefined);
  const isOnce = unclear || created !== undefined;
  const exit = byErrorCode[error.code];
  return isOnce && exit === exitCodes.later ? exitCodes.internal : exit;
}

/** Of several, the one that needs somebody to act goes first; "try later" is only true if it is true of all. */
const precedence: readonly ExitCode[] = [
  exitCodes.usage,
  exitCodes.refused,
  exitCodes.protocol,
  exitCodes.internal,
  exitCodes.later,
];

export function worstOf(codes: readonly ExitCode[]): ExitCode {
  return precedence.find((code) => codes.includes(code)) ?? codes[0] ?? exitCodes.complete;
}

/** How a listing went, as an exit code. Stopping at a limit is not a failure: the token says that there is more. */
export function exitOfReport(report: Report): ExitCode {
  const providers = Object.values(report.providers);
  const failed = providers.filter(({ status }) => status === "failed");
  if (failed.length > 0 && failed.length === providers.length) {
    return worstOf(failed.map(({ error }) => byErrorCode[error?.code ?? "invalid_response"]));
  }
  const unread = providers.some(({ refused }) => refused > 0);
  return failed.length > 0 || unread ? exitCodes.partial : exitCodes.complete;
}
