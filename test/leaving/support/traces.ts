import { getEventListeners } from "node:events";
import { setImmediate } from "node:timers/promises";

export interface TimerWatch extends Disposable {
  /** Timers that the library has set since, and that neither fired nor were taken back. */
  readonly pending: () => number;
}

/** The sockets of an idle connection have timers, too, and so has the test runner. */
const isOurs = (): boolean => new Error("who asks").stack?.includes("/src/core/") === true;

/** Watches `setTimeout`. */
export function watchTimers(): TimerWatch {
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  const pending = new Set<unknown>();
  const watchedSet = (callback: () => void, milliseconds?: number): NodeJS.Timeout => {
    const timer = set(() => {
      pending.delete(timer);
      callback();
    }, milliseconds);
    if (isOurs()) {
      pending.add(timer);
    }
    return timer;
  };
  const watchedClear: typeof clearTimeout = (timer) => {
    pending.delete(timer);
    clear(timer);
  };
  Object.assign(globalThis, { setTimeout: watchedSet, clearTimeout: watchedClear });
  return {
    pending: () => pending.size,
    [Symbol.dispose]: () =>
      void Object.assign(globalThis, { setTimeout: set, clearTimeout: clear }),
  };
}

export const listeners = (signal: AbortSignal): number => getEventListeners(signal, "abort").length;

/** So many turns of the event loop: long enough for all that is due, and no clock. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    await setImmediate();
  }
}

/** Whether a promise is settled within so many turns of the event loop, in which nothing new comes from outside. */
export async function settlesWithin(count: number, promise: Promise<unknown>): Promise<boolean> {
  const state = { settled: false };
  const mark = (): void => {
    state.settled = true;
  };
  promise.then(mark, mark);
  for (let turn = 0; turn < count && !state.settled; turn += 1) {
    await setImmediate();
  }
  return state.settled;
}
