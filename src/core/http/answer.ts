import type { CallContext } from "../call-context.ts";
import type { AudienceError, ErrorCode } from "../errors.ts";
import type { Answer } from "./exchange.ts";
import { misfit, notJson, refusal } from "./failure.ts";
import type { Failure, Remedies } from "./failure.ts";
import { cleanId } from "../redact.ts";
import { requestedWait } from "./wait.ts";

export interface JudgeSetup {
  /** Reads the vendor's error body; `undefined` = it is none. */
  readonly failure?: ((body: unknown) => Failure | undefined) | undefined;
  /** The vendor's own error codes that mean more than their HTTP status. */
  readonly errorCodes?: Readonly<Record<string, ErrorCode>> | undefined;
  /** What to do about an error, where this vendor's differs from the others'. */
  readonly remedies?: Remedies | undefined;
  readonly scrub: (text: string) => string;
}

/** Tells a vendor's good answers from all others. */
export interface Judge {
  /** The answer's JSON, or the one error that names what is wrong with it. */
  read(answer: Answer, context: CallContext): unknown;
  /** The error for a good status whose body is a refusal all the same; `undefined` = it is none. */
  refusalIn(body: unknown, context: CallContext): AudienceError | undefined;
  /** The error for JSON of another shape than was asked for; the vendor's own error body may come with a 200. */
  misfit(body: unknown, issue: string, context: CallContext): AudienceError;
  /** The error for an answer that refuses; `failure` as far as its body was understood. */
  refuse(answer: Omit<Answer, "text">, context: CallContext, failure?: Failure): AudienceError;
  requestId(headers: Headers | undefined): string | undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function createJudge({
  failure: readFailure,
  errorCodes = {},
  remedies = {},
  scrub,
}: JudgeSetup): Judge {
  const clean = (id: string | null | undefined): string | undefined =>
    id === null || id === undefined ? undefined : cleanId(scrub(id));
  const requestId = (headers: Headers | undefined): string | undefined =>
    clean(headers?.get("x-request-id") ?? headers?.get("request-id") ?? headers?.get("cf-ray"));

  function refuse(
    { status, headers }: Omit<Answer, "text">,
    context: CallContext,
    failure?: Failure,
  ): AudienceError {
    // A header is meant for programs, so it goes before what a message says.
    const retryAfter = requestedWait(headers, status) ?? failure?.retryAfter;
    return refusal({
      context,
      scrub,
      errorCodes,
      remedies,
      retryAfter,
      status,
      requestId: requestId(headers),
      failure: failure && { ...failure, retryAfter, requestId: clean(failure.requestId) },
    });
  }

  function refusalIn(body: unknown, context: CallContext): AudienceError | undefined {
    const failure = readFailure?.(body);
    return failure && refuse({ status: 200, headers: new Headers() }, context, failure);
  }

  return {
    requestId,
    refuse,
    read(answer, context) {
      const body = parseJson(answer.text);
      if (answer.status < 200 || answer.status >= 300) {
        throw refuse(answer, context, readFailure?.(body));
      }
      if (body === undefined) {
        throw notJson(answer.text, context, answer.status);
      }
      return body;
    },
    refusalIn,
    misfit: (body, issue, context) => refusalIn(body, context) ?? misfit(issue, context),
  };
}
