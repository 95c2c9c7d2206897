import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createLimiter, scaleLimit } from "../../src/core/http/limiter.ts";
import type { RateLimit } from "../../src/core/http/limiter.ts";
import { errorOf } from "../support/core-read.ts";
import { client, ok } from "../support/core-http.ts";

const endless = Number.POSITIVE_INFINITY;
const tenPerSecond: RateLimit = { requests: 10, per: 1000, scope: "provider" };

/** When requests start that are asked for at these moments. */
function startsOf(limit: RateLimit | undefined, moments: readonly number[]): number[] {
  let time = 0;
  const limiter = createLimiter(limit, () => time);
  return moments.map((moment) => {
    time = moment;
    return moment + limiter.reserve("list", endless).delay;
  });
}

describe("the limiter", () => {
  test("lets a burst as large as the limit go at once, and the next when the window has passed", () => {
    const starts = startsOf(
      tenPerSecond,
      Array.from({ length: 21 }, () => 0),
    );
    expect(starts.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 0));
    expect(Math.min(...starts.slice(10, 20))).toBeGreaterThanOrEqual(1000);
    expect(Math.max(...starts.slice(10, 20))).toBeLessThanOrEqual(1100);
    expect(starts[20]).toBeGreaterThanOrEqual(2000);
  });

  test("holds nothing back that is slower than the limit", () => {
    const moments = Array.from({ length: 100 }, (_, index) => index * 110);
    expect(startsOf(tenPerSecond, moments)).toEqual(moments);
  });

  test("never lets more than the limit start in any window, wherever it lies", () => {
    const gaps = fc.array(fc.nat(300), { minLength: 1, maxLength: 80 });
    const limits = fc.record({
      requests: fc.integer({ min: 1, max: 7 }),
      per: fc.integer({ min: 1, max: 2000 }),
    });
    fc.assert(
      fc.property(gaps, limits, (list, limit) => {
        let moment = 0;
        const moments = list.map((gap) => (moment += gap));
        const starts = startsOf({ ...limit, scope: "provider" }, moments);
        const late = starts.slice(limit.requests);
        const spans = late.map((start, index) => start - (starts[index] ?? 0));
        expect(spans.every((span) => span >= limit.per)).toBe(true);
        expect(starts.every((start, index) => start >= (moments[index] ?? 0))).toBe(true);
        expect(starts).toEqual(starts.toSorted((one, other) => one - other));
      }),
      { seed: 20_261_121, numRuns: 300 },
    );
  });

  test("counts each operation by itself, or all together, as the vendor does", () => {
    const each = createLimiter({ requests: 1, per: 1000, scope: "operation" }, () => 0);
    const all = createLimiter({ requests: 1, per: 1000, scope: "provider" }, () => 0);
    expect(["list", "get", "list"].map((name) => each.reserve(name, endless).delay > 0)).toEqual([
      false,
      false,
      true,
    ]);
    expect(["list", "get", "list"].map((name) => all.reserve(name, endless).delay > 0)).toEqual([
      false,
      true,
      true,
    ]);
  });

  test("without a limit holds nothing back but a pause", () => {
    let time = 0;
    const limiter = createLimiter(undefined, () => time);
    expect(
      Array.from({ length: 1000 }, () => limiter.reserve("list", endless)).every(
        ({ delay }) => delay === 0,
      ),
    ).toBe(true);
    limiter.pause("list", 500);
    limiter.pause("list", 100);
    expect(limiter.reserve("get", endless).delay).toBe(500);
    time = 500;
    expect(limiter.reserve("get", endless).delay).toBe(0);
  });
});

describe("requestsPerMinute", () => {
  test.each<readonly [RateLimit | undefined, number | undefined, RateLimit | undefined]>([
    [undefined, undefined, undefined],
    [tenPerSecond, undefined, tenPerSecond],
    [tenPerSecond, Number.POSITIVE_INFINITY, undefined],
    [undefined, 30, { requests: 30, per: 60_000, scope: "provider" }],
    [tenPerSecond, 1200, { requests: 20, per: 1000, scope: "provider" }],
    [
      { requests: 600, per: 60_000, scope: "operation" },
      90,
      { requests: 90, per: 60_000, scope: "operation" },
    ],
    [tenPerSecond, 30, { requests: 1, per: 2000, scope: "provider" }],
    [undefined, 0.5, { requests: 1, per: 120_000, scope: "provider" }],
    [tenPerSecond, 150, { requests: 2, per: 800, scope: "provider" }],
    [
      { requests: 1, per: 1000, scope: "provider" },
      75,
      { requests: 1, per: 800, scope: "provider" },
    ],
  ])("%j at %s is %j", (limit, perMinute, expected) => {
    expect(scaleLimit(limit, perMinute)).toEqual(expected);
  });

  test("paces the calls of an adapter", async () => {
    const { ask, time } = client(ok, { requestsPerMinute: 60 });
    await ask();
    const before = time.now();
    for (let call = 0; call < 120; call += 1) {
      await ask();
    }
    expect(time.now() - before).toBeGreaterThanOrEqual(60_000);
    expect(time.now() - before).toBeLessThanOrEqual(125_000);
  });
});

describe("a call for which there is no room before maxRetryTime", () => {
  const perSecond: RateLimit = { requests: 1, per: 1000, scope: "provider" };

  test("fails at once, with the time to wait, and sends nothing", async () => {
    const { ask, requests, time } = client(ok, {
      maxRetryTime: 2500,
      setup: { rateLimit: perSecond },
      sleep: () => new Promise(() => undefined), // nobody's turn comes
    });
    const asked = Array.from({ length: 4 }, () => ask());
    expect(await asked[0]).toEqual({ fine: true });
    const error = await errorOf(() => asked[3]);
    expect(error).toMatchObject({ code: "rate_limited", transient: true });
    expect(error.retryAfter).toBeGreaterThanOrEqual(3000);
    expect(requests).toHaveLength(1);
    expect(time.waits).toEqual([]);
  });

  test("takes no place from those that come later", async () => {
    const { ask, time } = client(ok, {
      maxRetryTime: 2500,
      setup: { rateLimit: perSecond },
      sleep: () => new Promise(() => undefined),
    });
    const asked = Array.from({ length: 50 }, () => ask());
    await Promise.all(asked.slice(3).map((call) => errorOf(() => call)));
    time.pass(4000);
    expect(await ask()).toEqual({ fine: true });
  });
});
