import { describe, expect, test } from "vitest";

import type { Change } from "../../../src/server/page/browser/data/model.ts";
import { movedRow } from "../../../src/server/page/browser/grid/keys.ts";
import { attention } from "../../../src/server/page/browser/list/attention.ts";
import { kindCounts, notable } from "../../../src/server/page/browser/list/notable.ts";
import {
  queryOf,
  SearchIndex,
  selectionOf,
  sorted,
  wholeList,
} from "../../../src/server/page/browser/list/selection.ts";
import { rowWindow, scrollTo } from "../../../src/server/page/browser/list/window.ts";
import { sparkPath } from "../../../src/server/page/browser/parts/spark-path.ts";
import { audienceLink, parseRoute } from "../../../src/server/page/browser/route.ts";
import { difference, several } from "../../../src/server/page/browser/text/numbers.ts";
import { ago, duration } from "../../../src/server/page/browser/text/times.ts";
import { createWorld, iso, worldTime } from "../../browser/support/world.ts";

const { audiences, changes } = createWorld({ size: 200 });
const hour = 3_600_000;

const drawnAt = (top: number, rows = 1000) => rowWindow({ top, height: 400, rowHeight: 40, rows });
const scrolledTo = (row: number, top: number) => scrollTo({ row, top, height: 400, rowHeight: 40 });
const keyFrom = (key: string, row: number, rows = 10) => movedRow({ key, row, rows, perPage: 4 });
/** A list of a hundred that has another size now. */
const resized = (after: number): Change => ({
  at: iso(worldTime),
  kind: "grown",
  provider: "p",
  id: String(after),
  name: "n",
  before: 100,
  after,
  unit: "rows",
});

describe("the rows that are drawn", () => {
  test("are those in sight and a few on either side, never outside the list", () => {
    expect(drawnAt(0)).toEqual({ first: 0, end: 18 });
    expect(drawnAt(4000)).toEqual({ first: 92, end: 118 });
    expect(drawnAt(40_000)).toEqual({ first: 992, end: 1000 });
    expect(drawnAt(-50)).toEqual({ first: 0, end: 18 });
    expect(drawnAt(0, 0)).toEqual({ first: 0, end: 0 });
  });

  test("move only as far as a row needs to be in sight", () => {
    expect([scrolledTo(5, 0), scrolledTo(10, 0), scrolledTo(3, 400), scrolledTo(999, 0)]).toEqual([
      0, 40, 120, 39_600,
    ]);
  });

  test("a key leads to a row, or nowhere", () => {
    expect(keyFrom("ArrowDown", 9)).toBe(9);
    expect(keyFrom("ArrowUp", 0)).toBe(0);
    expect([
      keyFrom("PageDown", 3),
      keyFrom("PageUp", 3),
      keyFrom("End", 3),
      keyFrom("Home", 3),
    ]).toEqual([7, 0, 9, 0]);
    expect(keyFrom("x", 3)).toBeUndefined();
    expect(keyFrom("End", 0, 0)).toBeUndefined();
  });
});

describe("sorting and searching", () => {
  test("what has no value stands at the end in both directions", () => {
    for (const order of ["ascending", "descending"] as const) {
      const sizes = sorted(audiences, { sort: "size", order }).map(
        ({ size }) => size?.value ?? null,
      );
      const known = sizes.filter((value) => value !== null);
      expect(known).toHaveLength(audiences.filter(({ size }) => size !== null).length);
      expect(sizes.slice(known.length).every((value) => value === null)).toBe(true);
      expect(known).toEqual(
        known.toSorted((left, right) => (order === "ascending" ? left - right : right - left)),
      );
    }
  });

  test("a status is sorted by how much it needs a hand", () => {
    const words = sorted(audiences, { sort: "status", order: "ascending" }).map(
      ({ status }) => status,
    );
    expect([...new Set(words)]).toEqual(["failed", "partial", "processing", "ready"]);
  });

  test("a search finds by every word, in names, ids and descriptions, whatever case and accents", () => {
    const index = new SearchIndex();
    const [one] = audiences;
    const items = one === undefined ? [] : [{ ...one, id: "aud_X", name: "Ärzte in ZÜRICH" }, one];
    const found = (search: string) => index.filtered(items, { ...wholeList, search }).length;
    expect([found("zurich arzte"), found("AUD_x"), found("zurich bern"), found("  ")]).toEqual([
      1, 1, 0, 2,
    ]);
  });

  test("an address holds what differs from the whole list, and nothing unheard of", () => {
    const selection = { ...wholeList, search: "a & b", sort: "size", order: "descending" } as const;
    expect(selectionOf(new URLSearchParams(queryOf(selection)))).toEqual(selection);
    expect(queryOf(wholeList)).toEqual({});
    expect(selectionOf(new URLSearchParams("sort=evil&order=up"))).toEqual(wholeList);
  });
});

describe("what a person should look at", () => {
  test("stuck is what has been processing for a day or more, the oldest first", () => {
    const [one] = audiences;
    const processing = (hours: number) =>
      one === undefined
        ? []
        : [{ ...one, status: "processing" as const, updatedAt: iso(worldTime - hours * hour) }];
    const { stuck } = attention(
      [23, 24, 90].flatMap((hours) => processing(hours)),
      worldTime,
    );
    expect(stuck.map(({ updatedAt }) => updatedAt)).toEqual([
      iso(worldTime - 90 * hour),
      iso(worldTime - 24 * hour),
    ]);
  });

  test("some changes of every kind come before many of one, the weightiest first", () => {
    const few = notable(changes, 10).map(({ kind }) => kind);
    expect(few.slice(0, 3)).toEqual(["vanished", "vanished", "vanished"]);
    expect(new Set(few).size).toBeGreaterThanOrEqual(4);
    expect(
      notable([resized(110), resized(300), resized(120)], 2).map(({ after }) => after),
    ).toEqual([300, 120]);
    expect(kindCounts([resized(1), resized(2)])).toEqual([["grown", 2]]);
  });
});

describe("words and lines", () => {
  test("a line leaves gaps empty, and a point alone is a dot", () => {
    expect(sparkPath([1, 2, null, 3], 32, 20)).toBe("M1.5 18.5L11.2 10.0M30.5 1.5h.1");
    expect(sparkPath([null, null], 32, 20)).toBe("");
    expect(sparkPath([5, 5], 32, 20)).toBe("M1.5 10.0L30.5 10.0");
  });

  test("ages are in one unit, and a time that is none stays what the vendor wrote", () => {
    const ages = [0, 61_000, 3 * hour, 47 * hour, 49 * hour, 100 * 24 * hour, 800 * 24 * hour];
    expect(ages.map((age) => ago(iso(worldTime - age), worldTime))).toEqual([
      "just now",
      "1 minute ago",
      "3 hours ago",
      "47 hours ago",
      "2 days ago",
      "3 months ago",
      "2 years ago",
    ]);
    expect(ago("yesterday", worldTime)).toBe("yesterday");
    expect(duration(30_000)).toBe("1 minute");
  });

  test("a difference has its sign, and one thing is not several", () => {
    expect([difference(1234), difference(-5), difference(0), difference(null)]).toEqual([
      "+1,234",
      "−5",
      "0",
      "–",
    ]);
    expect([several(1, "list"), several(2, "list")]).toEqual(["1 list", "2 lists"]);
  });

  test("an address leads back to what it was made of, whatever the text", () => {
    const ref = { provider: "a/b", id: "c d%#?&é" };
    expect(parseRoute(audienceLink(ref))).toEqual({ view: "audience", ...ref });
    expect(parseRoute("#/audience/a/%E0%A4%A")).toEqual({ view: "unknown" });
    expect(parseRoute("#/audience/a")).toEqual({ view: "unknown" });
    expect(audienceLink({ provider: "p", id: "\uD800" })).toBe("#/audience/p/%EF%BF%BD");
  });
});
