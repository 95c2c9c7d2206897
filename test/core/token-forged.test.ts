import { describe, expect, test } from "vitest";

import { fingerprint } from "../../src/core/fingerprint.ts";
import { freshLane } from "../../src/core/paging/lane-state.ts";
import type { LaneState } from "../../src/core/paging/lane-state.ts";
import { decodeToken, encodeToken } from "../../src/core/paging/token.ts";
import type { Position } from "../../src/core/paging/token.ts";
import { errorOf } from "../support/core-read.ts";

const lane: LaneState = {
  status: "failed",
  cursor: "c/1 ü",
  pageSize: 50,
  skip: 3,
  recent: "abcdefgh12345678",
  cycle: ["markmark", 4, 2],
  pages: 5,
  items: 6,
  requests: 7,
  duplicates: 8,
  refused: 9,
  expected: 10,
};
const position: Position = {
  subject: "list",
  order: "arrival",
  turn: 1,
  lanes: { a: lane, b: freshLane },
};
const expected = { subject: "list", order: "arrival", names: ["a", "b"] } as const;

/** A token of this content, with a checksum that is right. */
function forged(content: unknown, ...recent: readonly string[]): string {
  const body = btoa(JSON.stringify(content)).replaceAll("+", "-").replaceAll("/", "_");
  const whole = [body.replaceAll("=", ""), ...recent].join(".");
  return `ak1.${whole}.${fingerprint(whole)}`;
}

const values: readonly unknown[] = ["a", "open", null, null, 0, ["", 1, 0], 0, 0, 0, 0, 0, null];
/** Those of a lane, with another value at a place. */
const lanesWith = (place: number, value: unknown): readonly unknown[] => [
  values.with(place, value),
];

test("a position comes back as it was, whatever is in it", () => {
  expect(decodeToken(encodeToken(position), expected)).toEqual(position);
  // At one of three places each, base64 makes a plus of the first, a slash of the second and padding of what is short.
  const ends = [">", "?", ""].flatMap((end) => ["", "x", "xx"].map((start) => start + end));
  for (const cursor of [...ends, "~ÿ}ÿ|ÿ{ÿÿÿ>ÿ?"]) {
    const odd = { ...position, turn: 0, lanes: { a: { ...lane, cursor } } };
    const token = encodeToken(odd);
    expect(token).toMatch(/^ak1\.[\w-]+\.[\w-]{16}\.[\w-]{8}$/);
    expect(decodeToken(token, { ...expected, names: ["a"] }).lanes["a"]).toEqual(odd.lanes.a);
  }
});

test("a token of an earlier release is read: what it looks like stays the same", () => {
  const given =
    "ak1.WyJsaXN0IiwiYXJyaXZhbCIsMSxbWyJhIiwiZmFpbGVkIiwiYy8xIMO8Iiw1MCwzLFsibWFya21hcmsiLDQsMl0sNSw2LDcsOCw5LDEwXSxbImIiLCJvcGVuIixudWxsLG51bGwsMCxbIiIsMSwwXSwwLDAsMCwwLDAsbnVsbF1dXQ.abcdefgh12345678..zde11Um9";
  expect(decodeToken(given, expected)).toEqual(position);
  expect(encodeToken(position)).toBe(given);
});

describe("a forged token", () => {
  const mine = { subject: "list", order: "rounds", names: ["a"] } as const;
  const damaged =
    "The continuation token is damaged or not one of audiencekit's. Pass it exactly as it was given, or start the listing anew without it.";

  test("that is made as ours are is read", () => {
    const token = forged(["list", "rounds", 0, [values]], "abcdefgh");
    expect(decodeToken(token, mine)).toEqual({
      subject: "list",
      order: "rounds",
      turn: 0,
      lanes: { a: { ...freshLane, recent: "abcdefgh" } },
    });
    expect(decodeToken(forged(["list", "rounds", 0, [values]]), mine).lanes["a"]?.recent).toBe("");
  });

  test.each<readonly [string, unknown]>([
    ["no list", {}],
    ["too short", ["list", "rounds", 0]],
    ["too long", ["list", "rounds", 0, [values], 1]],
    ["another subject", [7, "rounds", 0, [values]]],
    ["another order", ["list", "random", 0, [values]]],
    ["a turn below 0", ["list", "rounds", -1, [values]]],
    ["half a turn", ["list", "rounds", 0.5, [values]]],
    ["a turn as a text", ["list", "rounds", "0", [values]]],
    ["the turn of nobody", ["list", "rounds", 1, [values]]],
    ["a turn beyond all numbers", ["list", "rounds", 2 ** 53, [values]]],
    ["lanes that are no list", ["list", "rounds", 0, { 0: values }]],
    ["a lane that is none", ["list", "rounds", 0, ["a"]]],
    ["a lane too short", ["list", "rounds", 0, [values.slice(1)]]],
    ["a name that is no text", ["list", "rounds", 0, lanesWith(0, 7)]],
    ["a status that is none", ["list", "rounds", 0, lanesWith(1, "begun")]],
    ["a cursor that is no text", ["list", "rounds", 0, lanesWith(2, 7)]],
    ["a byte that is of no character", ["list", "rounds", 0, lanesWith(2, "\xff")]],
    ["a page size of 0", ["list", "rounds", 0, lanesWith(3, 0)]],
    ["a skip below 0", ["list", "rounds", 0, lanesWith(4, -1)]],
    ["a cycle too short", ["list", "rounds", 0, lanesWith(5, ["", 1])]],
    ["a mark that is no text", ["list", "rounds", 0, lanesWith(5, [7, 1, 0])]],
    ["a reach that is no number", ["list", "rounds", 0, lanesWith(5, ["", "1", 0])]],
    ["steps that are no number", ["list", "rounds", 0, lanesWith(5, ["", 1, null])]],
    ["pages below 0", ["list", "rounds", 0, lanesWith(6, -1)]],
    ["items that are no number", ["list", "rounds", 0, lanesWith(7, null)]],
    ["requests that are no number", ["list", "rounds", 0, lanesWith(8, "0")]],
    ["duplicates that are no number", ["list", "rounds", 0, lanesWith(9, {})]],
    ["refused that is no number", ["list", "rounds", 0, lanesWith(10, true)]],
    ["expected that is no number", ["list", "rounds", 0, lanesWith(11, "9")]],
  ])("with %s is damaged", async (_words, content) => {
    const error = await errorOf(() => decodeToken(forged(content), mine));
    expect([error.code, error.message]).toEqual(["invalid_argument", damaged]);
  });

  test.each(["abcdefg", "abcdefgh1", "abcdefg!"])(
    "with %j for fingerprints is damaged",
    async (recent) => {
      const token = forged(["list", "rounds", 0, [values]], recent);
      expect((await errorOf(() => decodeToken(token, mine))).message).toBe(damaged);
    },
  );

  test.each([
    "",
    "ak1",
    "ak1..",
    "ak1.e30.",
    "ak1.e30.xxxxxxxx",
    "xak1.e30.x",
    "ak.e30.x",
    "ak1x.e30.x",
  ])("that is %j is damaged", async (token) => {
    expect((await errorOf(() => decodeToken(token, mine))).message).toBe(damaged);
  });
});

describe("a token that does not fit says why", () => {
  const token = encodeToken(position);
  const remedy = "Continue with the same call that gave the token, or start anew without it.";

  test.each<readonly [object, string]>([
    [{ subject: "other" }, `The continuation token belongs to another listing. ${remedy}`],
    [
      { names: ["a"] },
      `The continuation token belongs to the providers a, b; this listing has a. ${remedy}`,
    ],
    [
      { names: ["b", "a"] },
      `The continuation token belongs to the providers a, b; this listing has b, a. ${remedy}`,
    ],
    [
      { order: "rounds" },
      `The continuation token belongs to the order "arrival"; this listing has "rounds". ${remedy}`,
    ],
  ])("%j", async (other, message) => {
    const error = await errorOf(() => decodeToken(token, { ...expected, ...other }));
    expect([error.code, error.message]).toEqual(["invalid_argument", message]);
  });

  test("of another version", async () => {
    const error = await errorOf(() => decodeToken(token.replace("ak1", "ak12"), expected));
    expect(error.message).toBe(
      "The continuation token is of version 12, and this is audiencekit's 1. Continue with the version that made it, or start the listing anew.",
    );
  });

  test("that is no text", async () => {
    const { message } = await errorOf(() => decodeToken(7, expected));
    expect(message).toMatch(/^The continuation token is damaged or not one of audiencekit's\./);
  });
});
