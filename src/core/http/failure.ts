import { failedCall, plainCause } from "../errors.ts";
import type { AudienceError, ErrorCode } from "../errors.ts";
import type { CallContext } from "../call-context.ts";
import { cleanText } from "../redact.ts";

/** What a vendor's error body says, once its shape is known. */
export interface Failure {
  readonly message?: string | undefined;
  /** The vendor's own code. */
  readonly code?: string | undefined;
  readonly requestId?: string | undefined;
  /** A wait the vendor put into the body, in ms. */
  readonly retryAfter?: number | undefined;
  /** What a 4xx means, where its words say more than its status. */
  readonly means?: ErrorCode | undefined;
}

const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  401: "authentication",
  403: "permission",
  404: "not_found",
  408: "timeout",
  409: "conflict",
  410: "not_found",
  425: "rate_limited",
  429: "rate_limited",
};

function codeOf(status: number): ErrorCode {
  const known = codeOfStatus[status];
  if (known !== undefined) {
    return known;
  }
  if (status >= 500) {
    return "unavailable";
  }
  return status >= 400 ? "rejected" : "invalid_response";
}

const remedies: Partial<Record<ErrorCode, string>> = {
  authentication:
    "Check the key: it may be mistyped, revoked, or of another account or environment.",
  permission: "Give the key the permission that the vendor's docs name for this call.",
  not_found: "Check the id; the vendor knows none such, or does not show it to this key.",
  not_ready: "The vendor is still filling this audience; try again later.",
  rate_limited: "Wait, or lower requestsPerMinute.",
  unavailable: "The vendor has trouble; try again later.",
  timeout: "The vendor did not answer in time; try again later, or raise timeout.",
};

/** What to do about an error, by our code or, which goes first, by the vendor's. */
export type Remedies = Readonly<Record<string, string>>;

export interface FailureSetup {
  readonly context: CallContext;
  readonly status: number;
  readonly requestId: string | undefined;
  readonly retryAfter: number | undefined;
  readonly failure: Failure | undefined;
  readonly errorCodes: Readonly<Record<string, ErrorCode>>;
  readonly remedies: Remedies;
  readonly scrub: (text: string) => string;
}

/** The error for an answer that refuses, in words that say what happened, where, and what to do. */
export function refusal(setup: FailureSetup): AudienceError {
  const { context, status, failure, scrub } = setup;
  const vendorCode = failure?.code === undefined ? undefined : cleanText(scrub(failure.code));
  const known = failure?.code !== undefined && Object.hasOwn(setup.errorCodes, failure.code);
  const named = known ? setup.errorCodes[failure.code] : undefined;
  const meant = status >= 400 && status < 500 ? failure?.means : undefined;
  const done = status >= 200 && status < 300;
  const code = named ?? meant ?? (done ? "rejected" : codeOf(status));
  // A browser shows nothing of a redirect that is not followed, and not its status either.
  const redirect = status === 0 || (status >= 300 && status < 400);
  const said = failure?.message === undefined ? "" : `: ${cleanText(scrub(failure.message))}`;
  const what = redirect
    ? `answered with a redirect${status === 0 ? "" : ` (${status})`}, which is never followed`
    : `was refused with ${status}${vendorCode === undefined ? "" : ` ${vendorCode}`}${said}`;
  const own = [failure?.code ?? "", code].find((name) => Object.hasOwn(setup.remedies, name));
  const advice = own === undefined ? remedies[code] : setup.remedies[own];
  const remedy = redirect ? "Check baseUrl." : (advice ?? "");
  return failedCall(code, context, `${what.replace(/\.$/, "")}. ${remedy}`.trim(), {
    status,
    vendorCode,
    requestId: failure?.requestId ?? setup.requestId,
    retryAfter: failure?.retryAfter ?? setup.retryAfter,
  });
}

/** The error for a 2xx whose body has not the shape that the vendor documents. */
export function misfit(issue: string, context: CallContext, status?: number): AudienceError {
  const words = `was answered with something unexpected (${issue}). Check baseUrl; if it is right, the vendor has changed its answers.`;
  return failedCall("invalid_response", context, words, { status });
}

/** The error for a 2xx that is not JSON at all; a proxy's hiccup, so worth repeating. */
export function notJson(text: string, context: CallContext, status: number): AudienceError {
  const what = text === "" ? "an empty body" : "something that is not JSON";
  const words = `was answered with ${what}. A proxy may have answered instead; check baseUrl.`;
  return failedCall("invalid_response", context, words, { status, transient: true });
}

export function tooBig(maximum: number, context: CallContext): AudienceError {
  const words = `was answered with more than ${maximum} bytes. Ask for smaller pages, or raise maxBodyBytes.`;
  return failedCall("invalid_response", context, words);
}

export function timedOut(timeout: number, context: CallContext): AudienceError {
  const words = `had no whole answer within ${timeout} ms. ${remedies.timeout ?? ""}`;
  return failedCall("timeout", context, words);
}

export function unreachable(
  error: unknown,
  context: CallContext,
  scrub: (text: string) => string,
): AudienceError {
  const cause = plainCause(error, (text) => cleanText(scrub(text)));
  const words = `got no whole answer: ${cause.message}. Check the network and baseUrl.`;
  return failedCall("network", context, words, { cause });
}

export function waitTooLong(delay: number, context: CallContext): AudienceError {
  const words = `would have to wait ${Math.ceil(delay / 1000)} s for the rate limit, longer than maxRetryTime allows. Try again later.`;
  return failedCall("rate_limited", context, words, { retryAfter: delay });
}
