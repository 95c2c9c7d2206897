import { describe, expect, test } from "vitest";

import { backoff, requestedWait } from "../../src/core/http/wait.ts";

const now = Date.parse("2026-11-21T12:00:00Z");
const waitOf = (headers: Record<string, string>, status = 429): number | undefined =>
  requestedWait(new Headers(headers), status, now);

describe("Retry-After", () => {
  test.for<readonly [string, number | undefined]>([
    ["0", 0],
    ["7", 7000],
    ["120", 120_000],
    ["1.25", 1250],
    // A year and more is nothing that anybody means.
    ["31535999", 31_535_999_000],
    ["31536000", undefined],
    // Unix seconds are a moment.
    ["1000000000", undefined],
    ["1000000001", 0],
    [String(now / 1000 + 60), 60_000],
    // Dates of HTTP have words.
    ["Sat, 21 Nov 2026 12:00:09 GMT", 9000],
    ["Sat, 21 Nov 2026 11:59:00 GMT", 0],
    ["2026-11-21T12:00:09Z", undefined],
    ["2026-11-21", undefined],
    ["-5", undefined],
    ["5e3", undefined],
    ["5 s", undefined],
    ["1.", undefined],
    [".5", undefined],
    ["soon", undefined],
    ["", undefined],
  ])("of %j is %s ms", ([value, wait]) => {
    expect(waitOf({ "retry-after": value })).toBe(wait);
    expect(waitOf({ "retry-after": value }, 503)).toBe(wait);
  });

  test("as a date is compared with the vendor's own clock, and with ours where it has none", () => {
    const date = "Sat, 21 Nov 2026 13:00:00 GMT";
    expect(waitOf({ "retry-after": "Sat, 21 Nov 2026 13:00:05 GMT", date })).toBe(5000);
    expect(waitOf({ "retry-after": "Sat, 21 Nov 2026 12:00:05 GMT", date: "today" })).toBe(5000);
    expect(
      requestedWait(new Headers({ "retry-after": "Sat, 21 Nov 2020 12:00:05 GMT" }), 429),
    ).toBe(0);
  });
});

test("of several headers the first that makes sense counts", () => {
  expect(waitOf({ "x-ratelimit-reset": "3", "ratelimit-reset": "2", "retry-after": "1" })).toBe(
    1000,
  );
  expect(waitOf({ "x-ratelimit-reset": "3", "ratelimit-reset": "2" })).toBe(2000);
  expect(waitOf({ "x-ratelimit-reset": "3", "ratelimit-reset": "?" })).toBe(3000);
  expect(waitOf({ "x-ratelimit-reset": "3", "ratelimit-reset": "2" }, 503)).toBeUndefined();
  expect(waitOf({})).toBeUndefined();
});

/** The most that chance can have it. */
const nearly = (): number => 0.999_999;

test("a back-off doubles up to half a minute, and is a whole number of ms", () => {
  expect([0, 1, 2, 6, 7].map((repeats) => backoff(repeats, 500, nearly))).toEqual([
    500, 1000, 2000, 30_000, 30_000,
  ]);
  expect(backoff(0, 500, () => 0)).toBe(0);
  expect(backoff(0, 3, () => 0.4)).toBe(2);
});
