import { describe, expect, test } from "vitest";

import { fingerprint, fingerprintLength } from "../../src/core/fingerprint.ts";
import { ids } from "../support/core-vendor.ts";

describe("a fingerprint", () => {
  test("is 8 characters that a URL takes as they are", () => {
    for (const text of ["", "a", "ü🙂\ud800", "x".repeat(10_000), "\u0000"]) {
      expect(fingerprint(text)).toMatch(/^[\w-]{8}$/);
      expect(fingerprint(text)).toHaveLength(fingerprintLength);
    }
  });

  test("is the same in every process and in every version: tokens depend on it", () => {
    expect(["", "a", "adaud_1", "ü🙂"].map(fingerprint)).toMatchInlineSnapshot(`
      [
        "AAAAAAAA",
        "5NeFG7-c",
        "z-gp4chJ",
        "N52cVld_",
      ]
    `);
  });

  test("tells apart what differs in one character, or in order", () => {
    const texts = ["ab", "ba", "a", "b", "aa", "a ", " a", "A", "a\u0000", "\u0000a", "", "\u0000"];
    expect(new Set(texts.map(fingerprint)).size).toBe(texts.length);
  });

  test("of a hundred thousand ids of each kind is no other's", () => {
    const count = 100_000;
    const kinds = [
      ids("adaud_", count),
      ids("", count),
      ids("list-2026-", count).map((id) => `${id}-vip`),
      Array.from({ length: count }, (_, index) =>
        (index * 2_654_435_761).toString(16).padStart(14, "0"),
      ),
    ];
    for (const kind of kinds) {
      expect(new Set(kind.map(fingerprint)).size).toBe(count);
    }
  });

  test("takes every character in every place about equally often", () => {
    const places = Array.from({ length: fingerprintLength }, () => new Map<string, number>());
    const count = 64_000;
    for (const id of ids("aud_", count)) {
      for (const [place, character] of Array.from(fingerprint(id)).entries()) {
        const seen = places[place];
        seen?.set(character, (seen.get(character) ?? 0) + 1);
      }
    }
    for (const seen of places) {
      expect(seen.size).toBe(64);
      expect(Math.min(...seen.values())).toBeGreaterThan((count / 64) * 0.8);
      expect(Math.max(...seen.values())).toBeLessThan((count / 64) * 1.2);
    }
  });

  test("changes about half of its 48 bits with any one character", () => {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const bitsOf = (text: string): string =>
      Array.from(fingerprint(text), (one) =>
        alphabet.indexOf(one).toString(2).padStart(6, "0"),
      ).join("");
    let changed = 0;
    const base = "adaud_0123456789abcdef";
    const others = Array.from(base).flatMap((_, index) =>
      ["X", "y", "#"].map((other) => base.slice(0, index) + other + base.slice(index + 1)),
    );
    for (const other of others) {
      const [left, right] = [bitsOf(base), bitsOf(other)];
      changed += Array.from(left).filter((bit, index) => bit !== right[index]).length;
    }
    const mean = changed / others.length;
    expect(mean).toBeGreaterThan(20);
    expect(mean).toBeLessThan(28);
  });
});
