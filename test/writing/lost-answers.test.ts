import { readFile } from "node:fs/promises";

import { afterAll, describe, expect, test } from "vitest";

import { batch } from "../../adapters/batch.ts";
import { sonarly } from "../../adapters/sonarly.ts";
import { whop } from "../../adapters/whop.ts";
import { capabilities } from "../../src/core/contract.ts";
import { applyThenDrop, applyThenFail, createWorld, dropBefore, errorOf } from "./support.ts";
import type { Trouble, World, WorldOptions } from "./support.ts";
import { figure, named, ways, withSonarly, writes } from "./write-faults.ts";
import type { Write } from "./write-faults.ts";

let met = 0;
afterAll(() => void process.stdout.write(`${figure(met)}\n`));

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
  test.for(writes)(
    "$capability by $operation, after it was done: it is there once",
    async (write) => {
      const world = await started(write);
      world.trouble = counting(applyThenDrop(write.operation, 1));
      await write.write(world);
      write.expectDone(world);
      met += 1;
    },
  );

  test.for(writes)(
    "$capability by $operation, by a proxy after it was done: it is there once",
    async (write) => {
      const world = await started(write);
      world.trouble = counting(applyThenFail(write.operation, 1));
      await write.write(world);
      write.expectDone(world);
      met += 1;
    },
  );

  test.for(writes.filter(({ repeatable }) => repeatable))(
    "$capability by $operation, before it was done: it is done all the same",
    async (write) => {
      const world = await started(write);
      world.trouble = counting(dropBefore(write.operation, 1));
      await write.write(world);
      write.expectDone(world);
      met += 1;
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
    met += 1;
  });
});

describe("answers that are all lost, though everything is done", () => {
  // What only prepares a write has done nothing when it fails.
  const preparing = ["whop createFile", "whop upload", "whop completeFile"];
  // These are found by looking.
  const found = ["batch create", "sonarly create"];

  test.for(writes.filter(({ operation }) => ![...preparing, ...found].includes(operation)))(
    "$capability by $operation: it is there once, and the error says that it is unclear",
    async (write) => {
      const world = await started(write);
      world.trouble = counting(applyThenDrop(write.operation));
      const error = await errorOf(write.write(world));
      expect(error).toMatchObject({ code: "network", ambiguous: true });
      if (write.operation !== "batch replace") {
        write.expectDone(world);
      }
      met += 1;
    },
  );

  test.for(writes.filter(({ operation }) => found.includes(operation)))(
    "$capability by $operation: it is found, and there once",
    async (write) => {
      const world = await started(write);
      world.trouble = counting(applyThenDrop(write.operation));
      await write.write(world);
      write.expectDone(world);
      met += 1;
    },
  );

  test.for(writes.filter(({ operation }) => preparing.includes(operation)))(
    "$capability by $operation: nothing was made, and the error does not say that it is unclear",
    async (write) => {
      const world = await started(write);
      world.trouble = counting(applyThenDrop(write.operation));
      const error = await errorOf(write.write(world));
      expect(error).toMatchObject({ code: "network", ambiguous: false, written: 0 });
      expect(named(world, "whop", "VIP")).toEqual([]);
      met += 1;
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

describe("the table of writes", () => {
  const vendors = {
    whop: whop({ apiKey: "key", accountId: "biz_1" }),
    batch: batch({ apiKey: "key", projectKey: "project_1" }),
    sonarly: sonarly({ apiKey: "key", accountGroupId: "group_1" }),
  };
  const reads = new Set(["list", "get", "listMembers", "waitUntilReady"]);

  test.for(Object.entries(vendors))("has all that %s can write", ([vendor, adapter]) => {
    const can = capabilities.filter((name) => !reads.has(name) && name in adapter);
    const own = writes.filter(({ operation }) => operation.startsWith(`${vendor} `));
    expect([...new Set(own.map(({ capability }) => capability))].toSorted()).toEqual(
      can.toSorted(),
    );
  });

  test("has every operation of the vendors that writes", () => {
    const looks = /\.(?:list|view|get|getFile|accounts|navigation|prospects)$/;
    const { operations } = createWorld().emulators.faults;
    const writing = operations
      .filter((name) => !looks.test(name))
      .map((name) => name.replace(".", " "));
    expect([...new Set(writes.map(({ operation }) => operation))].toSorted()).toEqual(
      writing.toSorted(),
    );
  });

  test("is quoted in docs/reliability.md with its figure", async () => {
    const docs = await readFile(new URL("../../docs/reliability.md", import.meta.url), "utf8");
    expect(docs).toContain(figure(writes.length * ways.length));
  });
});
