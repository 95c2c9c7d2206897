import { setImmediate as turn } from "node:timers/promises";

/**
 * The deadline of a client's attempts, which passes by what happens on the wire and not by the clock: a machine that is
 * busy with something else changes nothing.
 */
export interface Deadline extends Disposable {
  /** What the client is given as its `timeout`, in ms; no other timer is that long. */
  readonly timeout: number;
  /** Lets so many tenths of the timeout pass, for every attempt under way; what begins later has all ten. */
  readonly pass: (tenths: number) => void;
}

interface Attempt {
  readonly end: () => void;
  readonly due: number;
}

const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
/** By their length. */
const watched = new Map<number, (timer: NodeJS.Timeout, end: () => void) => void>();
const attempts = new Map<unknown, Attempt>();
/** Long enough that no test lives to see it end by itself, and within what a call may take with all its waits. */
let longest = 60_000;

/** Every other timer is the platform's. */
const watching = {
  setTimeout(end: () => void, milliseconds = 0, ...rest: []): NodeJS.Timeout {
    const timer = real.setTimeout(end, milliseconds, ...rest);
    watched.get(milliseconds)?.(timer, end);
    return timer;
  },
  clearTimeout(timer: NodeJS.Timeout): void {
    attempts.delete(timer);
    real.clearTimeout(timer);
  },
};

export function createDeadline(): Deadline {
  let now = 0;
  longest += 1;
  const timeout = longest;
  const own = new Map<NodeJS.Timeout, Attempt>();
  if (watched.size === 0) {
    Object.assign(globalThis, watching);
  }
  watched.set(timeout, (timer, end) => {
    const attempt = { end, due: now + 10 };
    own.set(timer, attempt);
    attempts.set(timer, attempt);
  });
  return {
    timeout,
    pass(tenths) {
      now += tenths;
      for (const [timer, attempt] of own) {
        const underWay = attempts.get(timer) === attempt;
        if (!underWay || attempt.due <= now) {
          own.delete(timer);
        }
        if (underWay && attempt.due <= now) {
          clearTimeout(timer);
          attempt.end();
        }
      }
    },
    [Symbol.dispose]() {
      watched.delete(timeout);
      if (watched.size === 0) {
        Object.assign(globalThis, real);
      }
    },
  };
}

/** Long enough for a client to read what was sent before. */
export async function turns(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await turn();
  }
}
