import { describe, expect, test } from "vitest";

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
