/**
 * Waits for one step of a long work, and no longer than until the abort. A race against one promise for the whole work
 * would keep every step until the work is over; here a step leaves nothing behind.
 */
export async function unlessAborted<Result>(
  signal: AbortSignal | undefined,
  step: () => Promise<Result>,
): Promise<Result> {
  if (signal === undefined) {
    return step();
  }
  signal.throwIfAborted();
  let stop: ((reason: unknown) => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = reject;
  });
  const onAbort = (): void => stop?.(signal.reason);
  // Taken away by hand: Node forgets all but the last of several listeners that were to go with a signal of their own.
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([step(), aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
