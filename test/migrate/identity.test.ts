import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import email from "validator/lib/isEmail.js";

import { identifierKinds } from "../../src/core/model.ts";
import type { IdentifierKind, MemberInput } from "../../src/core/model.ts";
import { normalizeMember } from "../../src/core/writing/normalize.ts";
import { createIdentity } from "../../src/migrate/index.ts";

const world = createIdentity();
const germany = createIdentity({ defaultCountry: "DE" });

/** What becomes of one identifier: the value that is written, or why none is. */
function read(kind: IdentifierKind, text: string, normalize = world): string {
  const result = normalize({ identifiers: { [kind]: [text] } }, identifierKinds);
  return "reason" in result
    ? `${result.reason}: ${result.message}`
    : (result.member.identifiers[kind]?.join() ?? "");
}

describe("an email", () => {
  const written: readonly (readonly [string, string, string])[] = [
    ["is trimmed and lower-cased", "  Ada@Example.COM\n", "ada@example.com"],
    ["loses a byte order mark", "\ufeffada@example.com", "ada@example.com"],
    ["keeps its dots, also at Gmail", "a.d.a@gmail.com", "a.d.a@gmail.com"],
    ["keeps its plus part", "ada+news@gmail.com", "ada+news@gmail.com"],
    ["keeps its domain", "ada@googlemail.com", "ada@googlemail.com"],
    ["may be in any script", "Jörg@Bücher.de", "jörg@bücher.de"],
    ["may have an encoded domain", "ada@xn--bcher-kva.de", "ada@xn--bcher-kva.de"],
    ["may have odd signs", "o'brien_1=x@sub.example.co.uk", "o'brien_1=x@sub.example.co.uk"],
  ];
  test.for(written)("%s", ([, text, value]) => {
    expect(read("email", text)).toBe(value);
  });

  const refused = [
    "ada",
    "ada@example",
    "@example.com",
    "ada@",
    "ada@@example.com",
    "ada lovelace@example.com",
    "Ada <ada@example.com>",
    "mailto:ada@example.com, bob@example.com",
    "ada..b@example.com",
    ".ada@example.com",
    "ada@-example.com",
    "ada@exa_mple.com",
    "ada@example.c",
    "ada@[127.0.0.1]",
    `${"a".repeat(65)}@example.com`,
    `ada@${"a".repeat(64)}.com`,
    `ada@${"a.".repeat(130)}com`,
    "",
  ];
  test.for(refused)("%j is none", (text) => {
    expect(read("email", text)).toBe(
      "IDENTIFIER_INVALID: has no valid identifier: an email needs a name, one @ and a domain",
    );
  });

  test.for(["ada@example.com\u200b", "a\u00adda@example.com", "\u202eada@example.com"])(
    "%j holds what nobody sees: it is refused, for it would match nobody",
    (text) => {
      expect(read("email", text)).toContain("invisible or a broken character");
    },
  );

  test("the quick look takes nothing that the close look would refuse", () => {
    const part = fc.stringMatching(/^[a-z0-9._+-]{1,12}$/);
    const address = fc.tuple(part, part, part).map(([name, host, end]) => `${name}@${host}.${end}`);
    fc.assert(
      fc.property(address, (text) => {
        expect(read("email", text) === text).toBe(email.default(text));
      }),
      { seed: 6, numRuns: 5000 },
    );
  });
});

describe("a phone", () => {
  const written: readonly (readonly [string, string, string])[] = [
    ["in E.164 stays as it is", "+4915123456789", "+4915123456789"],
    ["loses its separators", " +49 (151) 234-56.789 ", "+4915123456789"],
    ["loses marks of direction", "\u202a+49\u00a0151 23456789\u202c", "+4915123456789"],
    ["loses the zero that is not dialled from abroad", "+49 (0)151 23456789", "+4915123456789"],
    ["keeps the zero that is", "+39 06 1234 5678", "+390612345678"],
    ["may be a number of no country", "+800 1234 5678", "+80012345678"],
    ["may be written in other digits", "+٤٩١٥١٢٣٤٥٦٧٨٩", "+4915123456789"],
    ["may be written in wide digits", "＋４９ １５１ ２３４５６７８９", "+4915123456789"],
  ];
  test.for(written)("%s", ([, text, value]) => {
    expect(read("phone", text)).toBe(value);
  });

  const national: readonly (readonly [string, string])[] = [
    ["0151 23456789", "+4915123456789"],
    ["(0151) 234/56789", "+4915123456789"],
    ["0049 151 23456789", "+4915123456789"],
    ["15123456789", "+4915123456789"],
    ["+1 415 555 2671", "+14155552671"],
  ];
  test.for(national)("%j is one of the default country, or of the world", ([text, value]) => {
    expect(read("phone", text, germany)).toBe(value);
  });

  test.for(["0151 23456789", "15123456789", "0049 151 23456789"])(
    "%j is nobody's without a country",
    (text) => {
      expect(read("phone", text)).toContain("no country code, and no defaultCountry is given");
    },
  );

  test.for(["4.91512E+11", "4,91512E+11", "4.91512345678E+12", "5E11", "+4.9e+11"])(
    "%j is in scientific notation: digits of it are gone",
    (text) => {
      for (const normalize of [world, germany, normalizeMember]) {
        expect(read("phone", text, normalize)).toMatch(
          /^IDENTIFIER_INVALID: .*scientific notation/,
        );
      }
    },
  );

  test.for(["4915123456789.0", "+4915123456789.00", "015123456789,0"])(
    "%j was kept as a decimal number: without the point it would be another phone",
    (text) => {
      for (const normalize of [world, germany, normalizeMember]) {
        expect(read("phone", text, normalize)).toMatch(/^IDENTIFIER_INVALID: .*decimal number/);
      }
    },
  );

  test("with or without the country's code? What can be read both ways is not guessed at", () => {
    expect(read("phone", "4915123456789", germany)).toContain(
      "may begin with the country code or not",
    );
    // In most countries only one of the two is a number.
    const britain = createIdentity({ defaultCountry: "gb" });
    expect(read("phone", "447911123456", britain)).toBe("+447911123456");
    expect(read("phone", "07911 123456", britain)).toBe("+447911123456");
  });

  test.for([
    "",
    "123",
    "+",
    "+1",
    "+49 151",
    "+1234567890",
    "+999123456789",
    "call +49 151 23456789",
    "+49+15123456789",
    "n/a",
  ])("%j is none", (text) => {
    expect(read("phone", text, germany)).toMatch(/^IDENTIFIER_INVALID: .*no valid number/);
  });

  test("a country that is none is refused at once, and says what is meant", () => {
    for (const defaultCountry of ["XX", "Germany", "49", ""]) {
      expect(() => createIdentity({ defaultCountry })).toThrow(
        "ISO 3166-1 alpha-2 code such as US or DE",
      );
    }
  });
});

describe("an id of the caller's own", () => {
  test.for([
    "007",
    " 7 ",
    "A-b",
    "4.9E+11",
    "2024-01-02",
    "5d41402abc4b2a76b9719d911017c592",
    "👩",
    "e\u0301",
  ])("%j is never touched", (text) => {
    expect(read("externalId", text)).toBe(text);
  });

  test.for(["", "a\ufffdb", "a\ud83d", "a\0b"])("%j is broken", (text) => {
    expect(read("externalId", text)).toContain("its id is empty, or holds a broken character");
  });
});

describe("a LinkedIn address", () => {
  test.for([
    "https://www.linkedin.com/in/Ada-Lovelace/?trk=x",
    "linkedin.com/in/ada",
    "http://de.linkedin.com/pub/ada/1/2/3",
    "https://www.linkedin.com/sales/lead/ACwAAB,NAME_SEARCH,x",
  ])("%j is written as it is", (text) => {
    expect(read("linkedinUrl", text)).toBe(text);
  });

  test.for([
    "ada",
    "https://www.linkedin.com/company/x",
    "https://www.linkedin.com/in/",
    "https://linkedin.com.evil.example/in/ada",
    "https://evil.example/linkedin.com/in/ada",
  ])("%j is that of nobody's profile", (text) => {
    expect(read("linkedinUrl", text)).toContain("not that of a person's profile");
  });
});

describe("hashed values are known, and not taken for plain ones", () => {
  const hashes: readonly (readonly [string, string])[] = [
    ["MD5", "5d41402abc4b2a76b9719d911017c592"],
    ["SHA-1", "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"],
    ["SHA-256", "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"],
    ["SHA-256 in capitals", "2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824"],
    ["SHA-256 in base64", "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="],
    ["SHA-256 in base64 for addresses", "LPJNul-wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ"],
  ];
  test.for(hashes)("%s", ([, hash]) => {
    for (const kind of ["email", "phone"] as const) {
      for (const normalize of [world, germany, normalizeMember]) {
        expect(read(kind, hash, normalize)).toBe(
          "HASHED_ONLY: has hashed identifiers only, and this vendor takes plain ones",
        );
      }
    }
  });

  test("a plain one beside it is written, and the hashed one is told as left out", () => {
    const member: MemberInput = {
      identifiers: { email: ["5d41402abc4b2a76b9719d911017c592"], phone: ["+15550100200"] },
    };
    expect(world(member, identifierKinds)).toMatchObject({
      member: { identifiers: { phone: ["+15550100200"] } },
      dropped: ["email"],
    });
  });
});

describe("a member", () => {
  test("keeps its good identifiers, each once; what is left out is told by its kind", () => {
    const member: MemberInput = {
      identifiers: {
        email: ["A@example.com", "a@example.com", "nobody", "b@example.com"],
        phone: ["123"],
        externalId: ["7"],
        linkedinUrl: ["https://linkedin.com/in/ada"],
      },
      attributes: { city: "London" },
    };
    expect(world(member, ["email", "phone", "externalId"])).toEqual({
      member: {
        identifiers: { email: ["a@example.com", "b@example.com"], externalId: ["7"] },
        attributes: { city: "London" },
      },
      dropped: ["email", "phone", "linkedinUrl"],
    });
  });

  test("without any identifier that the vendor takes says so", () => {
    const member: MemberInput = { identifiers: { externalId: ["7"] } };
    expect(world(member, ["email"])).toMatchObject({ reason: "NO_MATCHABLE_IDENTIFIER" });
    expect(world({ identifiers: {} }, ["email"])).toMatchObject({
      reason: "NO_MATCHABLE_IDENTIFIER",
    });
  });

  test("no value of it is in a message", () => {
    const said = identifierKinds.flatMap((kind) =>
      ["canary@nowhere", "+49canary", "canary\ufffd"].map((text) => [
        text,
        read(kind, text, germany),
      ]),
    );
    const refusals = said.filter(([text, words]) => text !== words);
    expect(refusals.length).toBeGreaterThan(8);
    expect(refusals.filter(([, words]) => words?.includes("canary"))).toEqual([]);
  });
});

test("without packages: emails loosely, phones in E.164 only", () => {
  expect(read("email", " Ada@Example.com", normalizeMember)).toBe("ada@example.com");
  expect(read("phone", "+1 (555) 010-0200", normalizeMember)).toBe("+15550100200");
  expect(read("phone", "0151 23456789", normalizeMember)).toContain(
    "a phone needs the form +15550100200",
  );
});
