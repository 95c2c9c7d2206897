import { describe, expect, test } from "vitest";

import type { MemberInput } from "../../src/core/model.ts";
import { normalizeMember } from "../../src/core/writing/normalize.ts";
import { createPreparation } from "../../src/core/writing/preparation.ts";
import { createRepeats } from "../../src/core/writing/repeats.ts";

const accepts = ["email", "phone"] as const;
const ada: MemberInput = {
  identifiers: { email: [" Ada@B.co"], externalId: ["7"] },
  attributes: { firstName: "Ada", vip: true },
};
const written = { email: ["ada@b.co"] };

describe("a member on its way to a vendor", () => {
  test("is normalized, and says what stays behind", () => {
    const prepare = createPreparation({ accepts }, normalizeMember);
    expect(prepare(ada)).toEqual({
      member: { identifiers: written, attributes: ada.attributes },
      dropped: ["externalId"],
    });
    expect(prepare({ identifiers: { email: ["bob@b.co"] } })).toMatchObject({ dropped: [] });
  });

  test("is made fit, and what that leaves behind is said besides", () => {
    const taking = {
      accepts,
      fit: ({ identifiers }: MemberInput) => ({
        member: { identifiers, attributes: { firstName: "Ada" } },
        dropped: ["vip"],
      }),
    };
    const prepare = createPreparation(taking, normalizeMember);
    expect(prepare(ada)).toEqual({
      member: { identifiers: written, attributes: { firstName: "Ada" } },
      dropped: ["externalId", "vip"],
    });
    expect(prepare({ identifiers: { email: ["bob@b.co"] } })).toMatchObject({ dropped: ["vip"] });
  });

  test("is not made fit where it has no good identifier", () => {
    let asked = 0;
    const fit = (member: MemberInput) => {
      asked += 1;
      return { member };
    };
    const prepare = createPreparation({ accepts, fit }, normalizeMember);
    expect(prepare({ identifiers: {} })).toMatchObject({ reason: "NO_MATCHABLE_IDENTIFIER" });
    expect(asked).toBe(0);
  });

  test("may be refused by the vendor's own rules, and is then remembered by nobody", () => {
    const refusal = { reason: "ATTRIBUTE_LIMIT", message: "has too many" } as const;
    let refuses = true;
    const fit = (member: MemberInput) => (refuses ? refusal : { member });
    const prepare = createPreparation({ accepts, fit }, normalizeMember);
    expect(prepare(ada)).toEqual(refusal);
    refuses = false;
    expect(prepare(ada)).toMatchObject({ dropped: ["externalId"] });
  });

  test("is a repeat where it came before in this run, and in no other", () => {
    const prepare = createPreparation({ accepts }, normalizeMember);
    prepare(ada);
    expect(prepare(ada)).toEqual({
      reason: "DUPLICATE_IN_SOURCE",
      message: "was given before in this write; the first stands",
    });
    expect(createPreparation({ accepts }, normalizeMember)(ada)).toMatchObject({
      dropped: ["externalId"],
    });
  });

  test("has no place with a vendor that takes nobody", () => {
    expect(createPreparation({}, normalizeMember)(ada)).toMatchObject({
      reason: "NO_MATCHABLE_IDENTIFIER",
    });
  });
});

describe("a repeat", () => {
  const [email, phone] = [{ email: ["a@b.co"] }, { phone: ["+15550100200"] }];

  test.each<readonly [string, readonly MemberInput["identifiers"][], readonly boolean[]]>([
    ["the same again", [email, email], [false, true]],
    ["in another spelling", [email, { email: ["A@B.CO "] }], [false, true]],
    ["each of them before", [email, phone, { ...email, ...phone }], [false, false, true]],
    ["a new one first", [phone, { ...email, ...phone }], [false, false]],
    ["a new one last", [email, { ...email, ...phone }], [false, false]],
    ["a new one of several", [email, { email: ["a@b.co", "c@d.co"] }], [false, false]],
    ["a part of several", [{ email: ["a@b.co", "c@d.co"] }, email], [false, true]],
    [
      "the same text of another kind",
      [{ externalId: ["a@b.co"] }, email, { externalId: ["a@b.co"] }],
      [false, false, true],
    ],
  ])("%s", (_words, identifiers, repeats) => {
    const isRepeat = createRepeats();
    expect(identifiers.map((each) => isRepeat({ identifiers: each }))).toEqual(repeats);
  });
});
