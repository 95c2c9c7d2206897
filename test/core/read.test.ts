import { describe, expect, test } from "vitest";

import type { DiagnosticCode } from "../../src/core/diagnostics.ts";
import { createReader, numeric } from "../../src/core/read.ts";

function setup() {
  const notes: [DiagnosticCode, string, string][] = [];
  const read = createReader("data", (...note) => notes.push(note));
  return { read, notes };
}

describe("a time", () => {
  const noon = "2026-07-01T12:00:00.000Z";

  test.each<readonly [unknown, string]>([
    [1_782_907_200, noon],
    ["1782907200", noon],
    [1_782_907_200.5, "2026-07-01T12:00:00.500Z"],
    [0, "1970-01-01T00:00:00.000Z"],
    [noon, noon],
    ["2026-07-01T12:00:00Z", noon],
    ["2026-07-01T12:00Z", noon],
    ["2026-07-01t12:00:00z".toUpperCase(), noon],
    ["2026-07-01T14:00:00+02:00", noon],
    ["2026-07-01T14:00:00+0200", noon],
    ["2026-07-01T07:30:00-04:30", noon],
    ["2026-07-01T12:00:00", noon],
    ["2026-07-01 12:00:00", noon],
    ["2026-07-01T12:00:00.123456Z", "2026-07-01T12:00:00.123Z"],
    ["2026-07-01", "2026-07-01T00:00:00.000Z"],
    ["2024-02-29", "2024-02-29T00:00:00.000Z"],
    ["2026-07-01 14:00+02:00", noon],
    ["2026-07-01T12:00:00z", noon],
    [32_503_679_999, "2999-12-31T23:59:59.000Z"],
    ["32503679999", "2999-12-31T23:59:59.000Z"],
  ])("%j is %s", (value, expected) => {
    const { read, notes } = setup();
    expect(read.instant(value, "created_at")?.toISOString()).toBe(expected);
    expect(notes).toEqual([]);
  });

  test.each([null, undefined])("%s is null, and nothing to tell of", (value) => {
    const { read, notes } = setup();
    expect(read.instant(value, "created_at")).toBeNull();
    expect(notes).toEqual([]);
  });

  test.each([
    "",
    "yesterday",
    "July 1, 2026",
    "01/07/2026",
    "2026-13-01T00:00:00Z",
    "2026-07-01T25:00:00Z",
    "2026-07-01T12:00:00 CET",
    "20260701T120000Z",
    "0000-00-00 00:00:00",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "275760-09-13",
    // Dates to the platform, and none to us.
    "Mon 2026-07-01",
    "(x)2026-07-01",
    "2026-07-01 (x)",
    "2026-07-011",
    "+2026-07-01",
    "2026-07-01X12:00:00Z",
    32_503_680_000,
    "32503680000",
    "x1782907200",
    "1782907200x",
    -1,
    1_782_907_200_000,
    "1782907200000",
    1e300,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    "9".repeat(400),
    true,
    {},
    [2026],
    ["2026-07-01"],
    ["2026-07-01T12:00:00Z"],
  ])("%j is null, with a diagnostic", (value) => {
    const { read, notes } = setup();
    expect(read.instant(value, "created_at")).toBeNull();
    expect(notes).toEqual([
      ["unreadable_date", "data[].created_at", "is no Unix or ISO 8601 time; left unknown"],
    ]);
  });

  test("never depends on the machine's own zone", () => {
    const { read } = setup();
    const before = process.env["TZ"];
    process.env["TZ"] = "Pacific/Auckland";
    const there = read.instant("2026-07-01T12:00:00", "x");
    process.env["TZ"] = before;
    expect(there?.toISOString()).toBe(noon);
  });
});

describe("a count", () => {
  test.each([
    [0, 0],
    [42, 42],
    ["42", 42],
    ["007", 7],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  ])("%j is %i", (value, expected) => {
    const { read, notes } = setup();
    expect(read.count(value, "rows", "total")).toEqual({ value: expected, unit: "rows" });
    expect(notes).toEqual([]);
  });

  test.each([null, undefined])("%s is null and never 0", (value) => {
    const { read, notes } = setup();
    expect(read.count(value, "ids", "total")).toBeNull();
    expect(notes).toEqual([]);
  });

  test.each([
    -1,
    1.5,
    "1.5",
    "-1",
    "",
    " ",
    "1,000",
    "1e3",
    "0x10",
    "many",
    2 ** 53,
    "9007199254740993",
    Number.NaN,
    Number.POSITIVE_INFINITY,
    true,
    [],
    [5],
    {},
  ])("%j is null, with a diagnostic, and is never rounded", (value) => {
    const { read, notes } = setup();
    expect(read.count(value, "people", "total")).toBeNull();
    expect(notes).toEqual([
      ["unreadable_count", "data[].total", "is not a whole number of 0 or more; left unknown"],
    ]);
  });
});

describe("a status", () => {
  const table = { syncing: "processing", ready: "ready" } as const;

  test("is what the table says of the vendor's word", () => {
    const { read, notes } = setup();
    expect(read.status("syncing", table, "status")).toBe("processing");
    expect(read.status("ready", table, "status")).toBe("ready");
    expect(notes).toEqual([]);
  });

  test.each([null, undefined])("of %s is unknown, and nothing to tell of", (word) => {
    const { read, notes } = setup();
    expect(read.status(word, table, "status")).toBe("unknown");
    expect(notes).toEqual([]);
  });

  test.each(["archived", "Ready", "", "constructor", "__proto__", "toString"])(
    "of the unheard-of word %j is unknown, with a diagnostic and no exception",
    (word) => {
      const { read, notes } = setup();
      expect(read.status(word, table, "status")).toBe("unknown");
      expect(notes).toEqual([
        ["unknown_word", "data[].status", `holds ${JSON.stringify(word)}, which is not known yet`],
      ]);
    },
  );

  test("shows no personal data and no control characters of the word", () => {
    const { read, notes } = setup();
    read.status("of kim@example.com\u001b[31m", table, "status");
    expect(notes[0]?.[2]).not.toMatch(/kim|\\u001b/);
  });
});

test("a numeric field is a number or a text, and nothing else", () => {
  expect([1, "1"].every((value) => numeric().safeParse(value).success)).toBe(true);
  expect([null, true, {}, [1]].some((value) => numeric().safeParse(value).success)).toBe(false);
});
