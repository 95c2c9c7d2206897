import { describe, expect, test } from "vitest";

import { errorOf } from "../support/core-read.ts";
import { client, inTurn, json, ok, refused } from "../support/core-http.ts";

const now = "Sat, 21 Nov 2026 12:00:00 GMT";
const at = (seconds: number): string => new Date(Date.parse(now) + seconds * 1000).toUTCString();
const unix = (seconds: number): string => String(Date.parse(now) / 1000 + seconds);

/** How long is waited between a refusal with these headers and the next attempt. */
async function waitAfter(headers: Readonly<Record<string, string>>, status = 429) {
  const { ask, requests, time } = client(inTurn(refused(status, headers), ok), { retryDelay: 100 });
  expect(await ask()).toEqual({ fine: true });
  expect(requests).toHaveLength(2);
  return time.waits;
}
const backoff = [50]; // half of retryDelay, as chance has it here

describe.each([429, 503])("a %i", (status) => {
  test.each<readonly [string, Readonly<Record<string, string>>, number]>([
    ["seconds", { "retry-after": "7" }, 7000],
    ["seconds with a fraction", { "retry-after": "1.5" }, 1500],
    ["seconds with spaces around", { "retry-after": "  7  " }, 7000],
    ["a date, by the vendor's own clock", { "retry-after": at(9), date: now }, 9000],
  ])("waits what Retry-After asks: %s", async (_words, headers, wait) => {
    expect(await waitAfter(headers, status)).toEqual([wait]);
  });

  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ["0", { "retry-after": "0" }],
    ["a date that is past", { "retry-after": at(-60), date: now }],
    ["a word", { "retry-after": "soon" }],
    ["a word and a number", { "retry-after": "wait 30" }],
    ["a negative number", { "retry-after": "-5" }],
    ["an empty text", { "retry-after": "" }],
    ["a number that overflows a timer and every sense", { "retry-after": "99999999999" }],
    ["a number beyond all numbers", { "retry-after": "9".repeat(400) }],
    ["a date in the next century", { "retry-after": "Fri, 31 Dec 2999 23:59:59 GMT", date: now }],
    ["nothing", {}],
  ])("backs off after Retry-After of %s", async (_words, headers) => {
    expect(await waitAfter(headers, status)).toEqual(backoff);
  });

  test("that asks for a day fails at once, and says how long", async () => {
    const { ask, requests, time } = client(refused(status, { "retry-after": "86400" }));
    const error = await errorOf(() => ask());
    expect(error).toMatchObject({ status, retryAfter: 86_400_000, transient: true });
    expect(requests).toHaveLength(1);
    expect(time.waits).toEqual([]);
  });
});

describe("RateLimit-Reset", () => {
  test.each<readonly [string, Readonly<Record<string, string>>, number]>([
    ["of seconds", { "ratelimit-reset": "4" }, 4000],
    ["in its older spelling", { "x-ratelimit-reset": "4" }, 4000],
    [
      "of Unix seconds, by the vendor's own clock",
      { "x-ratelimit-reset": unix(6), date: now },
      6000,
    ],
    ["goes behind Retry-After", { "retry-after": "2", "ratelimit-reset": "50" }, 2000],
    [
      "is used where Retry-After is nonsense",
      { "retry-after": "soon", "ratelimit-reset": "3" },
      3000,
    ],
  ])("%s", async (_words, headers, wait) => {
    expect(await waitAfter(headers)).toEqual([wait]);
  });

  test("is of no account where it was not the rate that was refused", async () => {
    expect(await waitAfter({ "ratelimit-reset": "50" }, 503)).toEqual(backoff);
    const { ask } = client(refused(404, { "x-ratelimit-reset": "50" }));
    expect((await errorOf(() => ask())).retryAfter).toBeUndefined();
  });
});

/** A vendor that says in its body how long to wait. */
const failure = () => ({ code: "slow", message: "Wait 5 seconds", retryAfter: 5000 });

describe("a wait that the vendor asks for in its body", () => {
  test("is waited", async () => {
    const { ask, time } = client(inTurn(json({}, { status: 429 }), ok), { setup: { failure } });
    await ask();
    expect(time.waits).toEqual([5000]);
  });

  test("goes behind a header, which is meant for programs", async () => {
    const refusal = json({}, { status: 429, headers: { "retry-after": "2" } });
    const { ask, time } = client(inTurn(refusal, ok), { setup: { failure } });
    await ask();
    expect(time.waits).toEqual([2000]);
  });
});

describe("waits that were asked for", () => {
  const slow = refused(429, { "retry-after": "10" });

  test("are no failures: they use up no repeat", async () => {
    const { ask, requests } = client(inTurn(slow, slow, slow, slow, slow, slow, ok), {
      retries: 1,
    });
    expect(await ask()).toEqual({ fine: true });
    expect(requests).toHaveLength(7);
  });

  test("are bounded by maxRetryTime, and the error says what is still asked", async () => {
    const { ask, requests, time } = client(slow, { maxRetryTime: 35_000 });
    const error = await errorOf(() => ask());
    expect(error).toMatchObject({ code: "rate_limited", retryAfter: 10_000, transient: true });
    expect(error.message).toContain("requestsPerMinute");
    expect(time.waits).toEqual([10_000, 10_000, 10_000]);
    expect(requests).toHaveLength(4);
  });

  test("do not make the next back-off longer", async () => {
    const { ask, time } = client(inTurn(slow, slow, refused(503), ok), { retryDelay: 100 });
    await ask();
    expect(time.waits).toEqual([10_000, 10_000, 50]);
  });

  test("hold back every other call to the provider as well", async () => {
    const { ask, time } = client(inTurn(slow, ok));
    await Promise.all([ask(), ask({}, { operation: "list" })]);
    expect(time.waits[0]).toBe(10_000);
    const before = time.waits.length;
    await ask();
    expect(time.waits).toHaveLength(before);
  });

  test("are told to onRetry", async () => {
    const { ask, retries } = client(inTurn(slow, ok));
    await ask();
    expect(retries).toEqual([
      {
        provider: "acme",
        operation: "list",
        attempt: 1,
        delay: 10_000,
        code: "rate_limited",
        status: 429,
      },
    ]);
  });
});
