import ky from "ky";
import pRetry from "p-retry";

import { readText, tooLarge } from "./body.ts";
import { createRetryBudget } from "./budget.ts";
import type { CallContext } from "./contract.ts";
import { createEndpoints } from "./endpoint.ts";
import type { Endpoints } from "./endpoint.ts";
import { isAudienceError } from "./errors.ts";
import type { AudienceError, ErrorCode } from "./errors.ts";
import { misfit, notJson, refusal, timedOut, tooBig, unreachable, waitTooLong } from "./failure.ts";
import type { Failure } from "./failure.ts";
import { resolveOptions } from "./http-options.ts";
import type { HttpOptions } from "./http-options.ts";
import { createLimiter } from "./limiter.ts";
import type { RateLimit } from "./limiter.ts";
import { cleanText, createScrubber } from "./redact.ts";
import { maximumDelay } from "./runtime.ts";
import { queryString, requireText } from "./url.ts";
import type { Path, Query } from "./url.ts";
import { backoff, requestedWait } from "./wait.ts";

export interface HttpRequest {
  /** @default "GET" */
  readonly method?: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  readonly path: Path;
  /** A value of `undefined` is left out. */
  readonly query?: Query;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether it may be sent again after an unclear answer. @default true for GET, false for all others */
  readonly idempotent?: boolean;
}

export interface HttpSetup {
  readonly vendor: string;
  /** The vendor's address with its version path; the caller's `baseUrl` goes before it. */
  readonly baseUrl: string;
  /** The secret that goes into `Authorization: Bearer`; it is kept out of every error. */
  readonly bearer: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The vendor's documented limit. @default none */
  readonly rateLimit?: RateLimit;
  /** Reads the vendor's error body; `undefined` = it is none. */
  readonly failure?: (body: unknown) => Failure | undefined;
  /** The vendor's own error codes that mean more than their HTTP status. */
  readonly errorCodes?: Readonly<Record<string, ErrorCode>>;
  readonly options: HttpOptions;
}

/** Sends requests to one vendor: paced, timed, repeated, and with every fault as an `AudienceError`. */
export interface Http extends Endpoints {
  /** Sends one request and gives its JSON, unchecked. */
  json(request: HttpRequest, context: CallContext): Promise<unknown>;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A wait that the vendor asked for is no failure: it is bounded by time, not by count. */
function isPaced(error: Error): boolean {
  return isAudienceError(error) && error.code === "rate_limited" && (error.retryAfter ?? 0) >= 1000;
}

/** Makes the one thing that sends an adapter's requests. @throws AudienceError `invalid_argument` for a bad option. */
export function createHttp(setup: HttpSetup): Http {
  const bearer = requireText(setup.vendor, "apiKey", setup.bearer);
  const settings = resolveOptions(setup.vendor, setup.baseUrl, setup.rateLimit, setup.options);
  const { runtime } = settings;
  const errorCodes = setup.errorCodes ?? {};
  const scrub = createScrubber([bearer]);
  const limiter = createLimiter(settings.rateLimit, runtime.now);
  const budget = createRetryBudget();

  async function send(request: HttpRequest, signal: AbortSignal): Promise<Answer> {
    const hasBody = request.body !== undefined;
    const response = await ky(`${settings.baseUrl}/${request.path}${queryString(request.query)}`, {
      method: request.method ?? "GET",
      headers: {
        accept: "application/json",
        authorization: `Bearer ${bearer}`,
        ...setup.headers,
        ...request.headers,
        ...(hasBody && { "content-type": "application/json" }),
      },
      ...(hasBody && { body: JSON.stringify(request.body) }),
      ...(settings.fetch !== undefined && { fetch: settings.fetch }),
      signal,
      // Followed, a redirect would carry customers' data and our headers to another host.
      redirect: "manual",
      // Retries and deadlines have one owner each, and it is not ky.
      retry: 0,
      timeout: false,
      throwHttpErrors: false,
    });
    const text = await readText(response, settings.maxBodyBytes);
    return { status: response.status, headers: response.headers, text };
  }

  /** One attempt, from connecting to the last byte: its deadline covers all of it, and no abort waits for a fetch. */
  async function exchange(
    request: HttpRequest,
    context: CallContext,
    timeout: number,
  ): Promise<Answer> {
    const { signal } = context;
    const controller = new AbortController();
    const stopped = new Promise<never>((_resolve, reject) => {
      controller.signal.addEventListener("abort", () => reject(controller.signal.reason));
    });
    const onAbort = (): void => controller.abort(signal?.reason);
    const onTimeout = (): void => controller.abort(timedOut(timeout, context));
    signal?.addEventListener("abort", onAbort, { once: true });
    const timer = setTimeout(onTimeout, Math.min(timeout, maximumDelay));
    try {
      return await Promise.race([send(request, controller.signal), stopped]);
    } catch (error) {
      // Closes what is still open, such as a body that nobody reads to its end.
      controller.abort();
      stopped.catch(() => undefined);
      signal?.throwIfAborted();
      if (error === tooLarge) {
        throw tooBig(settings.maxBodyBytes, context);
      }
      throw isAudienceError(error) ? error : unreachable(error, context, scrub);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    }
  }

  const clean = (id: string | null | undefined): string | undefined =>
    id === null || id === undefined ? undefined : cleanText(scrub(id));
  const requestIdOf = (headers: Headers): string | undefined =>
    clean(headers.get("x-request-id") ?? headers.get("request-id") ?? headers.get("cf-ray"));

  function refuse(
    body: unknown,
    context: CallContext,
    answer: Omit<Answer, "text">,
  ): AudienceError {
    const failure = setup.failure?.(body);
    // A header is meant for programs, so it goes before what a message says.
    const retryAfter = requestedWait(answer.headers) ?? failure?.retryAfter;
    return refusal({
      context,
      scrub,
      errorCodes,
      retryAfter,
      status: answer.status,
      requestId: requestIdOf(answer.headers),
      failure: failure && { ...failure, retryAfter, requestId: clean(failure.requestId) },
    });
  }

  /** Turns an answer into its JSON, or into the one error that names what is wrong with it. */
  function judge(answer: Answer, context: CallContext): unknown {
    const body = parseJson(answer.text);
    if (answer.status < 200 || answer.status >= 300) {
      throw refuse(body, context, answer);
    }
    if (body === undefined) {
      throw notJson(answer.text, context, answer.status);
    }
    return body;
  }

  async function json(request: HttpRequest, context: CallContext): Promise<unknown> {
    const { provider, operation, signal } = context;
    const method = request.method ?? "GET";
    const repeatable = request.idempotent ?? method === "GET";
    const started = runtime.now();
    let repeats = 0;
    let waited = 0;
    const timeLeft = (): number =>
      settings.maxRetryTime - Math.max(waited, runtime.now() - started);
    const wait = async (delay: number): Promise<void> => {
      waited += delay;
      await runtime.sleep(delay, signal);
    };

    const attempt = async (number: number): Promise<unknown> => {
      const delay = limiter.reserve(operation);
      if (delay > timeLeft()) {
        throw waitTooLong(delay, context);
      }
      if (delay > 0) {
        await wait(delay);
      }
      const began = runtime.now();
      let answer: Answer | undefined;
      try {
        answer = await exchange(
          request,
          context,
          Math.min(settings.timeout, Math.max(1, timeLeft())),
        );
        return judge(answer, context);
      } finally {
        context.onRequest?.({
          provider,
          operation,
          method,
          url: `${settings.baseUrl}/${request.path}`,
          attempt: number,
          status: answer?.status ?? null,
          duration: runtime.now() - began,
          requestId: (answer && requestIdOf(answer.headers)) ?? null,
        });
      }
    };

    const mayRepeat = async (error: Error, number: number): Promise<boolean> => {
      // A refusal for the rate did nothing, so even a write may be sent again after it.
      const harmless = isAudienceError(error) && (repeatable || error.code === "rate_limited");
      if (!harmless || !error.transient) {
        return false;
      }
      const asked = (error.retryAfter ?? 0) > 0;
      const delay = asked
        ? (error.retryAfter ?? 0)
        : backoff(number, settings.retryDelay, runtime.random);
      if (delay > timeLeft() || (!isPaced(error) && !budget.spend())) {
        return false;
      }
      repeats += isPaced(error) ? 0 : 1;
      const { code, status = null } = error;
      context.onRetry?.({ provider, operation, attempt: number, delay, code, status });
      if (asked) {
        limiter.pause(operation, delay);
      } else {
        await wait(delay);
      }
      return true;
    };

    try {
      const body = await pRetry(attempt, {
        retries: settings.retries,
        minTimeout: 0,
        signal,
        shouldConsumeRetry: ({ error }) => !isPaced(error),
        shouldRetry: ({ error, attemptNumber }) => mayRepeat(error, attemptNumber),
      });
      budget.settle(repeats, true);
      return body;
    } catch (error) {
      budget.settle(repeats, false);
      throw error;
    }
  }

  return {
    json,
    ...createEndpoints({
      json,
      misfit: (body, issue, context) =>
        setup.failure?.(body) === undefined
          ? misfit(issue, context)
          : refuse(body, context, { status: 200, headers: new Headers() }),
    }),
  };
}
