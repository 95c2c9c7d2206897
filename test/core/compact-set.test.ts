import { describe, expect, test } from "vitest";

import { createCompactSet } from "../../src/core/compact-set.ts";

const million = 1_000_000;
const enough = 200_000;

/** Texts as lists have them: alike but for a few characters, which is what a poor hash stumbles over. */
const kinds = {
  emails: (index: number) => `eada.lovelace${index}@example.com`,
  phones: (index: number) => `p+49151${String(index).padStart(8, "0")}`,
  ids: (index: number) => `x${index}`,
  "ids of one length": (index: number) => `x${index.toString(36).padStart(12, "0")}`,
  domains: (index: number) => `euser@${index}.example.org`,
};

/** Adds so many texts, and then the same again: how many were taken for others, and how many were not known again. */
function mistakes(count: number, textOf: (index: number) => string): readonly number[] {
  const set = createCompactSet();
  let taken = 0;
  for (let index = 0; index < count; index += 1) {
    taken += set.add(textOf(index)) ? 0 : 1;
  }
  let forgotten = 0;
  for (let index = 0; index < count; index += 1) {
    forgotten += set.add(textOf(index)) ? 1 : 0;
  }
  return [taken, forgotten, set.size];
}

describe("a set of many texts knows each again, and takes none for another", () => {
  test.for(Object.entries(kinds))("%s", ([, textOf]) => {
    expect(mistakes(enough, textOf)).toEqual([0, 0, enough]);
  });

  test("also of a million, in less than 30 bytes a text", { timeout: 60_000 }, () => {
    const before = process.memoryUsage().arrayBuffers;
    expect(mistakes(million, kinds.emails)).toEqual([0, 0, million]);
    // A table of 2^21 places of 12 bytes, and what was not collected yet of those before it: half, a quarter, …
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 * 30 * million);
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
