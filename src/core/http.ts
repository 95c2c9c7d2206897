import ky from "ky";
import type { Options } from "ky";

import { createJudge } from "./http/answer.ts";
import { readText } from "./http/body.ts";
import type { CallContext, RequestEvent } from "./call-context.ts";
import { createEndpoints } from "./http/endpoint.ts";
import type { Endpoints } from "./http/endpoint.ts";
import type { ErrorCode } from "./errors.ts";
import { exchange } from "./http/exchange.ts";
import type { Answer } from "./http/exchange.ts";
import type { Failure, Remedies } from "./http/failure.ts";
import { resolveOptions } from "./http/http-options.ts";
import type { HttpOptions } from "./http/http-options.ts";
import type { HttpWriting } from "./writing/http-writing.ts";
import { jsonOf } from "./http/json-list.ts";
import { lateHttpWriting } from "./late-writing.ts";
import type { RateLimit } from "./http/limiter.ts";
import { onDemand } from "./on-demand.ts";
import { createPersistence } from "./http/persistence.ts";
import { cleanText, createScrubber } from "./redact.ts";
import { queryString, requireText } from "./url.ts";
import type { Path, Query } from "./url.ts";

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
  /** Sends an Idempotency-Key, made of the write's own and this word; so it may be sent again. @default none */
  readonly keyedAs?: string;
  /** Whether it does what the caller asked for, and not only prepares it. @default true for all but GET */
  readonly writes?: boolean;
  /** Whether a repeat that finds nothing any more has done its work, as of a delete. @default false */
  readonly goneIsDone?: boolean;
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
  readonly remedies?: Remedies;
  readonly options: HttpOptions;
}

/** Sends requests to one vendor: paced, timed, repeated, and with every fault as an `AudienceError`. */
export interface Http extends Endpoints, HttpWriting {
  /** Sends one request and gives its JSON, unchecked. */
  json(request: HttpRequest, context: CallContext): Promise<unknown>;
}

/** Sends once, tells the listeners, and hands over the answer. */
export type Observe = (
  call: Pick<RequestEvent, "method" | "url" | "attempt">,
  send: (signal: AbortSignal) => Promise<Answer>,
  timeout: number,
  context: CallContext,
  hide?: (text: string) => string,
) => Promise<Answer>;

/** Makes the one thing that sends an adapter's requests. @throws AudienceError `invalid_argument` for a bad option. */
export function createHttp(setup: HttpSetup): Http {
  const bearer = requireText(setup.vendor, "apiKey", setup.bearer);
  const settings = resolveOptions(setup.vendor, setup.baseUrl, setup.rateLimit, setup.options);
  const { runtime } = settings;
  const scrub = createScrubber([bearer]);
  const judge = createJudge({ ...setup, scrub });
  const persist = createPersistence(settings);

  async function transmit(url: string, options: Options): Promise<Answer> {
    const { signal = null, ...rest } = options;
    const response = await ky(url, {
      ...rest,
      // Given a signal, ky ties it to one of its own, which costs more than all else that it does. A fetch that the
      // caller wrote may look at the request alone, so it gets the signal there.
      ...(settings.fetch === undefined
        ? { fetch: (request) => globalThis.fetch(request, { signal }) }
        : { fetch: settings.fetch, signal }),
      // Followed, a redirect would carry customers' data and our headers to another host.
      redirect: "manual",
      // Retries and deadlines have one owner each, and it is not ky.
      retry: 0,
      timeout: false,
      throwHttpErrors: false,
    });
    const text = await readText(response, settings.maxBodyBytes, signal);
    return { status: response.status, headers: response.headers, text };
  }

  const observe: Observe = async (call, send, timeout, context, hide = scrub) => {
    const { provider, operation } = context;
    const began = runtime.now();
    let answer: Answer | undefined;
    try {
      answer = await exchange(send, {
        context,
        timeout,
        maxBodyBytes: settings.maxBodyBytes,
        scrub: hide,
      });
      return answer;
    } finally {
      context.onRequest?.({
        provider,
        operation,
        ...call,
        status: answer?.status ?? null,
        duration: runtime.now() - began,
        requestId: judge.requestId(answer?.headers) ?? null,
      });
    }
  };

  async function json(request: HttpRequest, context: CallContext): Promise<unknown> {
    const method = request.method ?? "GET";
    const address = `${settings.baseUrl}/${request.path}`;
    const url = address + queryString(request.query);
    // Written once: a repeat with an idempotency key must be the same to the byte.
    const body = request.body === undefined ? undefined : jsonOf(request.body);
    const { idempotencyKey } = context;
    const keyed = request.keyedAs !== undefined && idempotencyKey !== undefined;
    const headers = {
      accept: "application/json",
      authorization: `Bearer ${bearer}`,
      ...setup.headers,
      ...request.headers,
      ...(keyed && { "idempotency-key": `${idempotencyKey}/${request.keyedAs}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
    };
    const send = (signal: AbortSignal): Promise<Answer> =>
      transmit(url, { method, headers, signal, ...(body !== undefined && { body }) });
    const run = async (timeout: number, attempt: number): Promise<unknown> =>
      judge.read(await observe({ method, url: address, attempt }, send, timeout, context), context);
    const writes = request.writes ?? method !== "GET";
    // Some do not heed the key. Who keeps a journal looks before it repeats.
    const heeded = keyed && !(writes && context.journal !== undefined);
    const call = {
      run,
      repeatable: request.idempotent ?? (heeded || method === "GET"),
      writes,
      idempotencyKey: keyed ? idempotencyKey : undefined,
      gone: request.goneIsDone === true ? () => undefined : undefined,
    };
    return persist(call, context);
  }

  const clean = (text: string): string => cleanText(scrub(text));
  const transport = { json, misfit: judge.misfit, refusalIn: judge.refusalIn, clean };
  const { vendor } = setup;
  const shared = { vendor, bearer, settings, transport, judge, observe, persist };
  const writing = onDemand(async () => {
    const { createHttpWriting } = await import("./writing/index.ts");
    return createHttpWriting(shared);
  });
  return {
    json,
    ...createEndpoints(transport),
    ...lateHttpWriting(writing),
  };
}
