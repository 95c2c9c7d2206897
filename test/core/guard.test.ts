import { describe, expect, test } from "vitest";

import { createGuard, isPage } from "../../src/core/paging/guard.ts";
import { freshLane } from "../../src/core/paging/lane-state.ts";
import { fingerprint } from "../../src/core/fingerprint.ts";

/** Judges pages that all say that there is more, one after the other. */
function judging(from: Parameters<typeof createGuard>[0] = freshLane) {
  const guard = createGuard(from);
  let pages = 0;
  return {
    guard,
    next(cursor: string | undefined, fresh = 1) {
      pages += 1;
      return guard.judge({ more: true, next: cursor }, fresh, pages);
    },
  };
}

const follows = (cursor: string) => ({ kind: "next", cursor });
const broken = (what: string) => ({ kind: "broken", what });
const again = broken("gave a cursor that it had given before");

describe("what an adapter returns", () => {
  test.each([
    ["items, and that there is no more", { items: [], more: false }],
    ["a cursor", { items: [1], more: true, next: "c" }],
    ["a cursor that is null", { items: [], more: false, next: null }],
    ["a key of each item", { items: [1, 2], keys: ["a", "b"], more: false }],
  ])("is a page: %s", (_words, page) => {
    expect(isPage(page)).toBe(true);
  });

  test.each([
    ["nothing", undefined],
    ["null", null],
    ["a text", "items"],
    ["a function", () => undefined],
    ["no items", { more: false }],
    ["items that are no list", { items: {}, more: false }],
    ["no word on whether there is more", { items: [] }],
    ["more as a text", { items: [], more: "no" }],
    ["a cursor that is a number", { items: [], more: true, next: 7 }],
    ["fewer keys than items", { items: [1, 2], keys: ["a"], more: false }],
    ["keys that are numbers", { items: [1, 2], keys: ["a", 2], more: false }],
    ["keys that are no list", { items: [], keys: { length: 0 }, more: false }],
  ])("is none: %s", (_words, page) => {
    expect(isPage(page)).toBe(false);
  });
});

describe("a cursor", () => {
  test("that is new is followed", () => {
    const { next } = judging();
    expect([next("c1"), next("c2"), next("c3")]).toEqual(["c1", "c2", "c3"].map(follows));
  });

  test.each([undefined, ""])("%j, with more, cannot be followed", (cursor) => {
    expect(judging().next(cursor)).toEqual(broken("said that there is more and gave no cursor"));
  });

  test("that was given before is not followed, however long ago", () => {
    const { next } = judging();
    for (let index = 0; index < 40; index += 1) {
      next(`c${index}`);
    }
    expect(next("c0")).toEqual(again);
    expect(next("c39")).toEqual(again);
  });

  test("at which the reading began is one that was given before", () => {
    expect(judging({ cursor: "c1", cycle: freshLane.cycle }).next("c1")).toEqual(again);
  });

  test("is of no account where there is no more", () => {
    const { guard } = judging();
    expect(guard.judge({ more: false, next: "c1" }, 1, 1)).toEqual({ kind: "end" });
  });
});

describe("a circle that goes on in another process", () => {
  test("is seen by the mark alone", () => {
    const { next, guard } = judging({ cursor: null, cycle: [fingerprint("c2"), 4, 1] });
    expect(next("c1")).toEqual(follows("c1"));
    expect(next("c2")).toEqual(again);
    // The mark is given up: mended, the vendor may go on from there.
    expect(guard.cycle()).toEqual(["", 1, 0]);
    expect(next("c2")).toEqual(follows("c2"));
    expect(guard.cycle()).toEqual([fingerprint("c2"), 2, 0]);
  });

  test("the mark moves on after twice as many pages each time", () => {
    const { next, guard } = judging();
    const marks = ["c1", "c2", "c3", "c4", "c5", "c6", "c7"].map((cursor) => {
      next(cursor);
      return guard.cycle();
    });
    const [one, three, seven] = ["c1", "c3", "c7"].map(fingerprint);
    expect(marks).toEqual([
      [one, 2, 0],
      [one, 2, 1],
      [three, 4, 0],
      [three, 4, 1],
      [three, 4, 2],
      [three, 4, 3],
      [seven, 8, 0],
    ]);
  });
});

describe("pages with nothing new", () => {
  test("are followed nineteen times in a row", () => {
    const { next } = judging();
    for (let index = 1; index < 20; index += 1) {
      expect(next(`c${index}`, 0)).toEqual(follows(`c${index}`));
    }
    expect(next("c20", 0)).toEqual(broken("gave 20 pages in a row with nothing new"));
  });

  test("are counted anew after one with something new", () => {
    const { next } = judging();
    for (let index = 1; index < 40; index += 1) {
      expect(next(`c${index}`, index === 20 ? 1 : 0)).toEqual(follows(`c${index}`));
    }
    expect(next("c40", 0)).toEqual(broken("gave 20 pages in a row with nothing new"));
  });
});

test("after a hundred thousand pages there is no end to be hoped for", () => {
  const guard = createGuard(freshLane);
  expect(guard.judge({ more: true, next: "c1" }, 1, 99_999)).toEqual(follows("c1"));
  expect(guard.judge({ more: true, next: "c2" }, 1, 100_000)).toEqual(
    broken("gave 100000 pages and no end"),
  );
});
