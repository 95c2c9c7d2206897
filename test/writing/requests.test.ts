import { describe, expect, test } from "vitest";
import * as z from "zod";

import { createAudiences } from "../../src/core/audiences.ts";
import type { Adapter } from "../../src/core/contract.ts";
import { errorOf, untyped } from "../support/core-read.ts";
import { createWriter, crowd } from "./writer.ts";

const ref = { provider: "shop", id: "vip" } as const;
const draft = z.strictObject({
  name: z.string().max(5, "up to 5 letters"),
  kind: z.enum(["a", "b"]).optional(),
  nested: z.object({ deep: z.number() }).optional(),
});

function setUp() {
  const { adapter, contexts } = createWriter();
  const calls: unknown[][] = [];
  const shop = {
    ...adapter,
    draft,
    changes: draft.partial(),
    async create(input, context) {
      calls.push(["create", input, context]);
      return adapter.create(input);
    },
    async update(id, changes, context) {
      calls.push(["update", id, changes, context]);
      return adapter.update(id, changes);
    },
    async delete(id, context) {
      calls.push(["delete", id, context]);
    },
  } satisfies Adapter;
  return { audiences: createAudiences({ shop }), calls, contexts };
}

describe("what an audience is to be", () => {
  test.each<readonly [object, string]>([
    [{}, "create needs a name."],
    [{ name: "" }, "create needs another name: a text that is not blank."],
    [{ name: " \n" }, "create needs another name: a text that is not blank."],
    [{ name: 7 }, "create needs another name: a text that is not blank."],
    [
      { name: "VIP", description: "" },
      "create needs another description: a text that is not blank.",
    ],
    [{ name: "longer" }, "create needs another name: up to 5 letters."],
    [
      { name: "VIP", colour: "red", size: 7 },
      "create was given colour and size, which acme does not take; leave it out.",
    ],
    [
      { name: "VIP", nested: { deep: "x" } },
      "create needs another nested.deep: Invalid input: expected number, received string.",
    ],
  ])("%j is refused before anything is sent", async (input, message) => {
    const { audiences, calls } = setUp();
    const error = await errorOf(() => audiences.create(untyped({ provider: "shop", ...input })));
    expect(error).toMatchObject({
      code: "invalid_argument",
      provider: "shop",
      operation: "create",
      message: `shop: ${message}`,
    });
    expect(calls).toEqual([]);
  });

  test("and whom it is to hold is not a part of it", async () => {
    const { audiences, calls } = setUp();
    const made = await audiences.create({ provider: "shop", name: "VIP" });
    expect(made).toMatchObject({ provider: "shop", id: "new", name: "VIP", written: null });
    expect(calls).toEqual([["create", { name: "VIP" }, expect.anything()]]);
  });
});

const broken = async (): Promise<never> => {
  throw new TypeError("x is not a function");
};

describe("an audience that is made", () => {
  test("has what became of its first members", async () => {
    const { audiences, contexts } = setUp();
    const made = await audiences.create({ provider: "shop", name: "VIP", members: crowd(2) });
    expect(made).toMatchObject({ id: "new", written: { read: 2, written: 2, rejected: 0 } });
    expect(contexts[0]?.operation).toBe("addMembers");
  });

  test("is not made where its vendor takes no members, and some are given", async () => {
    const { adapter } = createWriter();
    const { addMembers: _none, ...mute } = adapter;
    const names: string[] = [];
    const shop = {
      ...mute,
      async create(input) {
        names.push(input.name);
        return adapter.create(input);
      },
    } satisfies Adapter;
    const audiences = createAudiences({ shop });
    const input = untyped({ provider: "shop", name: "VIP", members: crowd(1) });
    expect(await errorOf(() => audiences.create(input))).toMatchObject({
      code: "unsupported",
      operation: "addMembers",
    });
    expect(names).toEqual([]);
    expect((await audiences.create({ provider: "shop", name: "VIP" })).written).toBeNull();
  });

  test.each(["create", "update", "delete"] as const)(
    "or changed: a fault in the adapter's own %s is told as that",
    async (operation) => {
      const { adapter } = createWriter();
      const audiences = createAudiences({ shop: { ...adapter, [operation]: broken } });
      const calls = {
        create: () => audiences.create({ provider: "shop", name: "VIP" }),
        update: () => audiences.update(ref, { name: "VIP" }),
        delete: () => audiences.delete(ref),
      };
      expect(await errorOf(calls[operation])).toMatchObject({
        code: "invalid_response",
        provider: "shop",
        operation,
      });
    },
  );
});

describe("what an audience is to become", () => {
  test.each<readonly [object, string]>([
    [{}, "update needs a name or a description."],
    [{ name: undefined, description: undefined }, "update needs a name or a description."],
    [{ name: "" }, "update needs another name: a text that is not blank."],
    [{ name: "longer" }, "update needs another name: up to 5 letters."],
    [
      { name: "VIP", colour: "red" },
      "update was given colour, which acme does not take; leave it out.",
    ],
  ])("%j is refused before anything is sent", async (changes, message) => {
    const { audiences, calls } = setUp();
    const error = await errorOf(() => audiences.update(ref, untyped(changes)));
    expect(error).toMatchObject({
      code: "invalid_argument",
      provider: "shop",
      operation: "update",
      message: `shop: ${message}`,
    });
    expect(calls).toEqual([]);
  });

  test("is handed on as it was given", async () => {
    const { audiences, calls } = setUp();
    const audience = await audiences.update(ref, { name: "VIPs" });
    expect(audience).toMatchObject({ provider: "shop", id: "vip", name: "VIPs" });
    expect(calls).toEqual([["update", "vip", { name: "VIPs" }, expect.anything()]]);
  });

  test("is refused as a whole where no field of it is the reason", async () => {
    const { adapter } = createWriter();
    const changes = z.object({ name: z.string() }).refine(() => false, "is not to be changed");
    const audiences = createAudiences({ shop: { ...adapter, changes } });
    expect((await errorOf(() => audiences.update(ref, { name: "VIP" }))).message).toBe(
      "shop: update needs other input: is not to be changed.",
    );
  });

  test("an adapter without a shape for it takes what the caller gives", async () => {
    const { adapter } = createWriter();
    const audiences = createAudiences({ shop: adapter });
    expect((await audiences.update(ref, { name: "any" })).name).toBe("any");
    expect((await audiences.create({ provider: "shop", name: "any" })).name).toBe("any");
  });
});

describe("the key of a write", () => {
  test("is what the caller gives", async () => {
    const { audiences, contexts } = setUp();
    await audiences.addMembers(ref, crowd(1), { idempotencyKey: "spring!~2026" });
    expect(contexts[0]?.idempotencyKey).toBe("spring!~2026");
  });

  test("is a new one for each write without", async () => {
    const { audiences, contexts } = setUp();
    await audiences.addMembers(ref, crowd(1));
    await audiences.removeMembers(ref, crowd(1));
    const [one, other] = contexts.map(({ idempotencyKey }) => idempotencyKey);
    expect(one).toMatch(/^[\da-f-]{36}$/);
    expect(one).not.toBe(other);
  });

  test("is one for an audience and for its first members", async () => {
    const { audiences, calls, contexts } = setUp();
    await audiences.create({ provider: "shop", name: "VIP", members: crowd(1) });
    expect(calls[0]?.[2]).toMatchObject({ idempotencyKey: contexts[0]?.idempotencyKey });
  });

  test.each(["", "a b", "schlüssel", "a\n", "k".repeat(201)])("%j is refused", async (key) => {
    const { audiences, calls } = setUp();
    const error = await errorOf(() => audiences.delete(ref, { idempotencyKey: key }));
    expect(error).toMatchObject({
      code: "invalid_argument",
      message: "idempotencyKey must be 1 to 200 characters of ASCII without spaces.",
    });
    expect(calls).toEqual([]);
  });

  test("of 200 characters is taken", async () => {
    const { audiences, calls } = setUp();
    await audiences.delete(ref, { idempotencyKey: "k".repeat(200) });
    expect(calls).toEqual([["delete", "vip", expect.objectContaining({ operation: "delete" })]]);
  });
});

describe("the options of a write", () => {
  const ofMembers = "signal, idempotencyKey, normalize, distinct, onRejected, onWritten, journal";

  test.each([
    ["create", ofMembers],
    ["addMembers", ofMembers],
    ["removeMembers", ofMembers],
    ["replaceMembers", ofMembers],
    ["update", "signal, idempotencyKey"],
    ["delete", "signal, idempotencyKey"],
  ])("are known by their names: %s", async (operation, known) => {
    const { audiences, calls, contexts } = setUp();
    const options = { onwritten: () => undefined };
    const given: Readonly<Record<string, readonly unknown[]>> = {
      create: [{ provider: "shop", name: "VIP" }, options],
      update: [ref, { name: "VIP" }, options],
      delete: [ref, options],
    };
    const call: unknown = Reflect.get(audiences, operation);
    const error = await errorOf(() =>
      typeof call === "function"
        ? Reflect.apply(call, audiences, given[operation] ?? [ref, crowd(1), options])
        : undefined,
    );
    expect(error.message).toBe(`There is no option "onwritten"; there are ${known}.`);
    expect([calls, contexts]).toEqual([[], []]);
  });

  test("come to the adapter with what is asked of it", async () => {
    const { audiences, contexts } = setUp();
    const { signal } = new AbortController();
    const journal = { read: async () => undefined, write: async () => undefined };
    await audiences.replaceMembers(ref, crowd(1), { signal, journal });
    expect(contexts[0]).toMatchObject({ provider: "shop", operation: "replaceMembers" });
    expect([contexts[0]?.signal, contexts[0]?.journal]).toEqual([signal, journal]);
  });

  test("an abort before the write sends nothing", async () => {
    const { audiences, calls } = setUp();
    const signal = AbortSignal.abort("enough");
    await expect(audiences.delete(ref, { signal })).rejects.toBe("enough");
    await expect(audiences.create({ provider: "shop", name: "VIP" }, { signal })).rejects.toBe(
      "enough",
    );
    expect(calls).toEqual([]);
  });
});
