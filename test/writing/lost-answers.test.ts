import { describe, expect, test } from "vitest";

import {
  applyThenDrop,
  applyThenFail,
  createWorld,
  dropBefore,
  errorOf,
  people,
} from "./support.ts";
import type { Trouble, World, WorldOptions } from "./support.ts";

/** One write of one vendor: what it needs, what is asked for, and what has to be there at the end. */
interface Write {
  /** The vendor's operation whose answer is lost. */
  readonly operation: string;
  readonly prepare?: (world: World) => Promise<unknown>;
  readonly write: (world: World) => Promise<unknown>;
  /** What is there when it was done, and was done once. */
  readonly expectDone: (world: World) => void;
  /** Whether it can be sent again whatever became of it. */
  readonly repeatable: boolean;
}

const batchRef = { provider: "batch", id: "vip" } as const;
const withBatch = (world: World): Promise<unknown> =>
  world.audiences.create({ provider: "batch", name: "vip", members: people(5) });
const batchIds = (world: World): readonly string[] =>
  world.emulators.batch.members("vip").map(({ id }) => id);
const idsOf = (count: number, from = 0): readonly string[] =>
  people(count, from).flatMap(({ identifiers }) => identifiers.externalId ?? []);

const named = (
  world: World,
  vendor: "whop" | "sonarly",
  name: string,
): readonly { readonly id: string }[] =>
  [...world.emulators[vendor].audiences.list()].filter((audience) => audience.name === name);
const emails = (count: number): readonly string[] =>
  people(count).flatMap(({ identifiers }) => identifiers.email ?? []);

function onlyWhop(world: World, name = "VIP"): { readonly provider: "whop"; readonly id: string } {
  const found = named(world, "whop", name);
  expect(found).toHaveLength(1);
  return { provider: "whop", id: found[0]?.id ?? "" };
}

const withWhop = async (world: World): Promise<void> => {
  const { id } = await world.audiences.create({
    provider: "whop",
    name: "VIP",
    members: people(5),
  });
  await world.audiences.waitUntilReady({ provider: "whop", id }, { sleep: world.sleep });
};
const whopEmails = (world: World): readonly unknown[] =>
  world.emulators.whop.members(onlyWhop(world).id).map(({ email }) => email);

function onlySonarly(
  world: World,
  name = "VIP",
): { readonly provider: "sonarly"; readonly id: string } {
  const found = named(world, "sonarly", name);
  expect(found).toHaveLength(1);
  return { provider: "sonarly", id: found[0]?.id ?? "" };
}
const withSonarly = (world: World): Promise<unknown> =>
  world.audiences.create({ provider: "sonarly", name: "VIP", type: "on_demand" });

const writes: readonly Write[] = [
  {
    operation: "whop createFile",
    write: withWhop,
    expectDone: (world) => {
      expect(whopEmails(world)).toEqual(emails(5));
      expect(world.emulators.whop.files.list()).toHaveLength(1);
    },
    repeatable: true,
  },
  {
    operation: "whop upload",
    write: withWhop,
    expectDone: (world) => expect(whopEmails(world)).toEqual(emails(5)),
    repeatable: true,
  },
  {
    operation: "whop create",
    write: withWhop,
    expectDone: (world) => expect(whopEmails(world)).toEqual(emails(5)),
    repeatable: true,
  },
  {
    operation: "whop addPeople",
    prepare: withWhop,
    write: (world) => world.audiences.addMembers(onlyWhop(world), people(3, 5)),
    expectDone: (world) => {
      expect(whopEmails(world)).toEqual(emails(8));
      expect(world.emulators.whop.uploads(onlyWhop(world).id)).toHaveLength(2);
    },
    repeatable: true,
  },
  {
    operation: "whop update",
    prepare: withWhop,
    write: (world) => world.audiences.update(onlyWhop(world), { name: "Other" }),
    expectDone: (world) => expect(onlyWhop(world, "Other")).toBeDefined(),
    repeatable: true,
  },
  {
    operation: "whop delete",
    prepare: withWhop,
    write: (world) => world.audiences.delete(onlyWhop(world)),
    expectDone: (world) => expect(named(world, "whop", "VIP")).toEqual([]),
    repeatable: true,
  },
  {
    operation: "batch create",
    write: (world) => world.audiences.create({ provider: "batch", name: "vip" }),
    expectDone: (world) => expect(batchIds(world)).toEqual([]),
    repeatable: true,
  },
  {
    operation: "batch update",
    write: withBatch,
    expectDone: (world) => expect(batchIds(world)).toEqual(idsOf(5)),
    repeatable: true,
  },
  {
    operation: "batch replace",
    prepare: withBatch,
    write: (world) => world.audiences.replaceMembers(batchRef, people(10_005, 3)),
    expectDone: (world) => expect(batchIds(world)).toEqual(idsOf(10_005, 3)),
    repeatable: true,
  },
  {
    operation: "batch remove",
    prepare: withBatch,
    write: (world) => world.audiences.delete(batchRef),
    expectDone: (world) => expect(world.emulators.batch.audiences.get("vip")).toBeUndefined(),
    repeatable: true,
  },
  {
    operation: "sonarly create",
    write: withSonarly,
    expectDone: (world) => expect(onlySonarly(world)).toBeDefined(),
    repeatable: false,
  },
  {
    operation: "sonarly update",
    prepare: withSonarly,
    write: (world) => world.audiences.update(onlySonarly(world), { name: "Other" }),
    expectDone: (world) => expect(onlySonarly(world, "Other")).toBeDefined(),
    repeatable: true,
  },
  {
    operation: "sonarly delete",
    prepare: withSonarly,
    write: (world) => world.audiences.delete(onlySonarly(world)),
    expectDone: (world) => expect(named(world, "sonarly", "VIP")).toEqual([]),
    repeatable: true,
  },
];

async function started({ prepare }: Write, options?: WorldOptions): Promise<World> {
  const world = createWorld(options);
  await prepare?.(world);
  return world;
}

/** Trouble that counts from where a test begins, whatever its preparation has asked. */
function counting(trouble: Trouble): Trouble {
  const calls = new Map<string, number>();
  return (call, next) => {
    const count = (calls.get(call.operation) ?? 0) + 1;
    calls.set(call.operation, count);
    return trouble({ ...call, call: count }, next);
  };
}

describe("an answer that is lost once", () => {
  test.for(writes)("of $operation, after it was done: it is there once", async (write) => {
    const world = await started(write);
    world.trouble = counting(applyThenDrop(write.operation, 1));
    await write.write(world);
    write.expectDone(world);
  });

  test.for(writes)(
    "of $operation, by a proxy after it was done: it is there once",
    async (write) => {
      const world = await started(write);
      world.trouble = counting(applyThenFail(write.operation, 1));
      await write.write(world);
      write.expectDone(world);
    },
  );

  test.for(writes.filter(({ repeatable }) => repeatable))(
    "of $operation, before it was done: it is done all the same",
    async (write) => {
      const world = await started(write);
      world.trouble = counting(dropBefore(write.operation, 1));
      await write.write(world);
      write.expectDone(world);
    },
  );

  test("of sonarly create, before it was done: nothing is made, and the error says that it is unclear", async () => {
    const world = createWorld();
    world.trouble = dropBefore("sonarly create");
    const error = await errorOf(withSonarly(world));
    expect(error).toMatchObject({ code: "network", ambiguous: true, provider: "sonarly" });
    expect(error.message).toContain("none such has appeared since");
    expect(named(world, "sonarly", "VIP")).toEqual([]);
    expect(world.asked.filter((operation) => operation === "sonarly create")).toHaveLength(1);
  });
});

describe("answers that are all lost, though everything is done", () => {
  // What only prepares a write has done nothing when it fails.
  const preparing = ["whop createFile", "whop upload"];
  // These are found by looking.
  const found = ["batch create", "sonarly create"];

  test.for(writes.filter(({ operation }) => ![...preparing, ...found].includes(operation)))(
    "of $operation: it is there once, and the error says that it is unclear",
    async (write) => {
      const world = await started(write);
      world.trouble = counting(applyThenDrop(write.operation));
      const error = await errorOf(write.write(world));
      expect(error).toMatchObject({ code: "network", ambiguous: true });
      if (write.operation !== "batch replace") {
        write.expectDone(world);
      }
    },
  );

  test.for(writes.filter(({ operation }) => found.includes(operation)))(
    "of $operation: it is found, and there once",
    async (write) => {
      const world = await started(write);
      world.trouble = counting(applyThenDrop(write.operation));
      await write.write(world);
      write.expectDone(world);
    },
  );

  test.for(writes.filter(({ operation }) => preparing.includes(operation)))(
    "of $operation: nothing was made, and the error does not say that it is unclear",
    async (write) => {
      const world = await started(write);
      world.trouble = counting(applyThenDrop(write.operation));
      const error = await errorOf(write.write(world));
      expect(error).toMatchObject({ code: "network", ambiguous: false, written: 0 });
      expect(named(world, "whop", "VIP")).toEqual([]);
    },
  );
});

describe("what cannot be told apart is not guessed", () => {
  test("two new sonarly audiences of this name: unclear", async () => {
    const world = createWorld();
    world.trouble = async (call, next) => {
      const answer = await next();
      if (call.operation === "create") {
        world.emulators.sonarly.audiences.add({ name: "VIP", description: null, prospectCount: 0 });
        throw new TypeError("fetch failed");
      }
      return answer;
    };
    const error = await errorOf(withSonarly(world));
    expect(error.ambiguous).toBe(true);
    expect(error.message).toContain("more than one such");
  });

  test("a sonarly audience that was there before is not taken for the new one", async () => {
    const world = createWorld();
    world.emulators.sonarly.audiences.add({ name: "VIP", description: null, prospectCount: 0 });
    world.trouble = dropBefore("sonarly create");
    expect((await errorOf(withSonarly(world))).ambiguous).toBe(true);
  });

  test("one that is shown only when the settling time is over stays unclear", async () => {
    const world = createWorld({ emulators: { sonarly: { times: { listed: 3_600_000 } } } });
    world.trouble = applyThenDrop("sonarly create");
    expect((await errorOf(withSonarly(world))).ambiguous).toBe(true);
    expect(world.asked.filter((operation) => operation === "sonarly create")).toHaveLength(1);
  });

  test("a batch audience of this name that has members is somebody else's", async () => {
    const world = createWorld();
    world.trouble = async (call, next) => {
      if (call.operation === "create") {
        world.emulators.batch.audiences.add({ name: "vip", ids: 5 });
        throw new TypeError("fetch failed");
      }
      return next();
    };
    const error = await errorOf(world.audiences.create({ provider: "batch", name: "vip" }));
    expect(error).toMatchObject({ code: "conflict", ambiguous: true });
  });

  test("a batch audience whose creation is lost three times, before it was done, is unclear", async () => {
    const world = createWorld();
    world.trouble = dropBefore("batch create");
    const error = await errorOf(world.audiences.create({ provider: "batch", name: "vip" }));
    expect(error).toMatchObject({ code: "network", ambiguous: true });
    expect(world.emulators.batch.audiences.get("vip")).toBeUndefined();
    expect(world.asked.filter((operation) => operation === "batch create")).toHaveLength(3);
  });
});
