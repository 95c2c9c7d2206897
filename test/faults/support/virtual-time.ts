import { setImmediate } from "node:timers/promises";

import type { HttpOptions } from "../../../src/core/http/http-options.ts";

/** Time that passes only by waiting: a wait is over at once and moves the clock. */
export interface VirtualTime {
  readonly options: Required<Pick<HttpOptions, "now" | "random" | "sleep">>;
  /** Every wait that was asked for, in ms. */
  readonly waits: readonly number[];
  /** Waits that are under way. */
  readonly pending: () => number;
}

export function createVirtualTime(random: () => number = () => 0.5): VirtualTime {
  const waits: number[] = [];
  let time = 0;
  let pending = 0;
  return {
    waits,
    pending: () => pending,
    options: {
      now: () => time,
      random,
      async sleep(milliseconds, signal) {
        waits.push(milliseconds);
        signal?.throwIfAborted();
        pending += 1;
        try {
          await setImmediate();
          signal?.throwIfAborted();
          time += milliseconds;
        } finally {
          pending -= 1;
        }
      },
    },
  };
}
