import type { Runtime } from "./runtime.ts";

/** A vendor's limit: so many requests in any window of so many ms, for each operation or for all together. */
export interface RateLimit {
  readonly requests: number;
  /** The window, in ms. */
  readonly per: number;
  readonly scope: "operation" | "provider";
}

export interface Limiter {
  /** Says how long to wait for the next free place, in ms, and takes it unless that is longer than can be waited. */
  reserve(operation: string, longest: number): number;
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
  const window = limit?.per ?? 60_000;
  const requests = Math.floor((requestsPerMinute * window) / 60_000);
  const scope = limit?.scope ?? "provider";
  return requests >= 1
    ? { requests, per: window, scope }
    : { requests: 1, per: 60_000 / requestsPerMinute, scope };
}

/** Keeps below a limit by a log of the last starts: exact for windows that slide and for windows that do not. */
export function createLimiter(limit: RateLimit | undefined, now: Runtime["now"]): Limiter {
  const lanes = new Map<string, { starts: number[]; pausedUntil: number }>();
  const laneOf = (operation: string): { starts: number[]; pausedUntil: number } => {
    const key = limit?.scope === "operation" ? operation : "";
    const lane = lanes.get(key) ?? { starts: [], pausedUntil: 0 };
    lanes.set(key, lane);
    return lane;
  };
  return {
    reserve(operation, longest) {
      const { starts, pausedUntil } = laneOf(operation);
      const time = now();
      const oldest = limit !== undefined && starts.length >= limit.requests ? starts[0] : undefined;
      const free = oldest === undefined ? time : oldest + (limit?.per ?? 0) * margin;
      const start = Math.max(time, free, pausedUntil, starts.at(-1) ?? 0);
      if (limit !== undefined && start - time <= longest) {
        starts.splice(0, oldest === undefined ? 0 : 1);
        starts.push(start);
      }
      return start - time;
    },
    pause(operation, milliseconds) {
      const lane = laneOf(operation);
      lane.pausedUntil = Math.max(lane.pausedUntil, now() + milliseconds);
    },
  };
}
