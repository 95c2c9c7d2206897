import { describe, expect, test } from "vitest";

import { createAudiences } from "../../src/core/audiences.ts";
import { errorOf, idsOf, loop, pagesOf, untyped } from "../support/core-read.ts";
import { ids, scripted } from "../support/core-vendor.ts";

const ofTwo = () =>
  createAudiences({ x: scripted(["x1", "x2"], ["x3"]), y: scripted(["y1", "y2", "y3"]) }).list();

const ofThree = () =>
  createAudiences({
    x: scripted(["x1", "x2", "x3"], ["x4", "x5"]),
    y: scripted(["y1", "y2"]),
    z: scripted(["z1"], ["z2", "z3", "z4"]),
  }).list();

const sizesOf = (pages: readonly { readonly items: readonly unknown[] }[]): number[] =>
  pages.map(({ items }) => items.length);

describe("a list is lazy", () => {
  test("nothing is asked before somebody loops", async () => {
    const one = scripted(ids("a", 2));
    const list = createAudiences({ one }).list();
    list.byPage();
    list[Symbol.asyncIterator]();
    list.byPage()[Symbol.asyncIterator]();
    expect(one.calls).toHaveLength(0);
    await list.toArray();
    expect(one.calls).toHaveLength(1);
  });

  test("every loop starts anew", async () => {
    const one = scripted(["a1", "a2"], ["a3"]);
    const list = createAudiences({ one }).list();
    const pages = list.byPage();
    for (const _ of [1, 2]) {
      expect((await loop(list)).seen).toEqual(["a1", "a2", "a3"]);
      expect(idsOf(await list.toArray())).toEqual(["a1", "a2", "a3"]);
      expect(idsOf((await list.collect()).items)).toEqual(["a1", "a2", "a3"]);
      let count = 0;
      for await (const { items } of pages) {
        count += items.length;
      }
      expect(count).toBe(3);
    }
    expect(one.cursors()).toEqual(Array.from({ length: 8 }, () => [null, "c1"]).flat());
  });

  test("two loops at once do not disturb each other", async () => {
    const one = scripted(["a1", "a2"], ["a3"]);
    const list = createAudiences({ one }).list();
    const [left, right] = [list[Symbol.asyncIterator](), list[Symbol.asyncIterator]()];
    const seen: unknown[] = [];
    for (let round = 0; round < 4; round += 1) {
      for (const side of [left, right]) {
        const { value, done } = await side.next();
        seen.push(done === true ? "end" : value.id);
      }
    }
    expect(seen).toEqual(["a1", "a1", "a2", "a2", "a3", "a3", "end", "end"]);
  });
});

describe("byPage", () => {
  const all = ["x1", "x2", "x3", "y1", "y2", "z1", "x4", "x5", "z2", "z3", "z4"];

  test.each([
    [1, Array.from({ length: 11 }, () => 1)],
    [2, [2, 2, 2, 2, 2, 1]],
    [4, [4, 4, 3]],
    [5, [5, 5, 1]],
    [11, [11]],
    [12, [11]],
    [1000, [11]],
  ])("size %i gives exact pages, the last one shorter", async (size, sizes) => {
    const pages = await pagesOf(ofThree(), { size });
    expect(sizesOf(pages)).toEqual(sizes);
    expect(pages.flatMap(({ items }) => idsOf(items))).toEqual(all);
  });

  test("without a size, pages are as they come from the vendors", async () => {
    const pages = await pagesOf(ofThree());
    expect(pages.map(({ items }) => idsOf(items))).toEqual([
      ["x1", "x2", "x3"],
      ["y1", "y2"],
      ["z1"],
      ["x4", "x5"],
      ["z2", "z3", "z4"],
    ]);
  });

  test.each([undefined, 1, 3, 5, 11])("size %s: only the last page has no token", async (size) => {
    const pages = await pagesOf(ofThree(), size === undefined ? {} : { size });
    const has = pages.map(({ continuationToken }) => continuationToken !== undefined);
    expect(has).toEqual(pages.map((_, index) => index < pages.length - 1));
    expect(pages.at(-1)?.report.complete).toBe(true);
    expect(pages.slice(0, -1).every(({ report }) => !report.complete)).toBe(true);
  });

  test.each([
    [undefined, 1, [1]],
    [undefined, 4, [3, 1]],
    [undefined, 6, [3, 2, 1]],
    [4, 4, [4]],
    [4, 6, [4, 2]],
    [4, 3, [3]],
    [5, 100, [5, 5, 1]],
  ])(
    "size %s stops after a limit of %i, with a token that goes on there",
    async (size, limit, sizes) => {
      const pages = await pagesOf(ofThree(), { limit, ...(size !== undefined && { size }) });
      expect(sizesOf(pages)).toEqual(sizes);
      const { continuationToken = "" } = pages.at(-1) ?? {};
      const rest =
        continuationToken === "" ? [] : (await ofThree().collect({ continuationToken })).items;
      expect([...pages.flatMap(({ items }) => idsOf(items)), ...idsOf(rest)]).toEqual(all);
      expect(continuationToken === "").toBe(limit >= 11);
    },
  );

  test("an empty list is one empty page that says it is everything", async () => {
    const pages = await pagesOf(createAudiences({ one: scripted([]) }).list(), { size: 10 });
    expect(pages).toHaveLength(1);
    expect(pages[0]).toMatchObject({ items: [], report: { complete: true } });
    expect(pages[0]?.continuationToken).toBeUndefined();
  });

  test("a list that turns out to be over after a page says so on a page more", async () => {
    const one = scripted(["a1", "a2"], []);
    const pages = await pagesOf(createAudiences({ one }).list(), { size: 2 });
    expect(sizesOf(pages)).toEqual([2, 0]);
    expect(pages[0]?.continuationToken).toBeTypeOf("string");
    expect(pages[1]?.continuationToken).toBeUndefined();
  });

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "10", null])(
    "a size or a limit of %s is refused at the first step, before any request",
    async (value) => {
      const one = scripted(ids("a", 2));
      const list = createAudiences({ one }).list();
      for (const name of ["size", "limit"]) {
        const error = await errorOf(() => pagesOf(list, { [name]: untyped(value) }));
        const message = `${name} must be a whole number of at least 1.`;
        expect([error.code, error.message]).toEqual(["invalid_argument", message]);
      }
      expect(one.calls).toHaveLength(0);
    },
  );
});

describe("toArray and collect", () => {
  const all = ["x1", "x2", "y1", "y2", "y3", "x3"];

  test("give everything", async () => {
    expect(idsOf(await ofTwo().toArray())).toEqual(all);
    const collected = await ofTwo().collect();
    expect(idsOf(collected.items)).toEqual(all);
    expect(collected.report.complete).toBe(true);
    expect("continuationToken" in collected).toBe(false);
  });

  test.each([0, 1, 2, 3, 5, 6, 7, 100])("stop after a limit of %i", async (limit) => {
    expect(idsOf(await ofTwo().toArray({ limit }))).toEqual(all.slice(0, limit));
    const collected = await ofTwo().collect({ limit });
    expect(idsOf(collected.items)).toEqual(all.slice(0, limit));
    expect(collected.report.complete).toBe(limit >= 6);
    expect(collected.continuationToken === undefined).toBe(limit >= 6);
  });

  test("a limit of 0 asks nobody, and its token begins at the beginning", async () => {
    const [one, two] = [scripted(ids("a", 3)), scripted(["b1"])];
    const audiences = createAudiences({ one, two });
    const { continuationToken = "" } = await audiences.list().collect({ limit: 0 });
    expect([...one.calls, ...two.calls]).toHaveLength(0);
    const rest = await audiences.list().collect({ continuationToken });
    expect(idsOf(rest.items)).toEqual(["a1", "a2", "a3", "b1"]);
  });

  test.each([-1, 0.5, Number.NaN, "3"])("a limit of %s is refused", async (limit) => {
    for (const call of ["toArray", "collect"] as const) {
      const error = await errorOf(() => ofTwo()[call]({ limit: untyped(limit) }));
      const message = "limit must be a whole number of at least 0.";
      expect([error.code, error.message]).toEqual(["invalid_argument", message]);
    }
  });
});

describe("what is asked of the vendors", () => {
  test("each one's maximum by default, and never more than that", async () => {
    const small = { ...scripted(["a1"]), maxPageSize: 7 };
    const large = scripted(["b1"]);
    await createAudiences({ small, large }).list().toArray();
    await createAudiences({ small, large }).list({ pageSize: 20 }).toArray();
    expect(small.calls.map(({ pageSize }) => pageSize)).toEqual([7, 7]);
    expect(large.calls.map(({ pageSize }) => pageSize)).toEqual([100, 20]);
  });

  test("pages larger or smaller than asked are taken", async () => {
    const one = scripted(ids("a", 9), ids("b", 1), ids("c", 4));
    const items = await createAudiences({ one }).list({ pageSize: 3 }).toArray();
    expect(items).toHaveLength(14);
  });
});
