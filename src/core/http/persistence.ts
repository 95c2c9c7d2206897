import pRetry from "p-retry";

import { createRetryBudget } from "./budget.ts";
import type { CallContext } from "../call-context.ts";
import { isAudienceError } from "../errors.ts";
import { waitTooLong } from "./failure.ts";
import type { HttpSettings } from "./http-options.ts";
import { createLimiter } from "./limiter.ts";
import { backoff } from "./wait.ts";

/** A call, and how an attempt of it is made. */
export interface Call<Result> {
  /** Whether it may be sent again after an unclear answer. */
  readonly repeatable: boolean;
  /** What the call, and any attempt of it, may take beyond what others may, in ms. @default 0 */
  readonly extraTime?: number | undefined;
  readonly run: (timeout: number, attempt: number) => Promise<Result>;
}

/**
 * A wait that the vendor asked for, or that it needs to end an earlier attempt (409), is no failure: it is bounded by
 * time, not by count.
 */
function isPaced(error: Error): boolean {
  return (
    isAudienceError(error) &&
    (error.code === "rate_limited" || (error.code === "unavailable" && error.status === 409)) &&
    (error.retryAfter ?? 0) >= 1000
  );
}

/** Runs a call until it succeeds, must not be repeated, or its time is over. */
export type Persist = <Result>(call: Call<Result>, context: CallContext) => Promise<Result>;

/** The one owner of pace, waits and repeats. */
export function createPersistence(settings: HttpSettings): Persist {
  const { runtime } = settings;
  const limiter = createLimiter(settings.rateLimit, runtime.now);
  const budget = createRetryBudget();

  return async <Result>(call: Call<Result>, context: CallContext): Promise<Result> => {
    const { provider, operation, signal } = context;
    const { extraTime = 0 } = call;
    const started = runtime.now();
    let repeats = 0;
    let waited = 0;
    const timeLeft = (): number =>
      settings.maxRetryTime + extraTime - Math.max(waited, runtime.now() - started);
    // After a wait that takes all the time there is, nothing could be sent any more.
    const longestWait = (): number => timeLeft() - 1;
    const wait = async (delay: number): Promise<void> => {
      waited += delay;
      await runtime.sleep(delay, signal);
    };

    const waitForPlace = async (): Promise<void> => {
      const longest = Math.max(0, longestWait()); // the first attempt is made, however little time there is
      const place = limiter.reserve(operation, longest);
      if (place.delay > longest) {
        throw waitTooLong(place.delay, context);
      }
      if (place.delay === 0) {
        return;
      }
      try {
        await wait(place.delay);
      } catch (error) {
        place.giveBack(); // many who have left would make those who come wait for nothing
        throw error;
      }
      if (!place.isFree()) {
        place.giveBack();
        await waitForPlace();
      }
    };

    const attempt = async (number: number): Promise<Result> => {
      await waitForPlace();
      const timeout = Math.min(settings.timeout + extraTime, Math.max(1, timeLeft()));
      return call.run(timeout, number);
    };

    const mayRepeat = async (error: Error, number: number): Promise<boolean> => {
      // What the vendor is still filling takes minutes; waiting for it is waitUntilReady's, not a repeat's.
      if (isAudienceError(error) && error.code === "not_ready") {
        return false;
      }
      // A refusal for the rate did nothing, so even a write may be sent again after it.
      const harmless = isAudienceError(error) && (call.repeatable || error.code === "rate_limited");
      if (!harmless || !error.transient) {
        return false;
      }
      const asked = (error.retryAfter ?? 0) > 0;
      const delay = asked
        ? (error.retryAfter ?? 0)
        : backoff(repeats, settings.retryDelay, runtime.random);
      if (delay > longestWait() || (!isPaced(error) && !budget.spend())) {
        return false;
      }
      repeats += isPaced(error) ? 0 : 1;
      const { code, status = null } = error;
      context.onRetry?.({ provider, operation, attempt: number, delay, code, status });
      if (asked) {
        limiter.pause(operation, delay);
      } else {
        await wait(delay);
      }
      return true;
    };

    try {
      const result = await pRetry(attempt, {
        retries: settings.retries,
        minTimeout: 0,
        signal,
        shouldConsumeRetry: ({ error }) => !isPaced(error),
        shouldRetry: ({ error, attemptNumber }) => mayRepeat(error, attemptNumber),
      });
      budget.settle(repeats, true);
      return result;
    } catch (error) {
      budget.settle(repeats, false);
      throw error;
    }
  };
}
