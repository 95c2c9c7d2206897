import { expect, test } from "vitest";
import { createEmulators } from "../../../src/testing/index.ts";

const { whop, batch, sonarly } = createEmulators();
const listed = sonarly.audiences.list().filter(({ filling }) => !filling);

test("140 audiences each, a few hundred in all", () => {
  expect([whop.audiences.list().length, batch.audiences.list().length, listed.length]).toEqual([
    140, 140, 140,
  ]);
});

test.each([0, 1, 2, 9, 41, 500])(
  "a size of %i gives so many at every vendor, each under its own id",
  (size) => {
    const emulators = createEmulators({ size });
    const whopIds = emulators.whop.audiences.list().map(({ id }) => id);
    const batchNames = emulators.batch.audiences.list().map(({ name }) => name);
    const sonarlyIds = emulators.sonarly.audiences
      .list()
      .flatMap(({ id, filling }) => (filling ? [] : [id]));
    for (const ids of [whopIds, batchNames, sonarlyIds]) {
      expect(ids).toHaveLength(size);
      expect(new Set(ids).size).toBe(size);
    }
  },
);

test("sizes and seeds that are not whole numbers are refused", () => {
  expect(() => createEmulators({ size: -1 })).toThrow(RangeError);
  expect(() => createEmulators({ size: 1.5 })).toThrow(RangeError);
  expect(() => createEmulators({ seed: Number.NaN })).toThrow(RangeError);
});

test("names are as people write them: scripts, emoji, quotes, commas, spaces, and one very long", () => {
  const names = whop.audiences.list().map(({ name }) => name);
  const patterns = [
    /東京/,
    /الرياض/,
    /🎄/u,
    /"/,
    /,/,
    /^\s/,
    /\s$/,
    /^=/,
    /<b>/,
    /^.{180,}$/s,
    /\t/,
  ];
  const missing = patterns.filter((pattern) => !names.some((name) => pattern.test(name)));
  expect(missing).toEqual([]);
});

test("two names that look the same are different texts", () => {
  const names = new Set(whop.audiences.list().map(({ name }) => name));
  expect(names.has("Café regulars")).toBe(true);
  expect(names.has("Cafe\u0301 regulars")).toBe(true);
});

test("some lists are empty, some hold millions", () => {
  const sizes = [
    whop.audiences
      .list()
      .flatMap(({ status, audienceType, totalRows }) =>
        status === "ready" && audienceType === "custom" ? [totalRows] : [],
      ),
    batch.audiences.list().map(({ ids }) => ids ?? 0),
    listed.map(({ prospectCount }) => prospectCount),
  ];
  for (const counts of sizes) {
    expect(Math.min(...counts)).toBe(0);
    expect(Math.max(...counts)).toBeGreaterThan(1_000_000);
  }
});

test("some were made in the same instant, and none after now", () => {
  const instants = whop.audiences.list().map(({ createdAt }) => createdAt);
  expect(new Set(instants).size).toBeLessThan(instants.length);
  for (const { createdAt, updatedAt } of [...whop.audiences.list(), ...batch.audiences.list()]) {
    expect(updatedAt).toBeGreaterThanOrEqual(createdAt);
    expect(updatedAt).toBeLessThanOrEqual(whop.clock.now());
  }
});

test("ids look like the vendors'", () => {
  for (const { id, platformAudienceIds } of whop.audiences.list()) {
    expect(id).toMatch(/^adaud_[A-Za-z0-9]{13}$/);
    for (const platformId of platformAudienceIds) expect(platformId).toMatch(/^\d{18}$/);
  }
  for (const { id } of listed) expect(id).toMatch(/^[0-9a-f]{24}$/);
});
