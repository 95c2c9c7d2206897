import { describe, expect, test } from "vitest";

import { createAudiences } from "../../src/core/audiences.ts";
import type { ListOptions } from "../../src/core/facade.ts";
import { firstPage, idsOf, pagesOf, part } from "../support/core-read.ts";
import { ids, keyset, offset, scripted } from "../support/core-vendor.ts";

/** Vendors of every kind, made anew, as another process would have them. */
const another = () =>
  createAudiences({
    pages: scripted(["p1", "p2", "p3"], [], ["p4"], ["p5", "p6"]),
    keys: keyset(["k1", "k2", "k3", "k4", "k5"], 2),
    counts: offset(["o1", "o2", "o3", "o4"], 3),
    none: scripted([]),
  });
const count = 15;
const orders = ["rounds", "arrival"] as const;

/** In `arrival` each process has an order of its own; what comes is the same. */
const inOrder = (order: (typeof orders)[number], list: readonly string[]): readonly string[] =>
  order === "rounds" ? list : list.toSorted();

async function wholeOf(options: ListOptions<never>): Promise<string[]> {
  return idsOf(await another().list(options).toArray());
}

describe.each(orders)("a listing in %s, stopped after any item", (order) => {
  test.each([undefined, 1, 2, 3])(
    "with pages of %s goes on with exactly the rest",
    async (pageSize) => {
      const options = { order, pageSize };
      const whole = await wholeOf(options);
      expect(whole).toHaveLength(count);
      for (let limit = 0; limit <= count; limit += 1) {
        const first = await another().list(options).collect({ limit });
        const { continuationToken = "" } = first;
        expect(continuationToken === "").toBe(limit === count && first.report.complete);
        const rest =
          continuationToken === ""
            ? []
            : (await another().list(options).collect({ continuationToken })).items;
        const both = [...idsOf(first.items), ...idsOf(rest)];
        expect(inOrder(order, both)).toEqual(inOrder(order, whole));
      }
    },
  );

  test("may ask for pages of another size from then on", async () => {
    const whole = (await wholeOf({ order })).toSorted();
    for (const [before, after] of [
      [1, 3],
      [3, 1],
      [2, 100],
    ] as const) {
      for (let limit = 0; limit < count; limit += 1) {
        const first = await another().list({ order, pageSize: before }).collect({ limit });
        const { continuationToken = "" } = first;
        const rest = await another()
          .list({ order, pageSize: after })
          .collect({ continuationToken });
        expect([...idsOf(first.items), ...idsOf(rest.items)].toSorted()).toEqual(whole);
        expect(rest.report.complete).toBe(true);
      }
    }
  });

  test.each([1, 2, 4, 7])("page by page of %i, each in a process of its own", async (size) => {
    const whole = await wholeOf({ order });
    const seen: string[] = [];
    let continuationToken: string | undefined;
    do {
      const page = await firstPage(another().list({ order }), { size, continuationToken });
      seen.push(...idsOf(page.items));
      ({ continuationToken } = page);
    } while (continuationToken !== undefined && seen.length <= count);
    expect(inOrder(order, seen)).toEqual(inOrder(order, whole));
  });
});

describe("a token", () => {
  test("of every page goes on behind that page", async () => {
    const pages = await pagesOf(another().list(), { size: 4 });
    const whole = pages.flatMap(({ items }) => idsOf(items));
    for (const [index, { continuationToken = "" }] of pages.slice(0, -1).entries()) {
      const rest = await pagesOf(another().list(), { size: 4, continuationToken });
      expect(rest.flatMap(({ items }) => idsOf(items))).toEqual(whole.slice((index + 1) * 4));
    }
  });

  test("loses nothing that comes twice on the page at which it stands", async () => {
    const steps = [
      ["a1", "a2", "a2", "a3", "a1"],
      ["a2", "a4", "a4", "a5"],
    ];
    for (let limit = 0; limit < 5; limit += 1) {
      const audiences = createAudiences({ one: scripted(...steps) });
      const first = await audiences.list().collect({ limit });
      const { continuationToken = "" } = first;
      const rest = await audiences.list().collect({ continuationToken });
      expect(idsOf([...first.items, ...rest.items])).toEqual(ids("a", 5));
      expect(part(rest.report, "one")).toMatchObject({ items: 5, duplicates: 4 });
    }
  });

  test("may be used twice, and gives the same", async () => {
    const { continuationToken = "" } = await another().list().collect({ limit: 5 });
    const one = await another().list().collect({ continuationToken });
    const other = await another().list().collect({ continuationToken });
    expect(idsOf(one.items)).toEqual(idsOf(other.items));
  });

  test("asks only for the page that was begun and for what follows", async () => {
    const one = scripted(["a1", "a2"], ["a3", "a4"], ["a5"]);
    const audiences = createAudiences({ one });
    const { continuationToken = "" } = await audiences.list().collect({ limit: 3 });
    const before = one.calls.length;
    await audiences.list().collect({ continuationToken });
    expect(one.cursors().slice(before)).toEqual(["c1", "c2"]);
  });

  test("at the end of a page asks for the next one only", async () => {
    const one = scripted(["a1", "a2"], ["a3"]);
    const audiences = createAudiences({ one });
    const { continuationToken = "" } = await audiences.list().collect({ limit: 2 });
    const before = one.calls.length;
    await audiences.list().collect({ continuationToken });
    expect(one.cursors().slice(before)).toEqual(["c1"]);
  });

  test("passed on without being used still knows every item of a large page", async () => {
    const large = keyset(ids("i", 900, 100), 400);
    const audiences = createAudiences({ quick: scripted(...ids("q", 9).map((id) => [id])), large });
    const seen: string[] = [];
    let token: string | undefined;
    for (const limit of [350, 0, 0, 40, 0, 500, 1000]) {
      const options = token === undefined ? { limit } : { limit, continuationToken: token };
      const { items, continuationToken } = await audiences
        .list({ order: "arrival" })
        .collect(options);
      seen.push(...idsOf(items));
      token = continuationToken;
    }
    expect(seen).toHaveLength(909);
    expect(new Set(seen).size).toBe(909);
    expect(token).toBeUndefined();
  });

  test("of members fits the same audience and gives the rest", async () => {
    const { memory } = await import("../../adapters/memory.ts");
    const members = ids("m", 7).map((externalId) => ({
      identifiers: { externalId: [externalId] },
    }));
    const local = () =>
      createAudiences({
        local: memory({ audiences: [{ id: "1" }], members: { 1: members }, maxPageSize: 3 }),
      });
    const ref = { provider: "local", id: "1" } as const;
    for (let limit = 0; limit < 7; limit += 1) {
      const { items, continuationToken = "" } = await local().listMembers(ref).collect({ limit });
      const rest = await local().listMembers(ref).collect({ continuationToken });
      expect([...items, ...rest.items].map(({ raw }) => raw)).toEqual(members);
    }
  });
});
