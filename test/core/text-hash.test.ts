import { expect, test } from "vitest";

import { hashText, hashWords, mixed } from "../../src/core/text-hash.ts";

const seeds = new Uint32Array([1, 2, 3]);

function hashOf(text: string, kind = 0, by = seeds): string {
  const into = new Uint32Array(hashWords);
  hashText(text, kind, by, into);
  return Array.from(into, (word) => word.toString(16).padStart(8, "0")).join(" ");
}

test("is the same in every process and in every version: ledgers on disk depend on it", () => {
  const texts = ["", "a", "ab", "abc", "ada@example.com", "ü🙂", "\u0000", "x".repeat(1000)];
  expect(texts.map((text) => hashOf(text))).toMatchInlineSnapshot(`
    [
      "514e28b7 30f4c306 85f0b427",
      "f51979f6 9665c531 c559447d",
      "f4ffd12b 71a4e742 883feded",
      "0cabfd98 8d07587d 25849aef",
      "44b46d09 3f2de460 0d3d2c71",
      "e29c7d76 7ef69f93 f918635b",
      "6eb047e0 1ddfe936 2b86bfdf",
      "c503c5f3 6c40cd97 b7f36479",
    ]
  `);
  expect([hashOf("ada", 1), hashOf("ada", 3)]).toMatchInlineSnapshot(`
    [
      "0da22e6b 5596cbde 3b4853ad",
      "b3b9a091 5596cbde 3b4853ad",
    ]
  `);
  expect(hashOf("ada", 0, new Uint32Array(3))).toMatchInlineSnapshot(
    `"0da22e6b 6bc8d22e dbded2bf"`,
  );
  expect([0, 1, 2, 0x80000000, 0xffffffff].map(mixed)).toMatchInlineSnapshot(`
    [
      0,
      1364076727,
      821347078,
      1832674720,
      2180083513,
    ]
  `);
});

test("is another for another kind and for other seeds", () => {
  const hashes = [
    hashOf("ada"),
    hashOf("ada", 1),
    hashOf("ada", 2),
    hashOf("ada", 0, new Uint32Array([9, 2, 3])),
    hashOf("ada", 0, new Uint32Array([1, 9, 3])),
    hashOf("ada", 0, new Uint32Array([1, 2, 9])),
  ];
  expect(new Set(hashes).size).toBe(hashes.length);
});

test("never ends with zero, which stands for nothing", () => {
  for (let index = 0; index < 10_000; index += 1) {
    expect(Number.parseInt(hashOf(`x${index}`).slice(-8), 16) & 1).toBe(1);
  }
});
