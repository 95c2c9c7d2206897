import { describe, expect, test } from "vitest";

import { AudienceError } from "../../src/core/errors.ts";
import { throwIfIncomplete, throwIfShort } from "../../src/core/paging/incomplete.ts";
import { laneReport, reportOf } from "../../src/core/paging/report.ts";
import type { ProviderReport, Report } from "../../src/core/paging/report.ts";
import { errorOf } from "../support/core-read.ts";

const down = new AudienceError("unavailable", "b: list is down.", { provider: "b" });
const denied = new AudienceError("permission", "c: list was refused.", { provider: "c" });

const findings = {
  pages: 2,
  items: 3,
  expected: null,
  requests: 2,
  duplicates: 0,
  refused: 0,
  error: null,
  open: false,
  missing: undefined,
  noticed: [],
};

const entry = (more: Partial<ProviderReport> = {}): ProviderReport => ({
  status: "end",
  pages: 2,
  items: 3,
  expected: null,
  requests: 2,
  duplicates: 0,
  refused: 0,
  error: null,
  diagnostics: [],
  ...more,
});

const failed = (error: AudienceError, more: Partial<ProviderReport> = {}): ProviderReport =>
  entry({ status: "failed", error, ...more });

describe("the report of one provider", () => {
  test.each([
    [{ open: true }, "more"],
    [{}, "end"],
    [{ error: down }, "failed"],
    [{ error: down, open: true }, "failed"],
  ])("%j has the status %s", (more, status) => {
    expect(laneReport({ ...findings, ...more }).status).toBe(status);
  });

  test("says what it noticed, in these words", () => {
    const noticed = [
      { code: "unknown_word", path: "data[].status", message: "holds x", count: 2 },
    ] as const;
    const { diagnostics } = laneReport({
      ...findings,
      noticed,
      duplicates: 4,
      refused: 1,
      expected: 9,
      missing: ["data[].name", "data[].size"],
    });
    expect(diagnostics).toEqual([
      ...noticed,
      {
        code: "duplicates",
        path: "id",
        message: "came again on a later page and was left out",
        count: 4,
      },
      { code: "missing_field", path: "data[].name", message: "is on no record", count: 1 },
      { code: "missing_field", path: "data[].size", message: "is on no record", count: 1 },
      {
        code: "count_mismatch",
        path: "count",
        message: "the vendor announced 9, and 4 came",
        count: 1,
      },
    ]);
  });

  test("judges a whole list only: nothing is missing from one that is not over", () => {
    const { diagnostics } = laneReport({
      ...findings,
      open: true,
      expected: 9,
      missing: ["data[].name"],
    });
    expect(diagnostics).toEqual([]);
  });
});

describe("a report", () => {
  test.each<readonly [string, Partial<ProviderReport>, boolean]>([
    ["read to its end", {}, true],
    ["not read to its end", { status: "more" }, false],
    ["failed", { status: "failed", error: down }, false],
    ["with a record that could not be read", { refused: 1 }, false],
  ])("of a provider %s is complete: %j", (_words, more, complete) => {
    expect(reportOf({ a: entry(), b: entry(more) }).complete).toBe(complete);
  });
});

const refusal = (report: Report) => errorOf(() => throwIfIncomplete("list", report, "ak1.x"));

describe("what could not be read", () => {
  test("is told by whom, why, and how to go on", async () => {
    const report = reportOf({ a: entry(), b: failed(down), c: failed(denied, { refused: 2 }) });
    expect(await refusal(report)).toMatchObject({
      code: "incomplete",
      operation: "list",
      provider: undefined,
      causes: [down, denied],
      cause: down,
      continuationToken: "ak1.x",
      report,
      transient: true,
      message:
        "list is incomplete: b failed (unavailable), c failed (permission), c gave 2 unreadable records. The causes are in error.causes, and error.continuationToken continues with what is missing.",
    });
  });

  test("by one provider is that provider's, and transient if its failure is", async () => {
    expect(await refusal(reportOf({ a: entry(), c: failed(denied) }))).toMatchObject({
      provider: "c",
      transient: false,
    });
  });

  test("though nobody failed, is in the diagnostics", async () => {
    expect(await refusal(reportOf({ a: entry({ refused: 3 }) }))).toMatchObject({
      provider: undefined,
      causes: [],
      message:
        "list is incomplete: a gave 3 unreadable records. The diagnostics in error.report say where they are.",
    });
  });

  test("is told also where a provider's failure is not known", async () => {
    const report = reportOf({ a: entry({ status: "failed" }), b: failed(denied) });
    expect(await refusal(report)).toMatchObject({
      causes: [denied],
      cause: denied,
      message:
        "list is incomplete: a failed (unknown), b failed (permission). The causes are in error.causes, and error.continuationToken continues with what is missing.",
    });
  });

  test("is nothing where all was read", () => {
    expect(throwIfIncomplete("list", reportOf({ a: entry() }), undefined)).toBeUndefined();
  });
});

/** Whether somebody was missed in `rounds`, when the page of `b` was handed over last, in its third round. */
const isMissed = async (
  order: "rounds" | "arrival",
  sick: "a" | "c",
  pages: number,
  handedOver = true,
): Promise<boolean> => {
  const providers = { a: entry({ pages: 3 }), b: entry({ pages: 3 }), c: entry({ pages: 2 }) };
  const report = reportOf({ ...providers, [sick]: failed(down, { pages }) });
  const thrown = await Promise.resolve()
    .then(() =>
      throwIfShort(
        { operation: "list", order },
        { report, token: "ak1.x", last: handedOver ? "b" : undefined },
      ),
    )
    .then(
      () => undefined,
      (error: unknown) => error,
    );
  return thrown !== undefined;
};

describe("a list that was cut at a limit", () => {
  test.each<readonly ["a" | "c", number, boolean]>([
    // Its next page would have come in the third round, before the last of b.
    ["a", 2, true],
    ["a", 1, true],
    ["a", 0, true],
    // Its next page would have come in the fourth.
    ["a", 3, false],
    // Its next page would have come in the third round, behind that of b.
    ["c", 2, false],
    ["c", 1, true],
  ])("in rounds, with %s failing behind %i pages, is short: %j", async (sick, pages, short) => {
    expect(await isMissed("rounds", sick, pages)).toBe(short);
  });

  test("by arrival is short whoever failed", async () => {
    expect([await isMissed("arrival", "a", 3), await isMissed("arrival", "c", 2)]).toEqual([
      true,
      true,
    ]);
  });

  test("before anything was handed over is short of nobody", async () => {
    expect(await isMissed("rounds", "a", 0, false)).toBe(false);
  });

  test("is short where a record could not be read", async () => {
    const report = reportOf({ a: entry({ status: "more", refused: 1 }) });
    const cut = { report, token: undefined, last: "a" };
    const error = await errorOf(() => throwIfShort({ operation: "list", order: "rounds" }, cut));
    expect(error.code).toBe("incomplete");
  });
});
