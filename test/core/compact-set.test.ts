import { describe, expect, test, vi } from "vitest";

import { createCompactSet } from "../../src/core/compact-set.ts";
import { kinds, mistakes } from "./compact-set-kinds.ts";

describe("a set of texts knows each again, and takes none for another", () => {
  test.for(Object.entries(kinds))("%s", ([, textOf]) => {
    expect(mistakes(5000, textOf)).toEqual([0, 0, 5000]);
  });
});

test.for([
  ["", "\0"],
  ["a", "b"],
  ["a", "aa"],
  ["ab", "ba"],
  ["\0", "\0\0"],
  ["ä", "a\u0308"],
  ["\ud83d\ude00", "\ud83d\ude01"],
  ["x".repeat(10_000), `${"x".repeat(9999)}y`],
])("%j and another are two", ([one = "", other = ""]) => {
  const set = createCompactSet();
  expect([set.add(one), set.add(other), set.add(one), set.add(other)]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(set.size).toBe(2);
});

test("hashes of what is in it can be taken out, and put into another", () => {
  const set = createCompactSet(new Uint32Array([1, 2, 3]));
  const texts = Array.from({ length: 5000 }, (_, index) => `x${index}`);
  for (const text of texts) {
    set.add(text);
    set.add(text);
  }
  const hashes = set.hashes();
  expect(hashes).toHaveLength(3 * texts.length);
  const other = createCompactSet(new Uint32Array([1, 2, 3]));
  for (let at = 0; at < hashes.length; at += 3) {
    const [one = 0, two = 0, three = 0] = hashes.subarray(at, at + 3);
    expect(other.hasHash(one, two, three)).toBe(false);
    expect(other.addHash(one, two, three)).toBe(true);
    expect(other.hasHash(one, two, three)).toBe(true);
    expect(other.addHash(one, two, three)).toBe(false);
  }
  expect(other.size).toBe(texts.length);
  expect(texts.filter((text) => other.add(text))).toEqual([]);
  expect(other.hashes().toSorted()).toEqual(hashes.toSorted());
});

test("an empty one has no hashes, and knows none", () => {
  const set = createCompactSet();
  expect(set.hashes()).toHaveLength(0);
  expect(set.hasHash(1, 2, 3)).toBe(false);
});

test("texts of one kind are apart from those of another", () => {
  const set = createCompactSet();
  expect([set.add("a", 0), set.add("a", 1), set.add("a", 1), set.add("a")]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test("hashes that begin alike are kept, though no bucket can be made two by them", () => {
  const set = createCompactSet();
  const alike = Array.from({ length: 300 }, (_, index) => [7, index >>> 3, index + 1] as const);
  expect(alike.filter((hash) => set.hasHash(...hash))).toEqual([]);
  expect(alike.filter((hash) => set.addHash(...hash))).toEqual(alike);
  const others = Array.from({ length: 5000 }, (_, index) => `x${index}`);
  expect(others.filter((text) => !set.add(text))).toEqual([]);
  expect(alike.filter((hash) => set.addHash(...hash) || !set.hasHash(...hash))).toEqual([]);
  expect([set.hasHash(7, 0, 9), set.hasHash(8, 0, 1)]).toEqual([false, false]);
  expect(set.size).toBe(alike.length + others.length);
  const hashes = set.hashes();
  expect(hashes).toHaveLength(set.size * 3);
  const names = Array.from({ length: set.size }, (_, index) =>
    hashes.subarray(index * 3, index * 3 + 3).join(" "),
  );
  expect(new Set(names).size).toBe(set.size);
  expect(alike.filter((hash) => !names.includes(hash.join(" ")))).toEqual([]);
});

/** Words of all arrays that are made while something is done. */
function wordsOf(work: () => void): number {
  let words = 0;
  for (const [name, original] of Object.entries({ Int32Array, Uint32Array })) {
    vi.stubGlobal(
      name,
      new Proxy(original, {
        construct(target, [length, ...rest], newTarget) {
          words += typeof length === "number" ? length : 0;
          return Reflect.construct(target, [length, ...rest], newTarget);
        },
      }),
    );
  }
  try {
    work();
  } finally {
    vi.unstubAllGlobals();
  }
  return words;
}

test("texts take about 20 bytes each, all of them in buckets", () => {
  const words = wordsOf(() => {
    const set = createCompactSet();
    for (let index = 0; index < 20_000; index += 1) {
      set.add(`x${index}`);
    }
  });
  const bytes = (words * 4) / 20_000;
  expect(bytes).toBeGreaterThan(14);
  expect(bytes).toBeLessThan(24);
});

test("hashes that begin alike, made by somebody who wants it, do not make it large", () => {
  const words = wordsOf(() => {
    const set = createCompactSet();
    for (let index = 1; index <= 300; index += 1) {
      set.addHash(7, 0, index);
    }
  });
  expect(words).toBeLessThan(10_000);
});
