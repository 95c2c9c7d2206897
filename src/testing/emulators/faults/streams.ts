/** The longest a timer can wait; a longer one would fire at once. */
const longestWait = 2 ** 31 - 1;

/** Waits in real time; rejects with the signal's reason and leaves neither timer nor listener. */
export function realWait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const done = (): void => {
      signal?.removeEventListener("abort", stop);
      resolve();
    };
    const timer = setTimeout(done, Math.min(milliseconds, longestWait));
    signal?.addEventListener("abort", stop, { once: true });
  });
}

/** Never resolves; rejects with the signal's reason. */
export const never = (signal: AbortSignal | undefined): Promise<never> =>
  new Promise((_, reject) => {
    if (signal?.aborted === true) reject(signal.reason);
    else signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });

/** A connection that broke, as Node's `fetch` tells it. */
export const broken = (message: string, code = "ECONNRESET"): TypeError =>
  new TypeError(message, {
    cause: Object.assign(new Error(`The connection broke: ${code}`), { code }),
  });

/** The pieces of a body, made one by one as they are read. */
export type Pieces = (signal: AbortSignal) => AsyncIterator<Uint8Array<ArrayBuffer>>;

const streams = new WeakSet<ReadableStream>();
const breaking = new WeakSet<ReadableStream>();

/** Whether a body is made while it is read, perhaps slowly or without end. */
export const isStream = (body: ReadableStream): boolean => streams.has(body);

/** Whether a body ends in a broken connection; a server has to break it by hand. */
export const isBreaking = (body: ReadableStream): boolean => breaking.has(body);

/** A body out of pieces, which ends with the client's interest in it. */
export function bodyOf(
  pieces: Pieces,
  signal: AbortSignal | undefined,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const stopped = new AbortController();
  const stop = (): void => stopped.abort(signal?.reason);
  const release = (): void => signal?.removeEventListener("abort", stop);
  let iterator: ReturnType<Pieces> | undefined;

  const begin = (): ReturnType<Pieces> => {
    // Only once somebody reads: a body that is left alone must not hold on to the signal.
    signal?.throwIfAborted();
    signal?.addEventListener("abort", stop, { once: true });
    return pieces(stopped.signal);
  };
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          stopped.signal.throwIfAborted();
          const { done, value } = await (iterator ??= begin()).next();
          if (done !== true) return controller.enqueue(value);
          release();
          controller.close();
        } catch (error) {
          release();
          throw error;
        }
      },
      cancel(reason) {
        release();
        stopped.abort(reason);
      },
    },
    { highWaterMark: 0 },
  );
  streams.add(body);
  return body;
}

/** A body made while it is read, compressed. */
export function compressed(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const smaller = body.pipeThrough(new CompressionStream("gzip"));
  streams.add(smaller);
  return smaller;
}

/** So many bytes, then the connection breaks. */
export function breakingBody(
  bytes: Uint8Array<ArrayBuffer>,
  signal: AbortSignal | undefined,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const body = bodyOf(async function* () {
    if (bytes.length > 0) yield bytes;
    throw broken("terminated");
  }, signal);
  breaking.add(body);
  return body;
}
