import { getEventListeners } from "node:events";
import { setImmediate } from "node:timers/promises";

/** Timers that keep the process alive. */
export const timers = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

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
