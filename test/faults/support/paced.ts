import { setImmediate } from "node:timers/promises";

import type { HttpOptions } from "../../../src/core/http/http-options.ts";
import type { VirtualClock } from "../../../src/testing/index.ts";

/** A vendor's virtual time for an adapter: the clock stands while anything is on its way, then goes to the next wake-up. */
export interface Pace {
  readonly options: Required<Pick<HttpOptions, "now" | "random" | "sleep" | "fetch">>;
  /** Waits so far. */
  readonly waits: () => number;
}

export function createPace(clock: VirtualClock, fetch: typeof globalThis.fetch): Pace {
  const sleepers: { readonly due: number; readonly wake: () => void }[] = [];
  let underWay = 0;
  let waits = 0;
  let running = false;

  async function run(): Promise<void> {
    running = true;
    while (sleepers.length > 0) {
      await setImmediate();
      if (underWay === 0) {
        sleepers.sort((one, other) => one.due - other.due);
        const next = sleepers.shift();
        clock.advance(Math.max(0, (next?.due ?? 0) - clock.now()));
        next?.wake();
      }
    }
    running = false;
  }

  return {
    waits: () => waits,
    options: {
      now: clock.now,
      random: () => 0.5,
      async fetch(input, init) {
        underWay += 1;
        try {
          return await fetch(input, init);
        } finally {
          underWay -= 1;
        }
      },
      async sleep(milliseconds, signal) {
        waits += 1;
        signal?.throwIfAborted();
        const { promise, resolve, reject } = Promise.withResolvers<void>();
        const sleeper = { due: clock.now() + milliseconds, wake: resolve };
        const onAbort = (): void => {
          const index = sleepers.indexOf(sleeper);
          sleepers.splice(index, index === -1 ? 0 : 1);
          reject(signal?.reason);
        };
        signal?.addEventListener("abort", onAbort, { once: true });
        sleepers.push(sleeper);
        if (!running) {
          void run();
        }
        await promise;
        signal?.removeEventListener("abort", onAbort);
      },
    },
  };
}
