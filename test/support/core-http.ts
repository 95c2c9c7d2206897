import type { CallContext, RequestEvent, RetryEvent } from "../../src/core/call-context.ts";
import { createHttp } from "../../src/core/http.ts";
import type { Http, HttpRequest, HttpSetup } from "../../src/core/http.ts";
import type { HttpOptions } from "../../src/core/http/http-options.ts";
import type { Failure } from "../../src/core/http/failure.ts";
import type { Runtime } from "../../src/core/runtime.ts";
import { path } from "../../src/core/url.ts";
import { connectionOf } from "../../src/core/writing/connection-of.ts";
import type { WriteContext } from "../../src/core/writing/contract.ts";
import { createWriteTransport } from "../../src/core/writing/write-transport.ts";
import type { WriteRequest } from "../../src/core/writing/write-transport.ts";

/** A key with characters that a server may echo in other spellings. */
export const secret = 'sk_live/canary+42="x"';

/** How a request is answered, or how it fails. */
export type Reply = (request: Request) => Response | Promise<Response>;

export interface ReplyInit {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer with this text. */
export function text(body: string, { status = 200, headers = {} }: ReplyInit = {}): Reply {
  return () => new Response(body, { status, headers });
}

/** An answer with this value as JSON. */
export function json(value: unknown, init: ReplyInit = {}): Reply {
  const type = { "content-type": "application/json" };
  return text(JSON.stringify(value), { ...init, headers: { ...type, ...init.headers } });
}

export const ok: Reply = json({ fine: true });

/** A refusal in the vendor's words. */
export function refused(
  status: number,
  headers: Readonly<Record<string, string>> = {},
  error: unknown = { code: "no", message: "Not now" },
): Reply {
  return json({ error }, { status, headers });
}

/** A connection that breaks. */
export function lost(error: unknown = new TypeError("fetch failed")): Reply {
  return () => {
    throw error;
  };
}

/** No answer, whatever the signal says. */
export const silence: Reply = () => new Promise(() => undefined);

/** These in turn; the last one for ever. */
export function inTurn(...replies: readonly Reply[]): Reply {
  let index = 0;
  return (request) => {
    const reply = replies[Math.min(index, replies.length - 1)] ?? ok;
    index += 1;
    return reply(request);
  };
}

/** Time that passes only where somebody waits. */
export interface FakeTime extends Pick<Runtime, "now" | "sleep"> {
  /** How long was waited, each time. */
  readonly waits: readonly number[];
  /** Lets time pass. */
  pass(milliseconds: number): void;
}

export function fakeTime(): FakeTime {
  const waits: number[] = [];
  let time = 1_000_000;
  return {
    waits,
    now: () => time,
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted();
      waits.push(milliseconds);
      time += milliseconds;
    },
    pass(milliseconds) {
      time += milliseconds;
    },
  };
}

/** Reads `{ error: { code, message, request_id } }`, as a vendor's adapter does. */
function readFailure(body: unknown): Failure | undefined {
  if (typeof body !== "object" || body === null || !("error" in body)) {
    return undefined;
  }
  const { error } = body;
  const read = (field: string): string | undefined => {
    const value: unknown =
      typeof error === "object" && error !== null ? Reflect.get(error, field) : undefined;
    return typeof value === "string" ? value : undefined;
  };
  return { code: read("code"), message: read("message"), requestId: read("request_id") };
}

export interface Client {
  readonly http: Http;
  /** What was sent. */
  readonly requests: readonly Request[];
  readonly time: FakeTime;
  readonly events: readonly RequestEvent[];
  readonly retries: readonly RetryEvent[];
  /** Sends one request, a GET of `things` by default. */
  ask(request?: Partial<HttpRequest>, context?: Partial<CallContext>): Promise<unknown>;
  /** Sends one write, a POST to `things` by default. */
  write(request?: Partial<WriteRequest>, context?: Partial<WriteContext>): Promise<unknown>;
}

export interface ClientOptions extends HttpOptions {
  readonly setup?: Partial<HttpSetup>;
}

/** An HTTP client of a vendor called acme, in fake time and with fixed chance. */
export function client(reply: Reply, { setup = {}, ...options }: ClientOptions = {}): Client {
  const requests: Request[] = [];
  const events: RequestEvent[] = [];
  const retries: RetryEvent[] = [];
  const time = fakeTime();
  const http = createHttp({
    vendor: "acme",
    baseUrl: "https://api.acme.test/v1",
    bearer: secret,
    failure: readFailure,
    ...setup,
    options: {
      now: time.now,
      sleep: time.sleep,
      random: () => 0.5,
      fetch: async (input, init) => {
        const request = new Request(input, init);
        requests.push(request);
        return reply(request);
      },
      ...options,
    },
  });
  const base = {
    provider: "acme",
    onRequest: (event: RequestEvent) => events.push(event),
    onRetry: (event: RetryEvent) => retries.push(event),
  };
  const writing = createWriteTransport(connectionOf(http));
  return {
    http,
    requests,
    time,
    events,
    retries,
    ask: (request = {}, context = {}) =>
      http.json({ path: path`things`, ...request }, { ...base, operation: "list", ...context }),
    write: (request = {}, context = {}) =>
      writing.json(
        { method: "POST", path: path`things`, ...request },
        { ...base, operation: "create", idempotencyKey: "key-1", ...context },
      ),
  };
}
