import { scriptOf } from "./faults/control.ts";
import type { FaultScript } from "./faults/script.ts";
import { realWait } from "./faults/streams.ts";
import type { Clock, VirtualClock } from "./kit/clock.ts";
import { createClock } from "./kit/clock.ts";
import type { RateLimit } from "./kit/limiter.ts";
import type { OverLimit } from "./kit/listing.ts";
import type { Intercept } from "./kit/operations.ts";

/** What every emulator takes. */
export interface CommonOptions {
  /**
   * The same seed gives the same lists, ids and cursors.
   * @default 1
   */
  readonly seed?: number;
  /**
   * How many audiences the vendor lists.
   * @default 140
   */
  readonly size?: number;
  /**
   * The emulator's time, in epoch milliseconds. One made by `createClock` is shared, not copied.
   * @default a clock that stands at a fixed instant until it is advanced
   */
  readonly clock?: Clock;
  /**
   * Whether requests above the vendor's limit are answered with 429.
   * @default false
   */
  readonly rateLimits?: boolean;
  /** Other numbers than the vendor's own; Sonarly documents none. */
  readonly rateLimit?: RateLimit;
  /**
   * Milliseconds a cursor can be used for. No vendor documents a lifetime.
   * @default for ever
   */
  readonly cursorLifetime?: number;
  /**
   * A page size above the maximum: no vendor documents what becomes of it.
   * @default "reject" for Batch and Sonarly, "clamp" for Whop
   */
  readonly overLimit?: OverLimit;
  /**
   * Stands around every operation: to answer in its place, to change its answer, to break the
   * connection.
   */
  readonly intercept?: Intercept;
  /**
   * What goes wrong, and when: lines such as "whop.list page 3: 429 retry-after 2", or the same as
   * objects. Inside of an interceptor.
   * @default nothing
   */
  readonly faults?: FaultScript | string;
  /**
   * How a fault lets time pass, in milliseconds; rejects with the signal's reason.
   * @default a timer
   */
  readonly wait?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** The common options with their defaults filled in. */
export interface Settings {
  readonly seed: number;
  readonly size: number;
  readonly clock: VirtualClock;
  readonly rateLimits: boolean;
  readonly rateLimit: RateLimit | undefined;
  readonly cursorLifetime: number | undefined;
  readonly overLimit: OverLimit | undefined;
  readonly intercept: Intercept | undefined;
  readonly faults: FaultScript;
  readonly wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

export function settle(options: CommonOptions): Settings {
  const { seed = 1, size = 140, rateLimits = false } = options;
  if (!Number.isSafeInteger(seed))
    throw new RangeError(`seed must be a whole number, not ${seed}.`);
  if (!Number.isSafeInteger(size) || size < 0)
    throw new RangeError(`size must be a whole number of audiences, not ${size}.`);
  return {
    seed,
    size,
    clock: createClock(options.clock),
    rateLimits,
    rateLimit: options.rateLimit,
    cursorLifetime: options.cursorLifetime,
    overLimit: options.overLimit,
    intercept: options.intercept,
    faults: scriptOf(options.faults ?? []),
    wait: options.wait ?? realWait,
  };
}
