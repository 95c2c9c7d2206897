/** Time and chance, injectable so that a test or a seed can replay a run. */
export interface Runtime {
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** 0 to below 1. */
  readonly random: () => number;
  /** Waits; rejects with the signal's reason on an abort and leaves no timer or listener behind. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** The longest wait a timer can hold; a longer one would fire at once. */
export const maximumDelay: number = 2 ** 31 - 1;

function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason);
      return;
    }
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      },
      Math.min(milliseconds, maximumDelay),
    );
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}

export const defaultRuntime: Runtime = {
  now: () => performance.now(),
  random: () => Math.random(),
  sleep,
};
