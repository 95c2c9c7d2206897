import { describe, expect, test } from "vitest";

import { cleanForeign, cleanId, cleanText, createScrubber } from "../../src/core/redact.ts";

describe("an e-mail address is taken out whole, and nothing else with it", () => {
  test.for([
    "kim@example.com",
    "k@e",
    "kim.o'neil+news-x@mail.example-site.co.uk",
    "KIM_1%x@EXAMPLE.COM",
    "zoë@bücher.example",
    "kim%40example.com",
    String.raw`kim\u0040example.com`,
    `${"k".repeat(64)}@${"e".repeat(255)}`,
  ])("%s", (address) => {
    expect(cleanText(address)).toBe("[email]");
    expect(cleanText(`to <${address}>, then`)).toBe("to <[email]>, then");
    expect(cleanText(`mail=${address}&x="${address}"`)).toBe('mail=[email]&x="[email]"');
  });

  test.for(["@", "kim@", "@example", "kim @ example", "kim%41example", "a<@b"])(
    "%s is none",
    (text) => {
      expect(cleanText(text)).toBe(text);
    },
  );
});

describe("a telephone number is taken out whole, and nothing else with it", () => {
  test.for([
    "1234567",
    "123456789012345",
    "+15551234567",
    "555-123-4567",
    "0151.123.456.78",
    "1 (2) 3 4 5 6 7",
    "1. 2. 3. 4. 5. 6. 7",
  ])("%s", (number) => {
    expect(cleanText(`a ${number} b`)).toBe("a [number] b");
    expect(cleanText(`(${number}),`)).toBe("([number]),");
  });

  test.for([
    ["+49 (151) 12345678", "[number]"],
    ["%2B1%20%28555%29%20010-9987", "[number]"],
    ["%2b1%20555%2e010%2d9987", "[number]"],
    ["tel%3A15550109987%3Bext%2C", "tel:[number];ext,"],
    ["1   2345678", "1   [number]"],
    ["123456", "123456"],
    ["1234567890123456", "1234567890123456"],
    ["x1234567", "x1234567"],
    ["1234567x", "1234567x"],
    ["11234567ü", "11234567ü"],
    ["1_2345678", "1_[number]"],
    ["2026-11-21", "[number]"],
  ] as const)("%s is left as %s", ([text, left]) => {
    expect(cleanText(text)).toBe(left);
  });
});

test("of what an address has encoded, that is shown as it is which stands in numbers", () => {
  expect(cleanText("a%20b%28c%29d%2Be%2Cf%2Dg%2Eh%3Ai%3Bj")).toBe("a b(c)d+e,f-g.h:i;j");
  const kept = "%21%22%2A%2F%30%39%3C%3D%41%C3%A4%2";
  expect(cleanText(kept)).toBe(kept);
});

test.for([
  [" a ", "a"],
  ["\n\t", ""],
  ["a\u0000\u001fb\u007f\u009fc\u2028\u2029d\u202a\u202ee\u2066\u2069f", "a b c d e f"],
  ["a\u00a0b\u200bc\u202fd", "a\u00a0b\u200bc\u202fd"],
] as const)("%j is cleaned to %j", ([text, cleaned]) => {
  expect(cleanText(text)).toBe(cleaned);
});

describe("a long text", () => {
  test("is shown by its beginning", () => {
    expect(cleanText("x".repeat(300))).toBe("x".repeat(300));
    expect(cleanText("x".repeat(301))).toBe(`${"x".repeat(300)}…`);
    expect(cleanText("x".repeat(1200))).toBe(`${"x".repeat(300)}…`);
  });

  test("is cleaned in whole words only", () => {
    expect(cleanText("x".repeat(1201))).toBe("");
    const unit = `${"y".repeat(50)}@example.com a `;
    expect(cleanText(unit.repeat(100))).toBe(
      Array.from({ length: 18 }, () => "[email] a").join(" "),
    );
  });
});

describe("what looks like a key is taken for one where no key is known", () => {
  test.for([
    ["Bearer abc.def", "Bearer [redacted]"],
    ["a BASIC ++x, y", "a BASIC [redacted] y"],
    ["Bearer", "Bearer"],
    ["a bearer\tabc", "a bearer abc"],
    ["unbearer abc", "unbearer abc"],
    ["abcdefgh-5550109987-ijkl", "[redacted]"],
    ["abcdefgh/ijkl+m=~.[1]-_", "[redacted]"],
    ["a1b2c3d4e5f6g7h8", "[redacted]"],
    ["a1b2c3d4e5f6g7h", "a1b2c3d4e5f6g7h"],
    ["a1b2c3d4 e5f6g7h8", "a1b2c3d4 e5f6g7h8"],
    ["abcdefghijklmnopqrst", "abcdefghijklmnopqrst"],
    ["of a1b2c3d4e5f6g7h8, and 1a2b3c4d5e6f7g8h", "of [redacted], and [redacted]"],
  ] as const)("%j is shown as %j", ([text, shown]) => {
    expect(cleanForeign(text)).toBe(shown);
  });
});

test.for([
  ["7", "7"],
  ["12345678901", "12345678901"],
  ["x12345678901", "x12345678901"],
  ["-12345678901", "-[number]"],
  ["12345678901-", "[number]-"],
  [" r1 ", "r1"],
] as const)("the name %j of a request is shown as %j", ([id, shown]) => {
  expect(cleanId(id)).toBe(shown);
});

test("a key is taken out however often, and beside other keys that are longer", () => {
  const scrub = createScrubber(["abcde", "abcdefgh"]);
  expect(scrub("abcde, abcde")).toBe("[redacted], [redacted]");
  expect(createScrubber(["a bcd/ü"])("k=a%20bcd%2F%C3%BC&l=a%20bcd%2f%c3%bc")).toBe(
    "k=[redacted]&l=[redacted]",
  );
});
