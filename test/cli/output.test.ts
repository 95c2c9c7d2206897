import { assert, constantFrom, integer, oneof, property, string } from "fast-check";
import { describe, expect, test } from "vitest";

import { exitCodes, exitOfError, exitOfReport, worstOf } from "../../src/cli/exit.ts";
import { csvHeader, csvRows } from "../../src/cli/output/csv.ts";
import { memberKind } from "../../src/cli/output/members.ts";
import { createTable } from "../../src/cli/output/table.ts";
import { counted, createPaint, day, printable, size } from "../../src/cli/output/text.ts";
import { fit, widthOf } from "../../src/cli/output/width.ts";
import { didYouMean } from "../../src/cli/suggest.ts";
import { AudienceError } from "../../src/core/errors.ts";
import type { ErrorCode } from "../../src/core/errors.ts";
import { reportOf } from "../../src/core/paging/report.ts";
import type { ProviderReport } from "../../src/core/paging/report.ts";

describe("text", () => {
  test.each([
    ["\u001b[31mred", String.raw`\u{1b}[31mred`],
    ["bell\u0007", String.raw`bell\u{7}`],
    ["a\r\nb\tc", String.raw`a\u{d}\u{a}b\u{9}c`],
    ["\u009b2J", String.raw`\u{9b}2J`],
    ["\u202egnp.exe", String.raw`\u{202e}gnp.exe`],
    ["\u2066a\u2069", String.raw`\u{2066}a\u{2069}`],
    ["a\u200bb\ufeff", String.raw`a\u{200b}b\u{feff}`],
    ["\ud83c", String.raw`\u{d83c}`],
    ["line\u2028break", String.raw`line\u{2028}break`],
    ["👨‍👩‍👧 می‌خواهم 🏴󠁧󠁢󠁥󠁮󠁧󠁿 Zoë", "👨‍👩‍👧 می‌خواهم 🏴󠁧󠁢󠁥󠁮󠁧󠁿 Zoë"],
  ])("%j is printed as %j", (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  test("no text of any kind steers a terminal", () => {
    assert(
      property(string({ unit: "binary" }), (text) => {
        expect(printable(text)).not.toMatch(
          /\p{Cc}|\p{Cs}|\p{Zl}|\p{Zp}|[\u202a-\u202e\u2066-\u2069]/u,
        );
      }),
      { seed: 1 },
    );
  });

  test("numbers have their unit, and unknown is a dash", () => {
    expect(size({ value: 2500, unit: "rows" })).toBe("2,500 rows");
    expect(size({ value: 1, unit: "people" })).toBe("1 person");
    expect(size({ value: 0, unit: "ids" })).toBe("0 ids");
    expect(size(null)).toBe("–");
    expect(day(null)).toBe("–");
    expect(counted(1, "page")).toBe("1 page");
  });
});

describe("width", () => {
  test.each([
    ["plain", 5],
    ["Zoë", 3],
    ["Zoe\u0308", 3],
    ["日本語", 6],
    ["한국", 4],
    ["\u1112\u1161\u11ab", 2],
    ["Ａ！", 4],
    ["ｶﾅ", 2],
    ["🎉", 2],
    ["🫠", 2],
    ["❤️", 2],
    ["1️⃣", 2],
    ["🇩🇪", 2],
    ["👨‍👩‍👧", 2],
    ["🧑‍🚀", 2],
    ["ลูกค้า", 4],
    ["", 0],
  ])("%s takes %i columns", (text, columns) => {
    expect(widthOf(text)).toBe(columns);
  });

  test.each([
    ["Newsletter", 10, "Newsletter"],
    ["Newsletter", 9, "Newslett…"],
    ["日本語", 5, "日本…"],
    ["日本語", 4, "日…"],
    ["👨‍👩‍👧👨‍👩‍👧", 3, "👨‍👩‍👧…"],
  ])("%s in %i columns", (text, columns, cut) => {
    expect(fit(text, columns)).toBe(cut);
  });

  test("what was cut fits, whatever it is", () => {
    assert(
      property(string({ unit: "grapheme" }), integer({ min: 1, max: 20 }), (text, columns) => {
        expect(widthOf(fit(printable(text), columns))).toBeLessThanOrEqual(columns);
      }),
      { seed: 1 },
    );
  });
});

describe("a table", () => {
  const columns = [
    { title: "name", cell: ({ name }: Row) => name, flexible: true },
    { title: "size", cell: (row: Row) => row.size, align: "right" as const, spare: 1 },
    { title: "id", cell: ({ id }: Row) => id },
  ];
  interface Row {
    readonly name: string;
    readonly size: string;
    readonly id: string;
  }
  const rows = [
    { name: "東京の顧客", size: "5 rows", id: "a" },
    { name: "Customers of last year", size: "12,000 rows", id: "b" },
  ];
  const paint = createPaint(false);

  test("keeps its columns in line", () => {
    expect(createTable<Row>(columns, { paint })(rows)).toBe(
      [
        "name                           size  id",
        "東京の顧客                   5 rows  a",
        "Customers of last year  12,000 rows  b",
        "",
      ].join("\n"),
    );
  });

  test("cuts what may be cut, then leaves out what can be spared", () => {
    const narrow = createTable<Row>(columns, { paint, width: 32 })(rows);
    expect(narrow).toContain("Customers of l…  12,000 rows  b");
    const narrower = createTable<Row>(columns, { paint, width: 20 })(rows);
    expect(narrower).toContain("Customers of la…  b");
  });

  test("later rows keep to the columns, without another header", () => {
    const table = createTable<Row>(columns, { paint });
    const first = table(rows.slice(0, 1));
    expect(first).toMatch(/^name/);
    expect(table(rows.slice(1))).toBe(
      "Customer…  12,000 rows  b\n".replace("Customer…", fit("Customers of last year", 10)),
    );
  });
});

describe("CSV for people", () => {
  const column = [{ title: "a", cell: (value: string | number | null) => value }];
  const cell = (value: string | number | null): string => csvRows(column, [value]).slice(0, -1);

  test.each([
    ["=1+1", "'=1+1"],
    ["+15551234567", "'+15551234567"],
    ["-2", "'-2"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\tx", "'\tx"],
    ["\rx", `"'\rx"`],
    ['"=1', `"'""=1"`],
    [" =1", "' =1"],
    ["＝1", "'＝1"],
    ["a=1", "a=1"],
    ["a,b", '"a,b"'],
    ['a"b', '"a""b"'],
    ["a\nb", '"a\nb"'],
    ["", ""],
    [null, ""],
    [-2, "-2"],
  ])("%j is written as %j", (value, written) => {
    expect(cell(value)).toBe(written);
  });

  test("no cell of any text begins as a formula, and every one is read back", () => {
    const texts = oneof(
      string({ unit: "binary" }),
      constantFrom("=", "+", "-", "@", "\t", "\r", "\n", '"', " ").map((start) => `${start}=1`),
    );
    assert(
      property(texts, (text) => {
        const written = cell(text);
        const read = written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written;
        expect(read).not.toMatch(/^[=+\-@\t\r]/);
        expect([text, `'${text}`]).toContain(read);
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  test("a member's other attributes are in one column, and several identifiers in one cell", () => {
    const member = {
      identifiers: { email: ["a@example.com", "b@example.com"], phone: ["+15550001"] },
      attributes: { firstName: "Ada", vip: true, note: null, __proto__: "x" },
      raw: {},
    };
    expect(csvHeader(memberKind.csv) + csvRows(memberKind.csv, [member])).toBe(
      `email,phone,external_id,linkedin_url,first_name,last_name,name,company,attributes\n` +
        `a@example.com; b@example.com,'+15550001,,,Ada,,,,"{""vip"":true}"\n`,
    );
  });
});

function provider(status: ProviderReport["status"], code?: ErrorCode, refused = 0): ProviderReport {
  const error = code === undefined ? null : new AudienceError(code, "message");
  const counts = { pages: 1, items: 1, expected: null, requests: 1, duplicates: 0, refused };
  return { status, ...counts, error, diagnostics: [] };
}

describe("exit codes", () => {
  test("complete, and stopped at a limit", () => {
    expect(exitOfReport(reportOf({ a: provider("end"), b: provider("end") }))).toBe(0);
    expect(exitOfReport(reportOf({ a: provider("end"), b: provider("more") }))).toBe(0);
  });

  test("partial: one failed, or a record was unreadable", () => {
    expect(exitOfReport(reportOf({ a: provider("end"), b: provider("failed", "timeout") }))).toBe(
      3,
    );
    expect(exitOfReport(reportOf({ a: provider("more"), b: provider("failed", "timeout") }))).toBe(
      3,
    );
    expect(exitOfReport(reportOf({ a: provider("end", undefined, 1) }))).toBe(3);
  });

  test.each<[ErrorCode, number]>([
    ["authentication", 4],
    ["permission", 4],
    ["protocol", 8],
    ["rate_limited", 75],
    ["unavailable", 75],
    ["network", 75],
    ["timeout", 75],
    ["not_ready", 75],
    ["invalid_argument", 2],
    ["not_found", 2],
    ["unsupported", 2],
    ["invalid_response", 8],
    ["rejected", 4],
    ["conflict", 4],
  ])("all failed with %s: %i", (code, exit) => {
    expect(exitOfReport(reportOf({ a: provider("failed", code) }))).toBe(exit);
  });

  test("of several failures, the one that somebody must act on", () => {
    expect(worstOf([exitCodes.later, exitCodes.refused])).toBe(4);
    expect(worstOf([exitCodes.refused, exitCodes.usage])).toBe(2);
    expect(worstOf([exitCodes.later, exitCodes.later])).toBe(75);
  });
});

describe("exit codes of a write", () => {
  const { later, internal, refused } = exitCodes;

  test.each([
    [{}, later],
    [{ ambiguous: true, operation: "addMembers" }, later],
    [{ ambiguous: true, operation: "addMembers", idempotencyKey: "k" }, internal],
    [{ ambiguous: true, operation: "create" }, internal],
    [{ operation: "addMembers", created: { provider: "a", id: "b" } }, internal],
  ])("a failure that may pass, with %j: %i", (details, exit) => {
    expect(exitOfError(new AudienceError("unavailable", "", details))).toBe(exit);
  });

  test("a refusal stays one", () => {
    const created = { provider: "a", id: "b" };
    expect(exitOfError(new AudienceError("permission", "", { created }))).toBe(refused);
  });
});

test.each([
  ["wohp", " Did you mean whop?"],
  ["whopp", " Did you mean whop?"],
  ["WHOP", " Did you mean whop?"],
  ["batchEU", " Did you mean batchEu?"],
  ["mailchimp", ""],
  ["x".repeat(10_000), ""],
])("%s:%s", (word, suggestion) => {
  expect(didYouMean(word, ["whop", "batchEu", "sonarly"])).toBe(suggestion);
});
