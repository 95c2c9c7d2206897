import { receive, tieSignal } from "./reception.ts";

/** Whatever answers requests: a Hono app. */
interface App {
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

/**
 * A `fetch` that reaches an app inside this process; any other host is a network error, as with no
 * network at all.
 */
export function createInProcessFetch(apps: ReadonlyMap<string, App>): typeof globalThis.fetch {
  const send = async (
    input: string | URL | Request,
    init: RequestInit | undefined,
    hops: number,
  ): Promise<Response> => {
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    signal?.throwIfAborted();
    // Without the signal: the request would keep a listener on it for as long as it lives.
    const request = new Request(input, { ...init, signal: null });
    declareLength(request.headers, init?.body);
    const app = apps.get(new URL(request.url).origin);
    if (app === undefined) {
      throw new TypeError("fetch failed", {
        cause: new Error(
          `The emulators answer ${[...apps.keys()].join(", ")} only, not ${new URL(request.url).origin}.`,
        ),
      });
    }
    tieSignal(request, signal);
    const answer = await untilAborted(Promise.resolve(app.fetch(request)), signal);
    return receive(answer, request, init, {
      again: (location, changed) => send(location, changed, hops + 1),
      hops,
    });
  };
  return (input: string | URL | Request, init?: RequestInit) => send(input, init, 0);
}

/**
 * The header a real connection would carry, for vendors that look at it. A body inside a `Request`
 * does not tell its length: such a request goes without either header.
 */
function declareLength(headers: Headers, body: RequestInit["body"]): void {
  if (body instanceof ReadableStream) {
    if (!headers.has("content-length")) headers.set("transfer-encoding", "chunked");
    return;
  }
  const length = lengthOf(body);
  if (length !== undefined) headers.set("content-length", String(length));
}

function lengthOf(body: RequestInit["body"]): number | undefined {
  if (typeof body === "string") return new TextEncoder().encode(body).length;
  if (body instanceof Blob) return body.size;
  return body instanceof ArrayBuffer || ArrayBuffer.isView(body) ? body.byteLength : undefined;
}

/** Rejects with the signal's own reason, as `fetch` does, and leaves no listener on it. */
async function untilAborted(
  answer: Promise<Response>,
  signal: AbortSignal | undefined,
): Promise<Response> {
  if (signal === undefined) return answer;
  let stop: ((reason: unknown) => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = reject;
  });
  const onAbort = (): void => stop?.(signal.reason);
  signal.addEventListener("abort", onAbort);
  return Promise.race([answer, aborted]).finally(() =>
    signal.removeEventListener("abort", onAbort),
  );
}
