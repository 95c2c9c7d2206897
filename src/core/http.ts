import ky from "ky";
import type { Options } from "ky";

import { createJudge } from "./http/answer.ts";
import { readText } from "./http/body.ts";
import type { CallContext } from "./call-context.ts";
import { createEndpoints } from "./http/endpoint.ts";
import type { Endpoints } from "./http/endpoint.ts";
import type { ErrorCode } from "./errors.ts";
import { connections } from "./http/connection.ts";
import type { Attempts, Observe } from "./http/connection.ts";
import { exchange } from "./http/exchange.ts";
import type { Answer } from "./http/exchange.ts";
import type { Failure, Remedies } from "./http/failure.ts";
import { resolveOptions } from "./http/http-options.ts";
import type { HttpOptions } from "./http/http-options.ts";
import type { RateLimit } from "./http/limiter.ts";
import { createPersistence } from "./http/persistence.ts";
import { cleanText, createScrubber } from "./redact.ts";
import { queryString, requireText } from "./url.ts";
import type { Path, Query } from "./url.ts";

/** Asks for something. What changes something is declared with `createHttpWriting` of the writing kit. */
export interface HttpRequest {
  /** POST where the vendor takes a question as a body. @default "GET" */
  readonly method?: "GET" | "POST";
  readonly path: Path;
  /** A value of `undefined` is left out. */
  readonly query?: Query;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
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
export interface Http extends Endpoints {
  /** Sends one request and gives its JSON, unchecked. */
  json(request: HttpRequest, context: CallContext): Promise<unknown>;
}

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
      // Followed, a redirect would carry customers' data and our headers to another host. To be able to follow, fetch
      // keeps a copy of the body: a large one comes as bytes, and is better not kept.
      redirect: options.body instanceof Uint8Array ? "error" : "manual",
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

  const attempts: Attempts = ({ method, path, query, headers, body }, context) => {
    const address = `${settings.baseUrl}/${path}`;
    const url = address + queryString(query);
    const options = {
      method,
      headers: {
        accept: "application/json",
        authorization: `Bearer ${bearer}`,
        ...setup.headers,
        ...headers,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body }),
    };
    const send = (signal: AbortSignal): Promise<Answer> => transmit(url, { ...options, signal });
    return async (timeout, attempt) =>
      judge.read(await observe({ method, url: address, attempt }, send, timeout, context), context);
  };

  const json: Http["json"] = ({ method = "GET", body, ...rest }, context) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const run = attempts({ ...rest, method, body: text }, context);
    return persist({ run, repeatable: true }, context);
  };

  const clean = (text: string): string => cleanText(scrub(text));
  const transport = { json, misfit: judge.misfit, refusalIn: judge.refusalIn, clean };
  const http = { json, ...createEndpoints(transport) };
  const { vendor } = setup;
  connections.set(http, {
    vendor,
    bearer,
    settings,
    transport,
    judge,
    observe,
    attempts,
    persist,
  });
  return http;
}
