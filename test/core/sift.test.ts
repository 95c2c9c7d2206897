import { describe, expect, test } from "vitest";

import { createDuplicateMemory } from "../../src/core/paging/duplicates.ts";
import type { DuplicateMemory } from "../../src/core/paging/duplicates.ts";
import { fingerprint } from "../../src/core/fingerprint.ts";
import { sift } from "../../src/core/paging/sift.ts";

/** What an earlier run has delivered, as its token remembers it. */
const after = (...keys: readonly string[]): DuplicateMemory =>
  createDuplicateMemory(true, keys.map(fingerprint).join(""));

/** Sifts a page of these keys; its items are the keys in capitals. */
const sifted = (keys: readonly string[], memory: DuplicateMemory, skip = 0) =>
  sift(
    { items: keys.map((key) => key.toUpperCase()), keys, more: false, next: undefined },
    skip,
    memory,
  );

describe("a page", () => {
  test("of new items goes on as it came, without a copy", () => {
    const page = { items: ["A", "B"], keys: ["a", "b"], more: false, next: undefined };
    const { fresh, keys, ...rest } = sift(page, 0, after());
    expect(fresh).toBe(page.items);
    expect(keys).toBe(page.keys);
    expect(rest).toEqual({ repeated: [], before: 0, duplicates: 0 });
  });

  test("goes on without what came before, on it or on another", () => {
    const memory = after();
    sifted(["a", "b"], memory);
    expect(sifted(["c", "b", "c", "d", "a"], memory)).toEqual({
      fresh: ["C", "D"],
      keys: ["c", "d"],
      repeated: ["b", "a"],
      before: 0,
      duplicates: 3,
    });
  });

  test("leaves out what an earlier run delivered from it, which is no duplicate", () => {
    expect(sifted(["a", "b", "c"], after("a", "b"), 2)).toEqual({
      fresh: ["C"],
      keys: ["c"],
      repeated: ["a", "b"],
      before: 2,
      duplicates: 0,
    });
  });

  test("that has shifted since still counts no more of them than were delivered from it", () => {
    // Two were delivered from this page; a third that was delivered has come here from the page before.
    expect(sifted(["z", "a", "b", "c"], after("z", "a", "b"), 2)).toMatchObject({
      fresh: ["C"],
      before: 2,
      duplicates: 1,
    });
    expect(sifted(["new", "a", "b"], after("a", "b"), 2)).toMatchObject({
      fresh: ["NEW"],
      duplicates: 0,
    });
  });

  test("of items that nothing tells apart goes on behind those that were delivered", () => {
    const page = { items: ["A", "A", "B"], more: false, next: undefined };
    const bare = { keys: undefined, repeated: [], duplicates: 0 };
    expect(sift(page, 0, after())).toEqual({ fresh: page.items, before: 0, ...bare });
    expect(sift(page, 2, after())).toEqual({ fresh: ["B"], before: 2, ...bare });
    expect(sift(page, 5, after())).toEqual({ fresh: [], before: 3, ...bare });
  });
});
