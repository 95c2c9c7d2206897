import { describe, expect, test } from "vitest";

import { kinds, mistakes } from "./compact-set-kinds.ts";

const million = 1_000_000;
const enough = 200_000;

describe("a set of many texts knows each again, and takes none for another", () => {
  test.for(Object.entries(kinds))("%s", ([, textOf]) => {
    expect(mistakes(enough, textOf)).toEqual([0, 0, enough]);
  });

  test("also of a million, in 20 bytes a text", { timeout: 60_000 }, () => {
    const before = process.memoryUsage().arrayBuffers;
    expect(mistakes(million, kinds.emails)).toEqual([0, 0, million]);
    // Nothing has to be collected first: what it grew by is what it needs.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * million);
  });
});
