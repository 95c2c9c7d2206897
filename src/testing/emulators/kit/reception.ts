const signals = new WeakMap<Request, AbortSignal>();

/**
 * Ties a request to the signal that takes it back. The request itself goes without: it would keep a
 * listener on the signal for as long as it lives.
 */
export const tieSignal = (request: Request, signal: AbortSignal | undefined): void => {
  if (signal !== undefined) signals.set(request, signal);
};

/** Aborted when the client goes away, in this process or over HTTP. */
export const signalOf = (request: Request): AbortSignal => signals.get(request) ?? request.signal;

type Again = (input: URL, init: RequestInit) => Promise<Response>;

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const mostRedirects = 20;

/** Hands an answer over as `fetch` does: redirects followed or refused, gzip undone. */
export async function receive(
  answer: Response,
  request: Request,
  init: RequestInit | undefined,
  { again, hops }: { again: Again; hops: number },
): Promise<Response> {
  const location = answer.headers.get("location");
  if (!redirects.has(answer.status) || location === null || request.redirect === "manual")
    return inflated(answer);
  if (request.redirect === "error" || hops >= mostRedirects)
    throw new TypeError("fetch failed", { cause: new Error("unexpected redirect") });
  const { method, headers, url } = request;
  const target = new URL(location, url);
  if (target.origin !== new URL(url).origin) headers.delete("authorization");
  const becomesGet = answer.status === 303 || (answer.status < 303 && method === "POST");
  return again(
    target,
    becomesGet ? { ...init, headers, method: "GET", body: null } : { ...init, headers, method },
  );
}

function inflated(answer: Response): Response {
  if (answer.headers.get("content-encoding") !== "gzip" || answer.body === null) return answer;
  return new Response(answer.body.pipeThrough(new DecompressionStream("gzip")), answer);
}
