import { describe, expect, test } from "vitest";

import { AudienceError } from "../../src/core/errors.ts";
import { resolveOptions } from "../../src/core/http/http-options.ts";
import type { HttpOptions } from "../../src/core/http/http-options.ts";
import type { RateLimit } from "../../src/core/http/limiter.ts";
import { createLimiter } from "../../src/core/http/limiter.ts";
import { createPersistence } from "../../src/core/http/persistence.ts";
import type { Call } from "../../src/core/http/persistence.ts";
import { client, fakeTime, inTurn, ok, refused } from "../support/core-http.ts";
import { errorOf, thrownBy } from "../support/core-read.ts";

const context = { provider: "shop", operation: "create" };

/** Runs attempts that end in turn, the last one for ever: with an error, or with what they give. */
function persisting(options: HttpOptions = {}, rateLimit?: RateLimit) {
  const time = fakeTime();
  const { now, sleep } = time;
  const given = { now, sleep, random: () => 0.999_999, ...options };
  const persist = createPersistence(
    resolveOptions("shop", "https://api.example.com/v1", rateLimit, given),
  );
  const timeouts: number[] = [];
  return {
    time,
    timeouts,
    run(ends: readonly unknown[], call: Partial<Call<unknown>> = {}) {
      let index = -1;
      return persist(
        {
          repeatable: true,
          ...call,
          run: async (timeout) => {
            index += 1;
            timeouts.push(timeout);
            const end = ends[Math.min(index, ends.length - 1)];
            if (end instanceof Error) {
              throw end;
            }
            return end;
          },
        },
        context,
      );
    },
  };
}

const down = new AudienceError("unavailable", "shop: create is down.", { status: 503 });

describe("the time of a call", () => {
  test("is what is left of maxRetryTime, and no more than timeout", async () => {
    const { run, timeouts } = persisting({ timeout: 900, maxRetryTime: 2000, retryDelay: 500 });
    await errorOf(() => run([down]));
    // After 0, 500 and 1500 ms.
    expect(timeouts).toEqual([900, 900, 500]);
  });

  test("is longer for a file, both of an attempt and of all of them", async () => {
    const { run, timeouts, time } = persisting({
      timeout: 900,
      maxRetryTime: 2000,
      retryDelay: 500,
    });
    await errorOf(() => run([down], { extraTime: 3000 }));
    expect(timeouts).toEqual([3900, 3900, 3500, 1500]);
    expect(time.waits).toEqual([500, 1000, 2000]);
  });
});

describe("a wait that the vendor asks for", () => {
  test.each([
    ["after 429", "rate_limited", 429, 5],
    ["after 409, of an attempt that still runs", "unavailable", 409, 5],
    ["after 503, which is a failure like any other", "unavailable", 503, 2],
  ] as const)("%s", async (_words, code, status, attempts) => {
    const asks = new AudienceError(code, "shop: wait.", { status, retryAfter: 1000 });
    const { run, timeouts } = persisting({ retries: 1 });
    const ends = [asks, asks, asks, asks, "done"];
    const settled = await run(ends).then(
      (value) => value,
      (error: unknown) => error,
    );
    expect(timeouts).toHaveLength(attempts);
    expect(settled).toBe(attempts === 5 ? "done" : asks);
  });

  test("of less than a second counts as a failure, too", async () => {
    const asks = new AudienceError("rate_limited", "shop: wait.", { retryAfter: 999 });
    const { run, timeouts } = persisting({ retries: 2 });
    await errorOf(() => run([asks]));
    expect(timeouts).toHaveLength(3);
  });
});

describe("what is not repeated", () => {
  test("an audience that is being filled: that takes minutes", async () => {
    const filling = new AudienceError("not_ready", "shop: is being filled.");
    const { run, timeouts } = persisting();
    expect(await errorOf(() => run([filling]))).toBe(filling);
    expect(timeouts).toHaveLength(1);
  });

  test("a fault of our own", async () => {
    const fault = new TypeError("x is not a function");
    const { run, timeouts } = persisting();
    expect(await thrownBy(() => run([fault]))).toBe(fault);
    expect(timeouts).toHaveLength(1);
  });
});

describe("a place among the requests", () => {
  const perSecond: RateLimit = { requests: 1, per: 1000, scope: "provider" };

  test("that is given back is free for the next", () => {
    const limiter = createLimiter(perSecond, () => 0);
    expect(limiter.reserve("list", 10_000).delay).toBe(0);
    const second = limiter.reserve("list", 10_000);
    second.giveBack();
    expect(limiter.reserve("list", 10_000).delay).toBe(second.delay);
  });

  test("that was never taken, or was given back before, takes none away", () => {
    const limiter = createLimiter(perSecond, () => 0);
    const first = limiter.reserve("list", 10_000);
    const refusedPlace = limiter.reserve("list", 10);
    refusedPlace.giveBack();
    const third = limiter.reserve("list", 10_000);
    expect([first.delay, refusedPlace.delay, third.delay]).toEqual([0, 1020, 1020]);
    third.giveBack();
    third.giveBack();
    expect(limiter.reserve("list", 10_000).delay).toBe(1020);
  });

  test("is taken if the wait is exactly as long as can be waited", () => {
    const limiter = createLimiter(perSecond, () => 0);
    limiter.reserve("list", 0);
    limiter.reserve("list", 1020);
    expect(limiter.reserve("list", 10_000).delay).toBe(2040);
  });

  test("is not free while the vendor has asked for more time", () => {
    let time = 0;
    const limiter = createLimiter(perSecond, () => time);
    const place = limiter.reserve("list", 0);
    limiter.pause("list", 500);
    expect(place.isFree()).toBe(false);
    time = 499;
    expect(place.isFree()).toBe(false);
    time = 500;
    expect(place.isFree()).toBe(true);
  });

  test("that was waited for in vain is waited for again, and given back", async () => {
    const slow = refused(429, { "retry-after": "10" });
    const { ask, time, requests } = client(inTurn(slow, ok), { setup: { rateLimit: perSecond } });
    await Promise.all([ask(), ask(), ask()]);
    expect(requests).toHaveLength(4);
    expect(time.now()).toBeLessThan(1_000_000 + 16_000);
  });

  test("of those who leave is free for those who stay", async () => {
    const { run, time } = persisting(
      {
        sleep: async () => {
          throw new Error("left");
        },
      },
      perSecond,
    );
    await run(["done"]);
    for (let count = 0; count < 20; count += 1) {
      expect(await thrownBy(() => run(["done"]))).toMatchObject({ message: "left" });
    }
    time.pass(1020);
    expect(await run(["done"])).toBe("done");
  });
});
