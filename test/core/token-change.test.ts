import { describe, expect, test } from "vitest";

import { createAudiences } from "../../src/core/audiences.ts";
import { firstPage, idsOf, part } from "../support/core-read.ts";
import { ids, keyset, offset } from "../support/core-vendor.ts";
import type { LiveVendor } from "../support/core-vendor.ts";

const start = ids("i", 60, 100); // i100 … i159, in the order of their ids

/** Reads page by page of ours, each in a process of its own, and lets the list change in between. */
async function readWhile(vendor: LiveVendor, size: number, change: (round: number) => void) {
  const seen: string[] = [];
  let continuationToken: string | undefined;
  let round = 0;
  do {
    const page = await firstPage(createAudiences({ one: vendor }).list(), {
      size,
      continuationToken,
    });
    seen.push(...idsOf(page.items));
    ({ continuationToken } = page);
    change(round);
    round += 1;
  } while (continuationToken !== undefined && round < 200);
  expect(continuationToken).toBeUndefined();
  return seen;
}

const sizes = [1, 3, 7, 10, 25];

describe("a list by keys, continued while it changes", () => {
  test.each(sizes)(
    "pages of %i: items inserted at the head repeat nothing and hide nothing",
    async (size) => {
      const vendor = keyset(start, 10);
      const seen = await readWhile(vendor, size, (round) => vendor.held.unshift(`h${900 - round}`));
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.filter((id) => id.startsWith("i"))).toEqual(start);
    },
  );

  test.each(sizes)(
    "pages of %i: items inserted everywhere are given once, the others all",
    async (size) => {
      const vendor = keyset(start, 10);
      const seen = await readWhile(vendor, size, (round) => {
        if (round < 20) {
          vendor.held.push(`i${100 + round * 3}x`, `i${159 - round}x`);
        }
      });
      expect(new Set(seen).size).toBe(seen.length);
      expect(start.filter((id) => !seen.includes(id))).toEqual([]);
    },
  );

  test.each(sizes)("pages of %i: what is deleted takes nothing else with it", async (size) => {
    const vendor = keyset(start, 10);
    const deleted = new Set<string>();
    const seen = await readWhile(vendor, size, (round) => {
      const [gone] = vendor.held.splice((round * 7) % vendor.held.length, 1);
      deleted.add(gone ?? "");
    });
    expect(new Set(seen).size).toBe(seen.length);
    expect(start.filter((id) => !seen.includes(id) && !deleted.has(id))).toEqual([]);
  });

  test("the begun page: what was given of it and then deleted hides nothing of its rest", async () => {
    const vendor = keyset(start, 10);
    const audiences = createAudiences({ one: vendor });
    const { continuationToken = "" } = await audiences.list().collect({ limit: 4 });
    vendor.held.splice(0, 4);
    const rest = await audiences.list().collect({ continuationToken });
    expect(idsOf(rest.items)).toEqual(start.slice(4));
  });
});

describe("a list by counting, continued while it changes", () => {
  test.each(sizes)(
    "pages of %i: items inserted at the head are repeats that are left out",
    async (size) => {
      const vendor = offset(start, 10);
      const seen = await readWhile(vendor, size, (round) => {
        if (round < 12) {
          vendor.held.unshift(`h${900 - round}`);
        }
      });
      expect(new Set(seen).size).toBe(seen.length);
      expect(start.filter((id) => !seen.includes(id))).toEqual([]);
    },
  );

  test("a shift by up to 128 items, the fingerprints that a token carries, repeats nothing", async () => {
    const many = ids("i", 400, 1000);
    const vendor = offset(many, 100);
    const audiences = createAudiences({ one: vendor });
    const first = await audiences.list().collect({ limit: 200 });
    vendor.held.unshift(...ids("h", 128, 1000));
    const { continuationToken = "" } = first;
    const rest = await audiences.list().collect({ continuationToken });
    const seen = [...idsOf(first.items), ...idsOf(rest.items)];
    expect(seen).toEqual(many);
    expect(part(rest.report, "one").duplicates).toBe(128);
  });

  test("within one process a shift of any size repeats nothing", async () => {
    const many = ids("i", 400, 1000);
    const vendor = offset(many, 100);
    const seen: string[] = [];
    for await (const page of createAudiences({ one: vendor }).list().byPage()) {
      seen.push(...idsOf(page.items));
      if (seen.length === 200) {
        vendor.held.unshift(...ids("h", 200, 1000));
      }
    }
    expect(seen).toEqual(many);
  });

  test("what a deletion hides shows in the count", async () => {
    const vendor = offset(start, 10);
    const list = vendor.list.bind(vendor);
    const counting = {
      ...vendor,
      list: async (...asked: Parameters<typeof list>) => ({ ...(await list(...asked)), total: 60 }),
    };
    const audiences = createAudiences({ one: counting });
    const { continuationToken = "" } = await audiences.list().collect({ limit: 10 });
    vendor.held.splice(0, 5);
    const { report } = await audiences.list().collect({ continuationToken });
    const codes = part(report, "one").diagnostics.map(({ code }) => code);
    expect(codes).toContain("count_mismatch");
  });
});
