import { Readable } from "node:stream";

import { describe, expect, test } from "vitest";

import { asText } from "../../src/core/attribute-rules.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import type { Adapter } from "../../src/core/contract.ts";
import { AudienceError } from "../../src/core/errors.ts";
import type { MemberInput } from "../../src/core/model.ts";
import { handfulList } from "../../src/core/paging/one-by-one.ts";
import type { AudienceDraft } from "../../src/core/writing/contract.ts";
import type { Rejection } from "../../src/core/writing/member-stream.ts";
import { errorOf, thrownBy, untyped } from "../support/core-read.ts";
import { recordOf } from "../support/core-vendor.ts";
import { createWriter, crowd, takeAll } from "./writer.ts";
import type { Take } from "./writer.ts";

const ref = { provider: "shop", id: "vip" } as const;
const ada = { identifiers: { email: ["ada@example.com"] } };

function setUp(take?: Take) {
  const writer = createWriter(take);
  return { ...writer, audiences: createAudiences({ shop: writer.adapter }) };
}

/** A stream that gives these, and then fails. */
async function* failing<Item>(items: readonly Item[], error: unknown): AsyncGenerator<Item, never> {
  yield* items;
  throw error;
}

describe("members of a write", () => {
  test("come in handfuls of a hundred, in their order", async () => {
    const { audiences, chunks, emails } = setUp();
    const people = crowd(250);
    const result = await audiences.addMembers(ref, people);
    expect(chunks.map(({ length }) => length)).toEqual([100, 100, 50]);
    expect(emails()).toEqual(people.flatMap(({ identifiers }) => identifiers.email));
    expect(result).toEqual({
      read: 250,
      written: 250,
      rejected: 0,
      reasons: {},
      rejections: [],
      dropped: {},
    });
  });

  test("are the same from a list that comes in handfuls of any size", async () => {
    const signal = new AbortController().signal;
    const people = crowd(450);
    const cuts = [0, 1, 100, 100, 350, 450];
    async function* handfuls() {
      for (const [index, cut] of cuts.entries()) {
        yield { items: people.slice(cuts[index - 1] ?? 0, cut), signal };
      }
      throw new Error("disk full");
    }
    const { audiences, chunks, emails } = setUp();
    const error = await errorOf(() => audiences.addMembers(ref, handfulList(handfuls)));
    expect(error.message).toContain("The members could not be read beyond number 450");
    expect(chunks.map(({ length }) => length)).toEqual([100, 100, 100, 100]);
    expect(emails()).toEqual(people.slice(0, 400).flatMap(({ identifiers }) => identifiers.email));
  });

  test("a full last handful is followed by no empty one", async () => {
    const { audiences, chunks } = setUp();
    await audiences.addMembers(ref, crowd(200));
    expect(chunks.map(({ length }) => length)).toEqual([100, 100]);
  });

  test.each([
    ["a list", [ada]],
    ["a set", new Set([ada])],
    ["a stream", Readable.from([ada])],
  ])("may be %s", async (_words, source) => {
    const { audiences, emails } = setUp();
    expect(await audiences.addMembers(ref, source)).toMatchObject({ read: 1, written: 1 });
    expect(emails()).toEqual(["ada@example.com"]);
  });

  test.each([undefined, null, "ada@example.com", 7, {}, ada])(
    "may not be %j, and nothing is sent",
    async (source) => {
      const { audiences, contexts } = setUp();
      const error = await errorOf(() => audiences.addMembers(ref, untyped(source)));
      expect(error).toMatchObject({
        code: "invalid_argument",
        message: "members must be a list or a stream of { identifiers, attributes }.",
      });
      expect(contexts).toEqual([]);
    },
  );

  test.each([null, "ada@example.com", {}, { identifiers: null }, { identifiers: "a" }])(
    "one of which is %j ends the write, and says which",
    async (stranger) => {
      const { audiences } = setUp();
      const error = await errorOf(() => audiences.addMembers(ref, untyped([ada, stranger])));
      expect(error).toMatchObject({ code: "invalid_argument", provider: "shop" });
      expect(error.message).toBe(
        "The members could not be read beyond number 2: Member 2 is no { identifiers, attributes }.",
      );
    },
  );

  test("whose source fails end the write with its error as the cause", async () => {
    const { audiences } = setUp();
    const cause = new Error("disk full");
    const error = await errorOf(() => audiences.addMembers(ref, failing(crowd(120), cause)));
    expect(error).toMatchObject({
      code: "invalid_argument",
      operation: "addMembers",
      written: 100,
    });
    expect(error.message).toBe(
      "The members could not be read beyond number 120: their source failed; its error is the cause. Known to be written: 100 of the 120 members read.",
    );
    expect(error.cause).toBe(cause);
  });

  test("whose source is another vendor that fails keep that error's code", async () => {
    const { audiences } = setUp();
    const cause = new AudienceError("unavailable", "leads: listMembers is down.", {
      provider: "leads",
      operation: "listMembers",
    });
    const error = await errorOf(() => audiences.addMembers(ref, failing([], cause)));
    expect(error).toMatchObject({
      code: "unavailable",
      provider: "leads",
      operation: "listMembers",
      message: "The members could not be read beyond number 0: leads: listMembers is down.",
    });
    expect(error.cause).toBe(cause);
  });
});

describe("members that are not written", () => {
  const bad = { identifiers: { email: ["none"] } };
  const stranger = { identifiers: { externalId: ["7"] } };

  test("are counted and told by their place and reason, never by what they are", async () => {
    const { audiences, emails } = setUp();
    const told: Rejection[] = [];
    const result = await audiences.addMembers(ref, [bad, ada, stranger, ada, bad], {
      onRejected: (rejection) => told.push(rejection),
    });
    expect(result).toMatchObject({ read: 5, written: 1, rejected: 4 });
    expect(result.reasons).toEqual({
      IDENTIFIER_INVALID: 2,
      NO_MATCHABLE_IDENTIFIER: 1,
      DUPLICATE_IN_SOURCE: 1,
    });
    expect(result.rejections).toEqual([
      {
        position: 1,
        reason: "IDENTIFIER_INVALID",
        message: "has no valid identifier: an email needs a name, one @ and a domain",
      },
      {
        position: 3,
        reason: "NO_MATCHABLE_IDENTIFIER",
        message: "has no identifier that this vendor takes",
      },
      {
        position: 4,
        reason: "DUPLICATE_IN_SOURCE",
        message: "was given before in this write; the first stands",
      },
      expect.objectContaining({ position: 5 }),
    ]);
    expect(told).toEqual(result.rejections);
    expect(emails()).toEqual(["ada@example.com"]);
  });

  test("are all told of, and the first hundred kept", async () => {
    const { audiences } = setUp();
    let told = 0;
    const result = await audiences.addMembers(
      ref,
      Array.from({ length: 150 }, () => bad),
      {
        onRejected() {
          told += 1;
          throw new Error("a listener's own fault");
        },
      },
    );
    expect([told, result.rejected, result.rejections.length]).toEqual([150, 150, 100]);
  });

  test("of whom the vendor has no place for their identifiers count with the others", async () => {
    const { audiences } = setUp(async (write, context) => {
      const { written } = await takeAll(write, context);
      return { written: written - 2, refused: 2, dropped: { phone: 3, email: 1 }, pending: "t1" };
    });
    const both = { identifiers: { ...ada.identifiers, phone: ["none"] } };
    const result = await audiences.addMembers(ref, [both, ...crowd(3), stranger]);
    expect(result).toEqual({
      read: 5,
      written: 2,
      rejected: 3,
      reasons: { NO_MATCHABLE_IDENTIFIER: 3 },
      rejections: [expect.objectContaining({ position: 5 })],
      dropped: { phone: 4, email: 1 },
      pending: "t1",
    });
  });

  test("who is to go is found by an identifier, whatever else is said of them", async () => {
    const writer = createWriter();
    const attributes = { most: 1, ruleOf: () => asText };
    const audiences = createAudiences({ shop: { ...writer.adapter, attributes } });
    const crowded = { ...ada, attributes: { city: "London", plan: "gold", age: 7 } };
    const result = await audiences.removeMembers(ref, [crowded]);
    expect(result).toMatchObject({ written: 1, rejected: 0, dropped: {} });
    expect(writer.chunks).toEqual([[ada]]);
    expect(await audiences.addMembers(ref, [crowded])).toMatchObject({
      written: 0,
      reasons: { ATTRIBUTE_LIMIT: 1 },
    });
  });

  test("what is left out of those who are written is told by its name, for a hundred names", async () => {
    const writer = createWriter();
    const audiences = createAudiences({
      shop: {
        ...writer.adapter,
        attributes: { ruleOf: () => undefined },
      },
    });
    const attributes = Object.fromEntries(
      Array.from({ length: 120 }, (_, index) => [`a${index}`, "x"]),
    );
    const people = crowd(2).map(({ identifiers }) => ({
      identifiers: { ...identifiers, externalId: ["1"] },
      attributes,
    }));
    const { dropped } = await audiences.addMembers(ref, people);
    expect(Object.keys(dropped)).toHaveLength(100);
    expect(dropped).toMatchObject({ externalId: 2, a0: 2, a98: 2 });
  });
});

test("a vendor that says of no identifier that it takes it takes nobody", async () => {
  const { adapter, contexts } = createWriter();
  const { accepts: _none, ...mute } = adapter;
  const audiences = createAudiences({ shop: mute });
  const result = await audiences.addMembers(ref, [ada]);
  expect(result.reasons).toEqual({ NO_MATCHABLE_IDENTIFIER: 1 });
  expect(contexts).toEqual([]);
});

describe("nobody who can be written", () => {
  test.each(["addMembers", "removeMembers"] as const)(
    "is no failure for %s, and nothing is sent",
    async (operation) => {
      const { audiences, contexts } = setUp();
      const result = await audiences[operation](ref, [{ identifiers: {} }]);
      expect(result).toMatchObject({ read: 1, written: 0, rejected: 1 });
      expect("pending" in result).toBe(false);
      expect(contexts).toEqual([]);
    },
  );

  test("is refused by replaceMembers, which would empty the audience", async () => {
    const { audiences, contexts } = setUp();
    const error = await errorOf(() => audiences.replaceMembers(ref, []));
    expect(error).toMatchObject({
      code: "invalid_argument",
      provider: "shop",
      operation: "replaceMembers",
      message:
        "shop: replaceMembers was given nobody that can be written, which would empty the audience. To empty it, remove its members, or delete it.",
    });
    expect(contexts).toEqual([]);
  });
});

/** Takes the first handful, and fails. */
const fails: Take = async ({ members }, { onWritten }) => {
  for await (const chunk of members) {
    onWritten?.(chunk.length);
    throw new AudienceError("unavailable", "shop: addMembers failed.");
  }
  return { written: 0 };
};

describe("a write that fails midway", () => {
  test("says how many were written, and of how many", async () => {
    const { audiences } = setUp(fails);
    const told: number[] = [];
    const onWritten = (members: number) => told.push(members);
    const error = await errorOf(() => audiences.addMembers(ref, crowd(300), { onWritten }));
    expect(error).toMatchObject({
      code: "unavailable",
      provider: "shop",
      operation: "addMembers",
      written: 100,
      created: undefined,
    });
    expect(error.message).toMatch(
      /^shop: addMembers failed\. Known to be written: 100 of the \d+ members read\.$/,
    );
    expect(told).toEqual([100]);
  });

  test("before anything was written says nothing of members", async () => {
    const { audiences } = setUp(async () => {
      throw new AudienceError("permission", "shop: addMembers was refused.");
    });
    const error = await errorOf(() => audiences.addMembers(ref, crowd(3)));
    expect(error).toMatchObject({ written: 0, message: "shop: addMembers was refused." });
  });

  test("and is unclear says that none is known to be written", async () => {
    const { audiences } = setUp(async () => {
      throw new AudienceError("network", "shop: the answer was lost.", { ambiguous: true });
    });
    const error = await errorOf(() => audiences.addMembers(ref, crowd(3)));
    expect(error.message).toBe(
      "shop: the answer was lost. Known to be written: 0 of the 3 members read.",
    );
  });

  test("leaves a new audience, and says so", async () => {
    const { audiences } = setUp(fails);
    const error = await errorOf(() =>
      audiences.create({ provider: "shop", name: "VIP", members: crowd(3) }),
    );
    expect(error).toMatchObject({ created: { provider: "shop", id: "new" }, written: 3 });
    expect(error.message).toBe(
      "shop: addMembers failed. The audience was made. Known to be written: 3 of the 3 members read.",
    );
  });

  test("lets go of its source", async () => {
    let released = false;
    async function* endless() {
      try {
        for (;;) {
          yield* crowd(100);
        }
      } finally {
        released = true;
      }
    }
    const { audiences } = setUp(fails);
    await errorOf(() => audiences.addMembers(ref, endless(), { distinct: true }));
    expect(released).toBe(true);
  });

  test("by an abort ends with the signal's own reason", async () => {
    const controller = new AbortController();
    const { audiences } = setUp(async () => {
      controller.abort("enough");
      throw new AudienceError("network", "shop: gone.");
    });
    const { signal } = controller;
    expect(await thrownBy(() => audiences.addMembers(ref, crowd(3), { signal }))).toBe("enough");
  });

  test("by an abort whose reason is an error of ours ends with that, as it is", async () => {
    const reason = new AudienceError("timeout", "mine: too slow.");
    const controller = new AbortController();
    const { audiences } = setUp(async (_write, { onWritten }) => {
      onWritten?.(3);
      controller.abort(reason);
      throw new AudienceError("network", "shop: gone.");
    });
    const { signal } = controller;
    expect(await thrownBy(() => audiences.addMembers(ref, crowd(3), { signal }))).toBe(reason);
    expect(reason.message).toBe("mine: too slow.");
  });

  test("in the adapter's own code is told as that", async () => {
    const { audiences } = setUp(async () => {
      throw new TypeError("x is not a function");
    });
    const error = await errorOf(() => audiences.addMembers(ref, crowd(1)));
    expect(error).toMatchObject({ code: "invalid_response", operation: "addMembers" });
    expect(error.message).toContain("shop: addMembers failed in the adapter.");
  });
});

/** A vendor that makes audiences of their first members. */
function eager() {
  const writer = createWriter();
  const created: string[] = [];
  const adapter = {
    ...writer.adapter,
    createsWithMembers: true,
    async create({ name, members }, context) {
      await takeAll(
        { id: "new", members: members ?? failing<readonly MemberInput[]>([], "none") },
        context,
      );
      created.push(name);
      return { ...recordOf("new"), name };
    },
  } satisfies Adapter;
  return { audiences: createAudiences({ shop: adapter }), created };
}

describe("an audience that its vendor makes of its first members", () => {
  test("is made with them", async () => {
    const { audiences, created } = eager();
    const made = await audiences.create({ provider: "shop", name: "VIP", members: crowd(120) });
    expect(made).toMatchObject({ provider: "shop", id: "new", name: "VIP" });
    expect(made.written).toMatchObject({ read: 120, written: 120 });
    expect(created).toEqual(["VIP"]);
  });

  test("is told as its creation where it fails", async () => {
    const { adapter } = createWriter();
    const shop = {
      ...adapter,
      createsWithMembers: true,
      create: async (_draft: AudienceDraft) => {
        throw new TypeError("x is not a function");
      },
    } satisfies Adapter;
    const making = createAudiences({ shop }).create({
      provider: "shop",
      name: "VIP",
      members: crowd(1),
    });
    expect(await errorOf(() => making)).toMatchObject({ operation: "create", created: undefined });
  });

  test.each([
    [
      "without members",
      undefined,
      "create needs members, for acme makes no audience without members.",
    ],
    [
      "with nobody that can be written",
      [],
      "create was given nobody that can be written, and acme makes no audience without members.",
    ],
  ])("is not made %s", async (_words, members, message) => {
    const { audiences, created } = eager();
    const error = await errorOf(() =>
      audiences.create(untyped({ provider: "shop", name: "VIP", members })),
    );
    expect(error).toMatchObject({ code: "invalid_argument", message: `shop: ${message}` });
    expect(created).toEqual([]);
  });
});
