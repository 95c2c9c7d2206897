import { describe, expect, test } from "vitest";

import { memory } from "../../adapters/memory.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import { identifierKey } from "../../src/core/writing/identifier-key.ts";
import type { IdentifierKind, MemberInput } from "../../src/core/model.ts";
import type { MemberWriteOptions } from "../../src/core/writing/writing.ts";

const person = (identifiers: MemberInput["identifiers"], name = ""): MemberInput => ({
  identifiers,
  attributes: { name },
});

async function added(members: readonly MemberInput[], options: MemberWriteOptions = {}) {
  const audiences = createAudiences({ held: memory({ audiences: [{ id: "vip" }] }) });
  const ref = { provider: "held", id: "vip" } as const;
  const result = await audiences.addMembers(ref, members, options);
  const there = await audiences.listMembers(ref).toArray();
  return { result, names: there.map(({ attributes }) => attributes["name"]) };
}

describe("somebody who is given twice in one write", () => {
  test("is written once, as given first, and counted", async () => {
    const { result, names } = await added([
      person({ email: ["ada@example.com"] }, "first"),
      person({ email: [" ADA@example.com"] }, "second"),
      person({ email: ["bob@example.com"] }, "bob"),
    ]);
    expect(result).toMatchObject({
      read: 3,
      written: 2,
      rejected: 1,
      reasons: { DUPLICATE_IN_SOURCE: 1 },
      rejections: [{ position: 2, reason: "DUPLICATE_IN_SOURCE" }],
    });
    expect(names).toEqual(["first", "bob"]);
  });

  test("also if the identifiers came with several others", async () => {
    const { result } = await added([
      person({ email: ["a@example.com"] }),
      person({ phone: ["+15550100200"] }),
      person({ email: ["a@example.com"], phone: ["+1 (555) 010-0200"] }),
    ]);
    expect(result.reasons).toEqual({ DUPLICATE_IN_SOURCE: 1 });
  });

  test("is handed on twice where the caller says that nobody is", async () => {
    const twice = [person({ email: ["a@example.com"] }), person({ email: ["a@example.com"] })];
    const { result } = await added(twice, { distinct: true });
    expect(result).toMatchObject({ read: 2, written: 2, rejected: 0 });
  });

  test("but not if one of them is new: the vendor may know the person by that", async () => {
    const { result } = await added([
      person({ email: ["a@example.com"] }),
      person({ email: ["a@example.com"], externalId: ["7"] }),
    ]);
    expect(result).toMatchObject({ read: 2, rejected: 0 });
  });

  test("somebody who cannot be written is rejected for that, each time", async () => {
    const { result } = await added([person({ email: ["nobody"] }), person({ email: ["nobody"] })]);
    expect(result.reasons).toEqual({ IDENTIFIER_INVALID: 2 });
  });

  test("the same text as another kind of identifier is another person", async () => {
    const { result } = await added([
      person({ externalId: ["+15550100200"] }),
      person({ phone: ["+15550100200"] }),
    ]);
    expect(result).toMatchObject({ written: 2, rejected: 0 });
  });
});

describe("what tells identifiers apart", () => {
  const same: readonly (readonly [IdentifierKind, readonly string[]])[] = [
    ["email", ["ada@example.com", " Ada@Example.COM "]],
    [
      "phone",
      ["+15550100200", "+1 (555) 010-0200", "\u202a+1 555 010 0200\u202c", "+1\u00a0555.010.0200"],
    ],
    [
      "linkedinUrl",
      [
        "https://www.linkedin.com/in/ada-lovelace",
        "http://linkedin.com/in/ada-lovelace/",
        "https://de.linkedin.com/in/Ada-Lovelace?trk=abc#top",
        "linkedin.com/in/ada%2Dlovelace/de",
      ],
    ],
    [
      "linkedinUrl",
      [
        "https://www.linkedin.com/sales/lead/ACwAAB,NAME_SEARCH,x1",
        "linkedin.com/sales/lead/ACwAAB,other",
      ],
    ],
  ];
  const different: readonly (readonly [IdentifierKind, readonly string[]])[] = [
    ["email", ["ada@example.com", "ada+news@example.com", "a.da@example.com"]],
    ["email", ["adalovelace@gmail.com", "ada.lovelace@gmail.com", "adalovelace@googlemail.com"]],
    ["externalId", ["7", "07", " 7", "7 ", "a", "A"]],
    [
      "linkedinUrl",
      [
        "https://linkedin.com/in/ada",
        "https://linkedin.com/in/ada-2",
        "https://linkedin.com/pub/ada/1/2/3",
      ],
    ],
    [
      "linkedinUrl",
      ["https://linkedin.com/sales/lead/ACwAAB", "https://linkedin.com/sales/lead/ACwAAb"],
    ],
    ["linkedinUrl", ["https://linkedin.com/in/100%", "https://linkedin.com/in/100"]],
  ];

  test.for(same)("%s: %j are the same", ([kind, values]) => {
    expect(new Set(values.map((value) => identifierKey(kind, value))).size).toBe(1);
  });

  test.for(different)("%s: %j are not", ([kind, values]) => {
    expect(new Set(values.map((value) => identifierKey(kind, value))).size).toBe(values.length);
  });
});
