import ky from "ky";
import type { Options } from "ky";
import pRetry from "p-retry";

import { createJudge } from "./answer.ts";
import { readText } from "./body.ts";
import { createRetryBudget } from "./budget.ts";
import type { CallContext } from "./contract.ts";
import { createEndpoints } from "./endpoint.ts";
import type { Endpoints } from "./endpoint.ts";
import { isAudienceError } from "./errors.ts";
import type { ErrorCode } from "./errors.ts";
import { exchange } from "./exchange.ts";
import type { Answer } from "./exchange.ts";
import { waitTooLong } from "./failure.ts";
import type { Failure } from "./failure.ts";
import { resolveOptions } from "./http-options.ts";
import type { HttpOptions } from "./http-options.ts";
import { createLimiter } from "./limiter.ts";
import type { RateLimit } from "./limiter.ts";
import { createScrubber } from "./redact.ts";
import { queryString, requireText } from "./url.ts";
import type { Path, Query } from "./url.ts";
import { backoff } from "./wait.ts";

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
  /** What to do about an error, where this vendor's differs from the others'. */
  readonly remedies?: Partial<Readonly<Record<ErrorCode, string>>>;
  readonly options: HttpOptions;
}

/** Sends requests to one vendor: paced, timed, repeated, and with every fault as an `AudienceError`. */
export interface Http extends Endpoints {
  /** Sends one request and gives its JSON, unchecked. */
  json(request: HttpRequest, context: CallContext): Promise<unknown>;
}

/** One attempt of a call: what it sends, for how long at the most, and how it is named in events. */
interface Attempt<Result> {
  readonly repeatable: boolean;
  readonly run: (timeout: number, attempt: number) => Promise<Result>;
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
  const scrub = createScrubber([bearer]);
  const judge = createJudge({ ...setup, scrub });
  const limiter = createLimiter(settings.rateLimit, runtime.now);
  const budget = createRetryBudget();

  async function transmit(url: string, options: Options): Promise<Answer> {
    const response = await ky(url, {
      ...options,
      ...(settings.fetch !== undefined && { fetch: settings.fetch }),
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

  /** Runs a call until it succeeds, must not be repeated, or its time is over. */
  async function persist<Result>(call: Attempt<Result>, context: CallContext): Promise<Result> {
    const { provider, operation, signal } = context;
    const started = runtime.now();
    let repeats = 0;
    let waited = 0;
    const timeLeft = (): number =>
      settings.maxRetryTime - Math.max(waited, runtime.now() - started);
    const wait = async (delay: number): Promise<void> => {
      waited += delay;
      await runtime.sleep(delay, signal);
    };

    const attempt = async (number: number): Promise<Result> => {
      const delay = limiter.reserve(operation);
      if (delay > timeLeft()) {
        throw waitTooLong(delay, context);
      }
      if (delay > 0) {
        await wait(delay);
      }
      return call.run(Math.min(settings.timeout, Math.max(1, timeLeft())), number);
    };

    const mayRepeat = async (error: Error, number: number): Promise<boolean> => {
      // What the vendor is still filling takes minutes; waiting for it is waitUntilReady's, not a repeat's.
      if (isAudienceError(error) && error.code === "not_ready") {
        return false;
      }
      // A refusal for the rate did nothing, so even a write may be sent again after it.
      const harmless = isAudienceError(error) && (call.repeatable || error.code === "rate_limited");
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
      const result = await pRetry(attempt, {
        retries: settings.retries,
        minTimeout: 0,
        signal,
        shouldConsumeRetry: ({ error }) => !isPaced(error),
        shouldRetry: ({ error, attemptNumber }) => mayRepeat(error, attemptNumber),
      });
      budget.settle(repeats, true);
      return result;
    } catch (error) {
      budget.settle(repeats, false);
      throw error;
    }
  }

  async function json(request: HttpRequest, context: CallContext): Promise<unknown> {
    const { provider, operation } = context;
    const method = request.method ?? "GET";
    const address = `${settings.baseUrl}/${request.path}`;
    const url = address + queryString(request.query);
    // Written once: a repeat with an idempotency key must be the same to the byte.
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    const headers = {
      accept: "application/json",
      authorization: `Bearer ${bearer}`,
      ...setup.headers,
      ...request.headers,
      ...(body !== undefined && { "content-type": "application/json" }),
    };
    const run = async (timeout: number, attempt: number): Promise<unknown> => {
      const began = runtime.now();
      let answer: Answer | undefined;
      try {
        answer = await exchange(
          (signal) =>
            transmit(url, { method, headers, signal, ...(body !== undefined && { body }) }),
          { context, timeout, maxBodyBytes: settings.maxBodyBytes, scrub },
        );
        return judge.read(answer, context);
      } finally {
        context.onRequest?.({
          provider,
          operation,
          method,
          url: address,
          attempt,
          status: answer?.status ?? null,
          duration: runtime.now() - began,
          requestId: judge.requestId(answer?.headers) ?? null,
        });
      }
    };
    return persist({ repeatable: request.idempotent ?? method === "GET", run }, context);
  }

  return { json, ...createEndpoints({ json, misfit: judge.misfit }) };
}
