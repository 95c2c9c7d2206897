import { describe, expect, test } from "vitest";

import { createAudiences } from "../../src/core/audiences.ts";
import { pagesOf, part } from "../support/core-read.ts";
import { ids, scripted } from "../support/core-vendor.ts";

describe("a report tells of each provider", () => {
  test("status, pages, items, expected, requests, duplicates, refused, error and diagnostics", async () => {
    const one = scripted(
      { ids: ["a1", "a2"], total: 5, refused: 1 },
      { ids: ["a2", "a3"] },
      { ids: ["a4"] },
    );
    const { report } = await createAudiences({ one }).list().collect();
    expect(report).toEqual({
      complete: false,
      providers: {
        one: {
          status: "end",
          pages: 3,
          items: 4,
          expected: 5,
          requests: 3,
          duplicates: 1,
          refused: 1,
          error: null,
          diagnostics: [{ code: "duplicates", path: "id", message: expect.any(String), count: 1 }],
        },
      },
    });
  });

  test("in the order of the providers, asked or not", async () => {
    const audiences = createAudiences({ b: scripted(["b1"]), a: scripted(["a1"]) });
    const { report } = await audiences.list().collect({ limit: 0 });
    expect(Object.keys(report.providers)).toEqual(["b", "a"]);
    expect(part(report, "a")).toMatchObject({ status: "more", pages: 0, items: 0, requests: 0 });
  });

  test("what the vendor does not announce is null, and what it announced first stays", async () => {
    const silent = scripted(["a1"]);
    const changing = scripted({ ids: ["b1"], total: 2 }, { ids: ["b2"], total: 9 });
    const { report } = await createAudiences({ silent, changing }).list().collect();
    expect(part(report, "silent").expected).toBeNull();
    expect(part(report, "changing").expected).toBe(2);
  });

  test("a report is a statement of its moment: it does not change afterwards", async () => {
    const one = scripted(["a1"], ["a2"], ["a3"]);
    const pages = await pagesOf(createAudiences({ one }).list());
    expect(pages.map(({ report }) => part(report, "one").items)).toEqual([1, 2, 3]);
  });
});

describe("what was read so far", () => {
  test("items are those delivered, not those fetched", async () => {
    const one = scripted(ids("a", 5), ids("b", 5));
    const pages = await pagesOf(createAudiences({ one }).list(), { size: 3 });
    const reports = pages.map(({ report }) => part(report, "one"));
    expect(reports.map(({ items }) => items)).toEqual([3, 6, 9, 10]);
    expect(reports.map(({ status }) => status)).toEqual(["more", "more", "more", "end"]);
    expect(reports.map(({ pages: count }) => count)).toEqual([1, 2, 2, 2]);
  });

  test("adds up over continued runs, in the middle of a page too", async () => {
    const steps = [
      { ids: ["a1", "a2", "a3"], total: 7, refused: 1 },
      { ids: ["a3", "a4", "a5"], refused: 1 },
      { ids: ["a5", "a6", "a1"] },
    ];
    const whole = await createAudiences({ one: scripted(...steps) })
      .list()
      .collect();
    const expected = part(whole.report, "one");
    expect(expected).toMatchObject({ pages: 3, items: 6, duplicates: 3, refused: 2, expected: 7 });
    for (let limit = 0; limit <= 6; limit += 1) {
      const audiences = createAudiences({ one: scripted(...steps) });
      const { continuationToken = "" } = await audiences.list().collect({ limit });
      const rest =
        continuationToken === "" ? whole : await audiences.list().collect({ continuationToken });
      const { requests: _requests, diagnostics: _diagnostics, ...sums } = part(rest.report, "one");
      expect(expected).toMatchObject(sums);
    }
  });

  test("stopping again and again before anything is delivered adds nothing", async () => {
    const one = scripted({ ids: ["a1", "a2"], refused: 1 }, { ids: ["a1", "a3"] });
    const audiences = createAudiences({ one });
    let { continuationToken: token = "" } = await audiences.list().collect({ limit: 1 });
    for (let round = 0; round < 3; round += 1) {
      const stopped = await audiences.list().collect({ limit: 0, continuationToken: token });
      token = stopped.continuationToken ?? "";
    }
    const { items, report } = await audiences.list().collect({ continuationToken: token });
    expect(items.map(({ id }) => id)).toEqual(["a2", "a3"]);
    expect(part(report, "one")).toMatchObject({ pages: 2, items: 3, duplicates: 1, refused: 1 });
  });
});

describe("complete", () => {
  test("only where every provider was read to its proven end", async () => {
    const good = scripted(["a1"]);
    const bad = scripted(["b1"], new Error("down"));
    const { report } = await createAudiences({ good, bad }).list().collect();
    expect(report.complete).toBe(false);
    expect(part(report, "good").status).toBe("end");
    expect(part(report, "bad").status).toBe("failed");
  });

  test("not where a record could not be read", async () => {
    const one = scripted({ ids: ["a1"], refused: 1 });
    const { report, continuationToken } = await createAudiences({ one }).list().collect();
    expect(report.complete).toBe(false);
    expect(part(report, "one").status).toBe("end");
    expect(continuationToken).toBeUndefined();
  });

  test("not before the last item is delivered", async () => {
    const one = scripted(["a1", "a2"]);
    const audiences = createAudiences({ one });
    expect((await audiences.list().collect({ limit: 1 })).report.complete).toBe(false);
    expect((await audiences.list().collect({ limit: 2 })).report.complete).toBe(true);
  });
});

describe("a count that lies", () => {
  test.each([
    ["too many", 9],
    ["too few", 1],
    ["none", 0],
  ])("announcing %s stops nothing and is a diagnostic", async (_words, total) => {
    const one = scripted({ ids: ["a1", "a2"], total }, ["a3"]);
    const { items, report } = await createAudiences({ one }).list().collect();
    expect(items).toHaveLength(3);
    expect(report.complete).toBe(true);
    expect(part(report, "one").diagnostics).toEqual([
      { code: "count_mismatch", path: "count", message: expect.any(String), count: 1 },
    ]);
  });

  test("is not judged before the end", async () => {
    const one = scripted({ ids: ["a1", "a2"], total: 3 }, ["a3"]);
    const pages = await pagesOf(createAudiences({ one }).list());
    expect(pages.map(({ report }) => part(report, "one").diagnostics)).toEqual([[], []]);
  });

  test("counts records that could not be read among those that came", async () => {
    const one = scripted({ ids: ["a1"], total: 2, refused: 1 });
    const { report } = await createAudiences({ one }).list().collect();
    expect(part(report, "one").diagnostics).toEqual([]);
  });
});
