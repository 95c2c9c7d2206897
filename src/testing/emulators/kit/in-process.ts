/** Whatever answers requests: a Hono app. */
interface App {
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

/**
 * A `fetch` that reaches an app inside this process; any other host is a network error, as with no
 * network at all.
 */
export function createInProcessFetch(apps: ReadonlyMap<string, App>): typeof globalThis.fetch {
  return async (input: string | URL | Request, init?: RequestInit) => {
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    signal?.throwIfAborted();
    // Without the signal: the request would keep a listener on it for as long as it lives.
    const request = new Request(input, { ...init, signal: null });
    const app = apps.get(new URL(request.url).origin);
    if (app === undefined) {
      throw new TypeError("fetch failed", {
        cause: new Error(
          `The emulators answer ${[...apps.keys()].join(", ")} only, not ${new URL(request.url).origin}.`,
        ),
      });
    }
    return untilAborted(Promise.resolve(app.fetch(request)), signal);
  };
}

/** Rejects with the signal's own reason, as `fetch` does, and leaves no listener on it. */
async function untilAborted(
  answer: Promise<Response>,
  signal: AbortSignal | undefined,
): Promise<Response> {
  if (signal === undefined) return answer;
  const settled = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { signal: settled.signal });
  });
  return Promise.race([answer, aborted]).finally(() => settled.abort());
}
