import { describe, expect, test } from "vitest";

import { identifierKinds } from "../../src/core/model.ts";
import type { IdentifierKind, MemberInput } from "../../src/core/model.ts";
import { isHashed, isScientific, normalizeMember } from "../../src/core/writing/normalize.ts";
import type { Normalized } from "../../src/core/writing/normalize.ts";

const read = (kind: IdentifierKind, ...values: readonly string[]): Normalized =>
  normalizeMember({ identifiers: { [kind]: values } }, identifierKinds);

const member = (kind: IdentifierKind, value: string): Normalized => ({
  member: { identifiers: { [kind]: [value] }, attributes: undefined },
});

const invalid = (problem: string): Normalized => ({
  reason: "IDENTIFIER_INVALID",
  message: `has no valid identifier: ${problem}`,
});

const hashed: Normalized = {
  reason: "HASHED_ONLY",
  message: "has hashed identifiers only, and this vendor takes plain ones",
};

/** What hash functions make of people, in the ways in which they are written down. */
const hashes = [
  ["MD5", "d41d8cd98f00b204e9800998ecf8427e"],
  ["SHA-1", "da39a3ee5e6b4b0d3255bfef95601890afd80709"],
  ["SHA-256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  ["SHA-256 in capitals", "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"],
  ["SHA-256 in base64", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="],
  ["SHA-256 in base64 of addresses", "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"],
] as const;

describe("an email", () => {
  test.each([
    ["Ada@Example.COM", "ada@example.com"],
    [" ada@example.com\n", "ada@example.com"],
    ["a@b.co", "a@b.co"],
    ["ada.l+news@mail.example.co.uk", "ada.l+news@mail.example.co.uk"],
    [`${"a".repeat(64)}@example.com`, `${"a".repeat(64)}@example.com`],
    [`a@${"b".repeat(248)}.com`, `a@${"b".repeat(248)}.com`],
  ])("%j is written as %j", (given, written) => {
    expect(read("email", given)).toEqual(member("email", written));
  });

  test.each([
    "",
    "ada",
    "@example.com",
    "ada@",
    "ada@example",
    "ada@@example.com",
    "ada@example..com",
    "ada@.com",
    "ada@example.",
    "ada@example.com.",
    "ada@example.com bob@example.com",
    "ada lovelace@example.com",
    "ada@exam ple.com",
    `${"a".repeat(65)}@example.com`,
    `a@${"b".repeat(249)}.com`,
  ])("%j is none", (given) => {
    expect(read("email", given)).toEqual(invalid("an email needs a name, one @ and a domain"));
  });

  test.each(["ada\u200b@example.com", "\u202eada@example.com", "ada\ufffd@example.com"])(
    "%j holds what nobody sees",
    (given) => {
      expect(read("email", given)).toEqual(
        invalid("its email holds an invisible or a broken character"),
      );
    },
  );

  test.each(hashes)("is known for one that was hashed: %s", (_name, hash) => {
    expect(read("email", ` ${hash} `)).toEqual(hashed);
  });
});

describe("a phone", () => {
  test.each([
    ["+15550100200", "+15550100200"],
    [" +1 (555) 010-0200 ", "+15550100200"],
    ["+49.151.2345678", "+491512345678"],
    ["\u202a+1\u00a0555\u00a0010\u00a00200\u202c", "+15550100200"],
    ["+1234567", "+1234567"],
    ["+123456789012345", "+123456789012345"],
  ])("%j is written as %j", (given, written) => {
    expect(read("phone", given)).toEqual(member("phone", written));
  });

  test.each(["", "15550100200", "0151 2345678", "+0555010020", "+123456", "+1234567890123456"])(
    "%j is in no form that is known all over the world",
    (given) => {
      expect(read("phone", given)).toEqual(invalid("a phone needs the form +15550100200"));
    },
  );

  test.each(["4.91512E+11", "4,91512e11", "49151E7", "5E11", "-4.9e+11", "+4.e-3"])(
    "%j was written by a spreadsheet, and cannot be mended",
    (given) => {
      expect(isScientific(` ${given} `)).toBe(true);
      expect(read("phone", ` ${given} `)).toEqual(
        invalid(
          "its phone is in scientific notation, as a spreadsheet writes it, and digits of it are gone; export the column as text",
        ),
      );
    },
  );

  test.each(["491512345678", "e11", "4.9e", "4.9e+1x", "x4e11"])(
    "%j is no scientific notation",
    (given) => {
      expect(isScientific(given)).toBe(false);
    },
  );

  test.each(["491512345678.0", "+491512345678.00", "491512,0"])(
    "%j was kept as a decimal number",
    (given) => {
      expect(read("phone", ` ${given} `)).toEqual(
        invalid("its phone was kept as a decimal number; export the column as text"),
      );
    },
  );

  test.each(["49151.0", "+491512345678.5", "x491512345678.0", "491512345678.0x"])(
    "%j is no such number",
    (given) => {
      expect(read("phone", given)).not.toMatchObject({
        message: expect.stringContaining("decimal"),
      });
    },
  );

  test.each(hashes)("is known for one that was hashed: %s", (_name, hash) => {
    expect(isHashed(` ${hash} `)).toBe(true);
    expect(read("phone", ` ${hash} `)).toEqual(hashed);
  });

  test.each([
    "d41d8cd98f00b204e9800998ecf8427",
    "d41d8cd98f00b204e9800998ecf8427ee",
    "x d41d8cd98f00b204e9800998ecf8427e",
    "d41d8cd98f00b204e9800998ecf8427g",
    "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU==",
  ])("%j is no hash", (text) => {
    expect(isHashed(text)).toBe(false);
  });
});

describe("an id of the caller's own", () => {
  test.each([" C-1 ", "c-1", "007", "日本", "=1+1", hashes[0][1]])("%j is never touched", (id) => {
    expect(read("externalId", id)).toEqual(member("externalId", id));
  });

  test.each(["", "a\0b", "a\ud83d", "a\ufffdb"])("%j cannot be written as it is meant", (id) => {
    expect(read("externalId", id)).toEqual(invalid("its id is empty, or holds a broken character"));
  });
});

describe("a LinkedIn address", () => {
  test.each([
    "https://www.linkedin.com/in/ada",
    "linkedin.com/in/Ada?x=1",
    "de.linkedin.com/pub/a/1",
  ])("%j is written as it is", (url) => {
    expect(read("linkedinUrl", url)).toEqual(member("linkedinUrl", url));
  });

  test.each([
    "",
    "https://www.linkedin.com/company/ada",
    "https://example.com/in/ada",
    "linkedin.com/in/a\0",
  ])("%j is not that of a person's profile", (url) => {
    expect(read("linkedinUrl", url)).toEqual(
      invalid("its LinkedIn address is not that of a person's profile"),
    );
  });
});

describe("a member", () => {
  test("keeps its attributes, and each of its good identifiers once", () => {
    const attributes = { firstName: "Ada" };
    const identifiers = { email: ["A@b.co", "a@b.co"], externalId: ["2", "1", "2"] };
    expect(normalizeMember({ identifiers, attributes }, identifierKinds)).toEqual({
      member: { identifiers: { email: ["a@b.co"], externalId: ["2", "1"] }, attributes },
    });
  });

  test("leaves behind, and names, the kinds that the vendor does not take and those with bad ones", () => {
    const given: MemberInput = {
      identifiers: { email: ["a@b.co", "none"], phone: ["none"], externalId: ["1"] },
    };
    expect(normalizeMember(given, ["email", "phone"])).toEqual({
      member: { identifiers: { email: ["a@b.co"] }, attributes: undefined },
      dropped: ["email", "phone", "externalId"],
    });
  });

  test.each([
    ["none at all", {}],
    ["empty lists", { email: [] }],
    ["such as the vendor does not take", { externalId: ["1"] }],
  ])("has no identifier for the vendor: %s", (_words, identifiers) => {
    expect(normalizeMember({ identifiers }, ["email", "phone"])).toEqual({
      reason: "NO_MATCHABLE_IDENTIFIER",
      message: "has no identifier that this vendor takes",
    });
  });

  test("an empty list of a kind is not said to be left behind", () => {
    expect(normalizeMember({ identifiers: { email: ["a@b.co"], phone: [] } }, ["email"])).toEqual(
      member("email", "a@b.co"),
    );
  });

  test("with hashed and bad ones is said to be hashed, in any order", () => {
    const [[, hash]] = hashes;
    for (const values of [
      [hash, "none"],
      ["none", hash],
    ]) {
      expect(read("email", ...values)).toEqual(hashed);
    }
  });

  test("of several problems the last one is told", () => {
    const identifiers = { email: ["none"], phone: ["none"] };
    expect(normalizeMember({ identifiers }, identifierKinds)).toEqual(
      invalid("a phone needs the form +15550100200"),
    );
  });

  test("from a program without types may hold anything", () => {
    const identifiers = Object({ email: [7, null] });
    expect(normalizeMember({ identifiers }, identifierKinds)).toEqual(invalid("it is not a text"));
  });
});
