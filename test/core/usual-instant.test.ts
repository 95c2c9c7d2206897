import * as fc from "fast-check";
import { expect, test } from "vitest";

import { usualInstant } from "../../src/core/usual-instant.ts";

const two = (value: number): string => String(value).padStart(2, "0");
const spelled = ([year, ...rest]: readonly number[]): string => {
  const [month, day, hour, minute, second] = rest.map(two);
  return `${String(year).padStart(4, "0")}-${month}-${day}T${hour}:${minute}:${second}Z`;
};
const runs = { numRuns: 5000, seed: 1 };

test("what it reads, it reads as the platform does", () => {
  const times = fc.tuple(
    fc.integer({ min: 1900, max: 3100 }),
    fc.integer({ min: 0, max: 14 }),
    fc.integer({ min: 0, max: 33 }),
    fc.integer({ min: 0, max: 25 }),
    fc.integer({ min: 0, max: 61 }),
    fc.integer({ min: 0, max: 61 }),
  );
  let read = 0;
  const property = fc.property(times, (time) => {
    const instant = usualInstant(spelled(time));
    read += instant === undefined ? 0 : 1;
    expect(instant === undefined || instant === Date.parse(spelled(time))).toBe(true);
  });
  fc.assert(property, runs);
  expect(read).toBeGreaterThan(2000);
});

test("it reads every day from 1970 to 2999 that each month has, leap years or not", () => {
  const wrong: string[] = [];
  for (let day = 0; day < Date.UTC(3000, 0, 1); day += 86_400_000) {
    const text = `${new Date(day).toISOString().slice(0, 19)}Z`;
    if (usualInstant(text) !== (Number(text.slice(8, 10)) > 28 ? undefined : day)) {
      wrong.push(text);
    }
  }
  expect(wrong).toEqual([]);
});

test.each([
  "2026-03-14T09:26:53",
  "2026-03-14 09:26:53Z",
  "2026-03-14T09:26:53z",
  "2026-03-14T09:26:5xZ",
  "2026-03-14T09.26:53Z",
  "2026/03-14T09:26:53Z",
  "2026-03/14T09:26:53Z",
  "2026-03-14T09:26.53Z",
  "20x6-03-14T09:26:53Z",
  "2026-03-14T24:00:00Z",
  "2026-03-14T09:60:00Z",
  "2026-03-14T09:26:60Z",
  "2026-13-14T09:26:53Z",
  "2026-00-14T09:26:53Z",
  "2026-03-00T09:26:53Z",
  "1969-12-28T23:59:59Z",
  "2026-03-14T09:26:53+0",
  "",
])("it leaves %s to others", (text) => {
  expect(usualInstant(text)).toBeUndefined();
});

test.each([
  "1970-01-01T00:00:00Z",
  "2026-01-01T23:59:59Z",
  "2026-12-28T19:09:49Z",
  "9999-12-28T23:59:59Z",
])("it reads %s to its limits", (text) => {
  expect(usualInstant(text)).toBe(Date.parse(text));
});

test("it reads nothing in which a digit is none, not even its neighbours", () => {
  const text = "2019-11-11T11:11:11Z";
  const places = [0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18];
  for (const sign of ["/", ":", " ", "x"]) {
    for (const place of places) {
      const odd = text.slice(0, place) + sign + text.slice(place + 1);
      expect([odd, usualInstant(odd)]).toEqual([odd, undefined]);
    }
  }
});

test.each(["2026-03-14T09:26:53ZZ", "2026-03-14T09:26:53Z ", "2026-03-14T09:26:53.000Z"])(
  "it leaves %j, which is longer, to others",
  (text) => {
    expect(usualInstant(text)).toBeUndefined();
  },
);
