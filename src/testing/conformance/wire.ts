/** How one request is answered. */
export type Answer = (request: Request) => Promise<Response>;

/** The answer to the n-th request, counted from 0; `undefined` = none was expected. */
export type Script = (request: string, index: number) => Answer | undefined;

/** A request that was sent, with what it carried. */
export interface Sent {
  readonly url: string;
  readonly headers: Headers;
  readonly signal: AbortSignal;
  /** The text of its body; empty where it had none. */
  readonly body: string;
}

export interface Wire {
  readonly fetch: typeof globalThis.fetch;
  /** `GET https://…`, in the order they were sent. */
  readonly requests: readonly string[];
  readonly sent: readonly Sent[];
}

export interface AnswerOptions {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer with this body. */
export function says(body: string, { status = 200, headers = {} }: AnswerOptions = {}): Answer {
  const all = { "content-type": "application/json", ...headers };
  return async () => new Response(body, { status, headers: all });
}

/** A connection that breaks, in a platform's words. */
export function lost(words = "fetch failed"): Answer {
  return async () => {
    throw new TypeError(words);
  };
}

/** No answer until the request is given up. */
export function hangs(onRequest: () => void = () => undefined): Answer {
  return ({ signal }) => {
    onRequest();
    return new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
  };
}

/** The same answer for ever. */
export const always =
  (answer: Answer): Script =>
  () =>
    answer;

/** These answers in their order, then what the script says. */
export const first =
  (answers: readonly Answer[], then: Script = () => undefined): Script =>
  (request, index) =>
    answers[index] ?? then(request, index);

/** Answers as the script says and records what was asked. It stands where an adapter's `fetch` does. */
export function createWire(script: Script): Wire {
  const requests: string[] = [];
  const sent: Sent[] = [];
  return {
    requests,
    sent,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const line = `${request.method} ${request.url}`;
      const { url, headers, signal } = request;
      // Read at once: it may come from a file that is not there for long.
      const body = request.body === null ? "" : await request.clone().text();
      sent.push({ url, headers, signal, body });
      requests.push(line);
      const answer = script(line, requests.length - 1);
      if (answer === undefined) {
        throw new TypeError(`${line} was not expected`);
      }
      return answer(request);
    },
  };
}
