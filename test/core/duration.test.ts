import { expect, test } from "vitest";

import { parseDuration } from "../../src/core/duration.ts";

test.each([
  ["1s", 1000],
  ["30m", 1_800_000],
  ["12h", 43_200_000],
  ["7d", 604_800_000],
  ["2w", 1_209_600_000],
  ["999999w", 604_799_395_200_000],
])("%s is %i ms", (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each(["", "7", "d", "0d", "7 d", " 7d", "7d ", "7D", "7y", "-7d", "1.5h", "1000000s", "7dd"])(
  "%o is no duration",
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);
