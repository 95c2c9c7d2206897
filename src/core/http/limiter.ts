import type { Runtime } from "../runtime.ts";

/** A vendor's limit: so many requests in any window of so many ms, for each operation or for all together. */
export interface RateLimit {
  readonly requests: number;
  /** The window, in ms. */
  readonly per: number;
  readonly scope: "operation" | "provider";
}

/** A place among the requests that may start. */
export interface Place {
  /** How long to wait for it, in ms. */
  readonly delay: number;
  /** Whether it can be used once it was waited for, or the vendor has asked for a longer wait meanwhile. */
  isFree(): boolean;
  /** It is not used: whoever comes next need not wait for it. */
  giveBack(): void;
}

export interface Limiter {
  /** The next free place; it is taken unless that is longer, in ms, than can be waited. */
  reserve(operation: string, longest: number): Place;
  /** The vendor has asked to wait: nobody sends before that, in ms from now. */
  pause(operation: string, milliseconds: number): void;
}

/** Requests take a little longer or shorter to arrive; a window this much wider absorbs it. */
const margin = 1.02;

/** Scales a vendor's limit to what the caller's account allows; `Infinity` switches it off. */
export function scaleLimit(
  limit: RateLimit | undefined,
  requestsPerMinute: number | undefined,
): RateLimit | undefined {
  if (requestsPerMinute === undefined) {
    return limit;
  }
  if (requestsPerMinute === Number.POSITIVE_INFINITY) {
    return undefined;
  }
  const { per = 60_000, scope = "provider" } = limit ?? {};
  const exact = (requestsPerMinute * per) / 60_000;
  const requests = Math.max(1, Math.floor(exact));
  return { requests, per: (per * requests) / exact, scope };
}

/** Keeps below a limit by a log of the last starts: exact for windows that slide and for windows that do not. */
export function createLimiter(limit: RateLimit | undefined, now: Runtime["now"]): Limiter {
  const { requests, per } = limit ?? { requests: Number.POSITIVE_INFINITY, per: 0 };
  const window = per * margin;
  const lanes = new Map<string, { starts: number[]; pausedUntil: number }>();
  const laneOf = (operation: string): { starts: number[]; pausedUntil: number } => {
    const key = limit?.scope === "operation" ? operation : "";
    let lane = lanes.get(key);
    if (lane === undefined) {
      lane = { starts: [], pausedUntil: 0 };
      lanes.set(key, lane);
    }
    return lane;
  };
  return {
    reserve(operation, longest) {
      const lane = laneOf(operation);
      const { starts, pausedUntil } = lane;
      const time = now();
      while ((starts[0] ?? Number.POSITIVE_INFINITY) + window <= time) {
        starts.shift();
      }
      const free = (starts[starts.length - requests] ?? Number.NEGATIVE_INFINITY) + window;
      const start = Math.max(time, free, pausedUntil, starts.at(-1) ?? 0);
      const taken = limit !== undefined && start - time <= longest;
      if (taken) {
        starts.push(start);
      }
      return {
        delay: start - time,
        isFree: () => lane.pausedUntil <= now(),
        giveBack() {
          const index = taken ? starts.indexOf(start) : -1;
          starts.splice(index, index === -1 ? 0 : 1);
        },
      };
    },
    pause(operation, milliseconds) {
      const lane = laneOf(operation);
      lane.pausedUntil = Math.max(lane.pausedUntil, now() + milliseconds);
    },
  };
}
