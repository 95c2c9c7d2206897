import { describe, expect, test } from "vitest";

import type { ClientOptions } from "../support/core-http.ts";
import { client, inTurn, ok, refused } from "../support/core-http.ts";
import type { RateLimit } from "../../src/core/http/limiter.ts";
import { createLimiter } from "../../src/core/http/limiter.ts";
import { errorOf } from "../support/core-read.ts";
import { settle } from "../support/core-timing.ts";

const perSecond: RateLimit = { requests: 1, per: 1000, scope: "provider" };

/** How many requests a vendor gets that is down, where the first back-off is a second. */
async function attemptsOf(options: ClientOptions): Promise<number> {
  const { ask, requests } = client(refused(503), {
    random: () => 0.999_999,
    retryDelay: 1000,
    ...options,
  });
  await errorOf(() => ask());
  return requests.length;
}

describe("a wait before a repeat", () => {
  test("leaves a millisecond at least for what comes after it", async () => {
    expect(await attemptsOf({ maxRetryTime: 1000 })).toBe(1);
    expect(await attemptsOf({ maxRetryTime: 1001 })).toBe(2);
  });

  test("counts also where the clock stands still, as that of a machine asleep", async () => {
    const still = { now: () => 5, sleep: async () => undefined };
    expect(await attemptsOf({ ...still, maxRetryTime: 3001 })).toBe(3);
    expect(await attemptsOf({ ...still, maxRetryTime: 3000 })).toBe(2);
  });
});

describe("a wait for one's turn", () => {
  test.for([
    [1021, 2],
    [1020, 1],
  ] as const)(
    "of 1020 ms under a maxRetryTime of %i: %i are sent",
    async ([maxRetryTime, sent]) => {
      const { ask, requests } = client(ok, { maxRetryTime, setup: { rateLimit: perSecond } });
      const settled = await Promise.allSettled([ask(), ask()]);
      expect(requests).toHaveLength(sent);
      const [, second] = settled;
      expect(second).toMatchObject(
        sent === 2
          ? { value: { fine: true } }
          : { reason: { code: "rate_limited", retryAfter: 1020, provider: "acme" } },
      );
    },
  );

  test("does not become shorter by places that were never taken", () => {
    const limiter = createLimiter(perSecond, () => 0);
    limiter.reserve("list", 10_000);
    limiter.reserve("list", 10_000);
    limiter.reserve("list", 10).giveBack();
    expect(limiter.reserve("list", 10_000).delay).toBe(2040);
  });

  test("does not become shorter by that of one long past which is given back", () => {
    let time = 0;
    const limiter = createLimiter(perSecond, () => time);
    const first = limiter.reserve("list", 0);
    time = 2000;
    limiter.reserve("list", 0);
    first.giveBack();
    expect(limiter.reserve("list", 10_000).delay).toBe(1020);
  });

  test("is over exactly when the window is", () => {
    let time = 0;
    const limiter = createLimiter({ ...perSecond, requests: 2 }, () => time);
    const delays = [0, 10, 10, 1019, 1020].map((moment) => {
      time = moment;
      return limiter.reserve("list", 10_000).delay;
    });
    expect(delays).toEqual([0, 0, 1010, 11, 1020]);
  });
});

test("who waits for a turn when the vendor asks for more time waits for that too, and no longer", async () => {
  const sleepers: { readonly due: number; readonly wake: () => void }[] = [];
  let time = 0;
  const times: number[] = [];
  const slow = inTurn(refused(429, { "retry-after": "1.5" }), ok);
  const { ask } = client(
    (request) => {
      times.push(time);
      return slow(request);
    },
    {
      setup: { rateLimit: { ...perSecond, requests: 2 } },
      now: () => time,
      sleep: (milliseconds) =>
        new Promise((wake) => {
          sleepers.push({ due: time + milliseconds, wake });
        }),
    },
  );
  const asked = Promise.all([ask(), ask(), ask()]);
  await settle();
  while (sleepers.length > 0) {
    sleepers.sort((one, other) => one.due - other.due);
    const next = sleepers.shift();
    time = next?.due ?? time;
    next?.wake();
    await settle();
  }
  await asked;
  expect(times).toEqual([0, 0, 1500, 1500]);
});
