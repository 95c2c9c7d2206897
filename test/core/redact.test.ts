import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { cleanForeign, cleanId, cleanText, createScrubber } from "../../src/core/redact.ts";
import { smallEscapes } from "../support/core-leak.ts";

describe("a scrubbed text", () => {
  const secret = 'k"e/y+1 ü';
  const scrub = (text: string): string => createScrubber([secret, "second-secret"])(text);

  test.each([
    ["as it is", secret],
    ["URI-encoded", encodeURIComponent(secret)],
    ["URI-encoded in small letters", smallEscapes(secret)],
    ["JSON-escaped", JSON.stringify(secret).slice(1, -1)],
  ])("holds no secret, %s", (_words, spelling) => {
    expect(scrub(`a ${spelling} b ${spelling}${spelling}`)).toBe(
      "a [redacted] b [redacted][redacted]",
    );
  });

  test.each([0, 1, 2])("holds no secret inside base64, behind %i other bytes", (before) => {
    const key = "sk_live_?>~ÿ0123";
    const others = ["", "~", "a:"][before] ?? "";
    const encoded = btoa(`${others}${key}:`);
    for (const spelling of [encoded, encoded.replaceAll("+", "-").replaceAll("/", "_")]) {
      const left = createScrubber([key])(`Basic ${spelling} was sent`);
      expect(left).toMatch(/^Basic \S{0,3}\[redacted\]\S{0,5} was sent$/);
    }
  });

  test("holds no rest of a longer spelling of the same", () => {
    const key = "100%25secret"; // is a part of what it is when it is encoded
    const text = createScrubber(["secret%", key])(`a ${encodeURIComponent(key)} b`);
    expect(text).toBe("a [redacted] b");
  });

  test.each([
    ["abcd", "abcd"],
    ["abcde", "[redacted]"],
  ])("a secret of four characters is a word, and one of five is none: %s", (key, left) => {
    expect(createScrubber([key])(key)).toBe(left);
  });

  test("holds none of several secrets", () => {
    expect(scrub(`${secret} and second-secret`)).toBe("[redacted] and [redacted]");
  });

  test("takes a secret as it is and not as a pattern", () => {
    expect(createScrubber(["a.c$&"])("abc$& a.c$&")).toBe("abc$& [redacted]");
  });

  test("is as it was where there is no secret", () => {
    expect(createScrubber([])("text")).toBe("text");
    expect(createScrubber([""])("text")).toBe("text");
    expect(scrub("a key of yours")).toBe("a key of yours");
  });
});

describe("a cleaned text", () => {
  test.each([
    "kim@example.com",
    "kim.o'neil+news@mail.example.co.uk",
    "KIM_1%x@EXAMPLE.COM",
    "zoë@bücher.example",
    "kim%40example.com",
    "kim\\u0040example.com",
    "kim@localhost",
  ])("holds no e-mail address: %s", (address) => {
    for (const text of [
      address,
      `to <${address}>`,
      `email=${address}&x=1`,
      `"${address}"`,
      `${address},${address}`,
    ]) {
      expect(cleanText(text)).toContain("[email]");
      expect(cleanText(text)).not.toMatch(/kim|zoë|example|neil/i);
    }
  });

  test.each([
    "+15551234567",
    "15551234567",
    "+1 (555) 123-4567",
    "555-123-4567",
    "+49 151 12345678",
    "0151.123.456.78",
    "+44 (0) 20 7946 0958",
    "1234567",
  ])("holds no phone number: %s", (number) => {
    for (const text of [number, `tel:${number}.`, `(${number})`, `number ${number} is taken`]) {
      expect(cleanText(text)).toContain("[number]");
      expect(cleanText(text).match(/\d/g)?.length ?? 0).toBeLessThan(4);
    }
  });

  test.each([
    "404",
    "row 12 of 100000",
    "aud123456789",
    "8f1234567890abcd-FRA",
    "v2.11",
    "1234567890123456789",
  ])("keeps what is neither: %s", (text) => {
    expect(cleanText(text)).toBe(text);
  });

  test("holds no control characters and no writing that turns direction", () => {
    expect(cleanText("a\u0000b\r\n\tc\u001b[2Jd\u007f\u0085e\u2028f\u202eg\u2066h")).toBe(
      "a b c [2Jd e f g h",
    );
  });

  test("is 300 characters long at the most, and shows where it was cut", () => {
    expect(cleanText("x".repeat(300))).toBe("x".repeat(300));
    expect(cleanText("word ".repeat(100))).toMatch(/^(?:word ){60}…$/);
    expect(cleanText("y ".repeat(1_000_000)).length).toBeLessThanOrEqual(301);
  });

  test("holds no half of an address at any cut", () => {
    const long = `kim.${"x".repeat(50)}@example.com `;
    for (let lead = 0; lead < 140; lead += 1) {
      const text = `${"-".repeat(lead)} ${long.repeat(60)}`;
      expect(cleanText(text)).not.toMatch(/kim|xxx|example/);
    }
  });

  test("takes no longer for hostile texts", () => {
    const hostile = [
      "a".repeat(100_000),
      "@".repeat(100_000),
      `${"a.".repeat(50_000)}@`,
      "1 ".repeat(50_000),
      "+1-".repeat(30_000),
      "%4".repeat(50_000),
      "\u0000".repeat(100_000),
    ];
    for (const text of hostile) {
      expect(cleanText(text).length).toBeLessThanOrEqual(301);
    }
  });

  test("of any text around an address does not hold the address", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 60 }), (before, after) => {
        expect(cleanText(`${before} kim@example.com ${after}`)).not.toContain("kim@example");
      }),
      { seed: 20_261_121, numRuns: 300 },
    );
  });
});

describe("a text of somebody who was told no secret of ours", () => {
  test.each([
    ["Bearer abc", "Bearer [redacted]"],
    ["basic+dXNlcjpwYXNz, again", "basic [redacted] again"],
    ["authorization: BEARER   x y", "authorization: BEARER [redacted] y"],
    ["a forbearer of abc", "a forbearer of abc"],
    ["sk_live_0123456789 is wrong", "[redacted] is wrong"],
    ["key ab_12345678_cdefghij", "key [redacted]"],
    ["call +15550100200 now", "call [number] now"],
    ["eyJhbGciOiJIUzI1.eyJzdWIiOiIx~+/=-_", "[redacted]"],
    ["a1b2c3d4e5f6g7h8", "[redacted]"],
    ["a1b2c3d4e5f6g7h", "a1b2c3d4e5f6g7h"],
    ["getaddrinfo-has-no-digits", "getaddrinfo-has-no-digits"],
    ["ada@example.com", "[email]"],
  ])("%j is shown as %j", (text, shown) => {
    expect(cleanForeign(text)).toBe(shown);
  });
});

describe("the vendor's name of a request", () => {
  test.each([
    ["12345678901", "12345678901"],
    ["1".repeat(100), "1".repeat(100)],
    ["req_8f12", "req_8f12"],
    ["id 12345678901", "id [number]"],
    ["12345678901 x", "[number] x"],
  ])("%j is shown as %j", (id, shown) => {
    expect(cleanId(id)).toBe(shown);
  });

  test("is no longer than a message may be", () => {
    expect(cleanId("1".repeat(301))).toBe(`${"1".repeat(300)}…`);
  });
});
