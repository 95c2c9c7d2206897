import { describe, expect, test } from "vitest";

import { createAudiences } from "../../src/core/audiences.ts";
import { createDiagnostics } from "../../src/core/diagnostics.ts";
import type { DiagnosticCode } from "../../src/core/diagnostics.ts";
import type { Adapter, ProviderPage } from "../../src/core/contract.ts";
import { part } from "../support/core-read.ts";
import { recordOf, scripted } from "../support/core-vendor.ts";

type Extras = Pick<ProviderPage<unknown>, "missing" | "notes">;

/** A vendor of one item a page, with these things noticed on each. */
function noticing(...pages: readonly Extras[]) {
  const adapter = {
    ...scripted(),
    async list({ cursor = "0" }) {
      const index = Number(cursor);
      const more = index + 1 < pages.length;
      return { items: [recordOf(`a${index}`)], more, next: `${index + 1}`, ...pages[index] };
    },
  } satisfies Adapter<{ readonly id: string }>;
  return createAudiences({ one: adapter });
}

const missingOf = async (...pages: readonly Extras[]): Promise<readonly string[]> => {
  const { report } = await noticing(...pages)
    .list()
    .collect();
  const { diagnostics } = part(report, "one");
  return diagnostics.filter(({ code }) => code === "missing_field").map(({ path }) => path);
};

describe("a field that is missing", () => {
  test("is told of where no record of the whole list has it", async () => {
    expect(await missingOf({ missing: ["a", "b"] }, { missing: ["b", "a", "c"] })).toEqual([
      "a",
      "b",
    ]);
    expect(await missingOf({ missing: ["a"] })).toEqual(["a"]);
  });

  test("is not told of where a record of any page has it", async () => {
    expect(
      await missingOf({ missing: ["a", "b"] }, { missing: ["b"] }, { missing: ["a", "b"] }),
    ).toEqual(["b"]);
    expect(await missingOf({ missing: ["a"] }, { missing: [] })).toEqual([]);
  });

  test("is not judged by a page that had no records", async () => {
    expect(await missingOf({ missing: ["a"] }, {}, { missing: ["a"] })).toEqual(["a"]);
  });

  test("is not told of before the end, nor where the list began in another process", async () => {
    const audiences = noticing({ missing: ["a"] }, { missing: ["a"] });
    const { continuationToken = "", report } = await audiences.list().collect({ limit: 1 });
    expect(part(report, "one").diagnostics).toEqual([]);
    const rest = await audiences.list().collect({ continuationToken });
    expect(part(rest.report, "one")).toMatchObject({ status: "end", diagnostics: [] });
  });
});

describe("what is noticed", () => {
  test("is in the report once, with how often it was seen", async () => {
    const note = { code: "unknown_word", path: "data[].status", message: "holds x" } as const;
    const other = { ...note, message: "holds y" };
    const { report } = await noticing({ notes: [note, note] }, { notes: [note, other] })
      .list()
      .collect();
    expect(part(report, "one").diagnostics).toEqual([
      { ...note, count: 3 },
      { ...other, count: 1 },
    ]);
  });

  test("is kept fifty times at the most, and those that are kept still count", () => {
    const first: unknown[] = [];
    const { note, list } = createDiagnostics((diagnostic) => first.push(diagnostic));
    for (let index = 0; index < 200; index += 1) {
      note("invalid_record", `data[${index}].id`, "is missing");
    }
    note("invalid_record", "data[0].id", "is missing");
    expect(list()).toHaveLength(50);
    expect(first).toHaveLength(50);
    expect(list()[0]).toMatchObject({ path: "data[0].id", count: 2 });
  });

  test("is told apart by its code, its place and its words", () => {
    const { note, list } = createDiagnostics();
    const notes: readonly (readonly [DiagnosticCode, string, string])[] = [
      ["unknown_word", "a", "x"],
      ["unreadable_date", "a", "x"],
      ["unknown_word", "b", "x"],
      ["unknown_word", "a", "y"],
    ];
    for (const said of notes) {
      note(...said);
    }
    expect(list().map(({ count }) => count)).toEqual([1, 1, 1, 1]);
  });
});
