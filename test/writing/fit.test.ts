import { describe, expect, test } from "vitest";

import { asCountry, asText, asTextOrNumber } from "../../src/core/attribute-rules.ts";
import type { AttributeRules } from "../../src/core/attribute-rules.ts";
import { fitAttributes } from "../../src/core/writing/fit.ts";
import type { AttributeValue } from "../../src/core/model.ts";

const identifiers = { email: ["ada@example.com"] };

/** What comes of attributes by these rules. */
const fit = (rules: AttributeRules, attributes?: Readonly<Record<string, AttributeValue>>) =>
  fitAttributes(rules)(attributes === undefined ? { identifiers } : { identifiers, attributes });

/** Takes texts under names without `no` in them. */
const texts: AttributeRules = {
  ruleOf: (name) => (name.includes("no") ? undefined : asText),
};
/** The same, and names are told apart by their letters alone. */
const folded: AttributeRules = { ...texts, sameAs: (name) => name.toLowerCase() };

describe("a value", () => {
  test.each([
    ["a text", "Ada", "Ada"],
    ["an empty text", "", undefined],
    ["half a character", "a\ud83d", undefined],
    ["the mark of one that could not be read", "a\ufffdb", undefined],
    ["a number", 7, undefined],
    ["a truth value", true, undefined],
    ["nothing", null, undefined],
  ])("as a text: %s", (_words, value, fitting) => {
    expect(asText(value)).toBe(fitting);
  });

  test("is a whole text also where the platform cannot tell", () => {
    const { isWellFormed } = String.prototype;
    Reflect.deleteProperty(String.prototype, "isWellFormed");
    try {
      expect([asText("a😀"), asText("a\ud83d"), asText("a\ufffd")]).toEqual([
        "a😀",
        undefined,
        undefined,
      ]);
    } finally {
      Reflect.defineProperty(String.prototype, "isWellFormed", {
        value: isWellFormed,
        configurable: true,
        writable: true,
      });
    }
  });

  test.each([
    ["DE", "DE"],
    [" us ", "US"],
    ["DEU", undefined],
    ["D", undefined],
    ["1A", undefined],
    ["Germany", undefined],
    [49, undefined],
    [null, undefined],
  ])("as a country: %j is %j", (value, fitting) => {
    expect(asCountry(value)).toBe(fitting);
  });

  test.each([
    [1.5, 1.5],
    [0, 0],
    [Number.NaN, undefined],
    [Number.POSITIVE_INFINITY, undefined],
    ["x", "x"],
    ["", undefined],
    [false, undefined],
  ])("as a text or a number: %j is %j", (value, fitting) => {
    expect(asTextOrNumber(value)).toBe(fitting);
  });
});

describe("the attributes of a member", () => {
  test("that all fit go as they are, without a copy", () => {
    const attributes = { a: "1", b: "2" };
    const fitted = fit(texts, attributes);
    expect(fitted).toEqual({ member: { identifiers, attributes } });
    expect("member" in fitted && fitted.member.attributes).toBe(attributes);
  });

  test("are none where it has none", () => {
    expect(fit(texts)).toEqual({ member: { identifiers, attributes: {} } });
  });

  test("that say nothing stay behind, and are no loss", () => {
    expect(fit(texts, { a: "", b: "2", c: null, no: null })).toEqual({
      member: { identifiers, attributes: { b: "2" } },
    });
  });

  test("that do not fit are named, those around them stay in their order", () => {
    const fitted = fit(texts, { a: "1", no: "x", b: "2", c: 3, d: "4" });
    expect(fitted).toEqual({
      member: { identifiers, attributes: { a: "1", b: "2", d: "4" } },
      dropped: ["no", "c"],
    });
    expect("member" in fitted && Object.keys(fitted.member.attributes ?? {})).toEqual([
      "a",
      "b",
      "d",
    ]);
  });

  test("are written as the vendor takes them", () => {
    const rules: AttributeRules = { ruleOf: () => asCountry };
    expect(fit(rules, { home: "de", work: "US" })).toEqual({
      member: { identifiers, attributes: { home: "DE", work: "US" } },
    });
  });

  test("of names that are one to the vendor, the first stays", () => {
    expect(fit(folded, { name: "1", Name: "2", NAME: "3", other: "4" })).toEqual({
      member: { identifiers, attributes: { name: "1", other: "4" } },
      dropped: ["Name", "NAME"],
    });
    expect(fit(folded, { Name: "1", name: "2" })).toEqual({
      member: { identifiers, attributes: { Name: "1" } },
      dropped: ["name"],
    });
  });

  test("names are known again in their order, whoever came before", () => {
    const fitting = fitAttributes(folded);
    const kept = (attributes: Readonly<Record<string, AttributeValue>>) => {
      const fitted = fitting({ identifiers, attributes });
      return "member" in fitted ? [fitted.member.attributes, fitted.dropped] : fitted.reason;
    };
    expect(kept({ name: "1", no: "2" })).toEqual([{ name: "1" }, ["no"]]);
    expect(kept({ no: "1", name: "2" })).toEqual([{ name: "2" }, ["no"]]);
    expect(kept({ no: "1" })).toEqual([{}, ["no"]]);
    expect(kept({ name: "1", Name: "2" })).toEqual([{ name: "1" }, ["Name"]]);
    expect(kept({ name: "1", other: "2" })).toEqual([{ name: "1", other: "2" }, undefined]);
    expect(kept({ name: "", Name: "2" })).toEqual([{ Name: "2" }, undefined]);
    expect(kept({ name: "1", Name: "2" })).toEqual([{ name: "1" }, ["Name"]]);
  });

  test("a name that is taken by one that says nothing is free", () => {
    expect(fit(folded, { a: "0", name: "", Name: "2" })).toEqual({
      member: { identifiers, attributes: { a: "0", Name: "2" } },
    });
  });

  test("a name such as __proto__ is one like any other", () => {
    const attributes: Record<string, AttributeValue> = JSON.parse('{"__proto__":"1","no":"2"}');
    const fitted = fit(texts, attributes);
    const kept = "member" in fitted ? (fitted.member.attributes ?? {}) : {};
    expect(Object.entries(kept)).toEqual([["__proto__", "1"]]);
    expect("member" in fitted && fitted.dropped).toEqual(["no"]);
  });

  test("may be so many and no more; what stays behind is not counted", () => {
    const rules = { ...texts, most: 2 };
    expect(fit(rules, { a: "1", b: "2", no: "3", c: "" })).toMatchObject({ dropped: ["no"] });
    expect(fit(rules, { a: "1", b: "2", c: "3" })).toEqual({
      reason: "ATTRIBUTE_LIMIT",
      message: "has 3 attributes, and this vendor takes 2 at the most",
    });
  });

  test("their rules are asked for once a name, for the first thousand names and those of the last member", () => {
    const asked: string[] = [];
    const fitting = fitAttributes({
      ruleOf(name) {
        asked.push(name);
        return asText;
      },
    });
    const attributes = Object.fromEntries(
      Array.from({ length: 1001 }, (_, index) => [`a${index}`, "x"]),
    );
    fitting({ identifiers, attributes });
    fitting({ identifiers, attributes });
    expect(asked).toHaveLength(1001);
    fitting({ identifiers, attributes: { a0: "y" } });
    fitting({ identifiers, attributes });
    expect(asked).toHaveLength(1002);
    expect(asked.at(-1)).toBe("a1000");
  });
});
