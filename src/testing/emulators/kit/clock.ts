/** The instant every emulator starts at, so that two runs print the same thing. */
export const startInstant: number = Date.UTC(2026, 10, 2, 8, 0, 0);

export interface Clock {
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * A clock that only moves when it is told to, or, over a moving clock, one that can be moved ahead
 * of it.
 */
export interface VirtualClock extends Clock {
  readonly advance: (milliseconds: number) => void;
}

/**
 * Whoever brings a virtual clock shares it: advancing one emulator then advances all that hold it.
 */
export function createClock(base: Clock = { now: () => startInstant }): VirtualClock {
  if (isVirtual(base)) return base;
  let ahead = 0;
  return {
    now: () => base.now() + ahead,
    advance(milliseconds) {
      if (!(milliseconds >= 0))
        throw new RangeError(
          "A virtual clock only moves forward; give advance() milliseconds of zero or more.",
        );
      ahead += milliseconds;
    },
  };
}

/**
 * Starts at the same instant and then runs with real time: for emulators served to other processes,
 * which nobody advances.
 */
export function createTickingClock(start: number = startInstant): VirtualClock {
  const startedAt = performance.now();
  return createClock({ now: () => start + Math.floor(performance.now() - startedAt) });
}

const isVirtual = (clock: Clock): clock is VirtualClock =>
  "advance" in clock && typeof clock.advance === "function";
