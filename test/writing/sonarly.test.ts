import { describe, expect, test } from "vitest";

import { createWorld, errorOf, untyped } from "./support.ts";

describe("sonarly, making an audience", () => {
  test("it is made empty, of the type that it is to be", async () => {
    const world = createWorld();
    const made = await world.audiences.create({
      provider: "sonarly",
      name: "VIP",
      type: "monitoring",
      description: "From the shop",
    });
    expect(made).toMatchObject({
      name: "VIP",
      description: "From the shop",
      status: "ready",
      size: { value: 0, unit: "people" },
      written: null,
    });
    expect(world.emulators.sonarly.audiences.get(made.id)).toMatchObject({ type: "monitoring" });
  });

  test("a type that there is not is refused before any request", async () => {
    const world = createWorld();
    const error = await errorOf(
      untyped(world.audiences)["create"]?.({
        provider: "sonarly",
        name: "VIP",
        type: "linkedin_search",
      }),
    );
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toContain("another type");
    expect(world.asked).toEqual([]);
  });

  test("members are refused, and nothing is made", async () => {
    const world = createWorld();
    const error = await errorOf(
      untyped(world.audiences)["create"]?.({
        provider: "sonarly",
        name: "VIP",
        type: "on_demand",
        members: [],
      }),
    );
    expect(error).toMatchObject({ code: "unsupported", operation: "addMembers" });
    expect(world.asked).toEqual([]);
  });

  test.for(["addMembers", "removeMembers", "replaceMembers"] as const)(
    "%s is refused without any request",
    async (name) => {
      const world = createWorld();
      const error = await errorOf(
        (async () => untyped(world.audiences)[name]?.({ provider: "sonarly", id: "a" }, []))(),
      );
      expect(error.code).toBe("unsupported");
      expect(error.message).toContain("It works with");
      expect(world.asked).toEqual([]);
    },
  );
});

describe("sonarly, changing and deleting", () => {
  test("name and description can be changed, one without the other", async () => {
    const world = createWorld();
    const { id } = await world.audiences.create({
      provider: "sonarly",
      name: "VIP",
      type: "on_demand",
      description: "one",
    });
    const ref = { provider: "sonarly", id } as const;
    await world.audiences.update(ref, { description: "two" });
    await world.audiences.update(ref, { name: "VIP 2" });
    expect(await world.audiences.get(ref)).toMatchObject({ name: "VIP 2", description: "two" });
  });

  test("one that is being filled is not_ready, for a change as for a look", async () => {
    const world = createWorld();
    const { id } = world.emulators.sonarly.audiences.add({ filling: true });
    const ref = { provider: "sonarly", id } as const;
    expect((await errorOf(world.audiences.update(ref, { name: "x" }))).code).toBe("not_ready");
    expect((await errorOf(world.audiences.delete(ref))).code).toBe("not_ready");
  });

  test("waiting sees that it is being filled, and ends when it is not", async () => {
    const world = createWorld();
    const { sonarly } = world.emulators;
    const { id } = sonarly.audiences.add({ filling: true });
    const seen: unknown[] = [];
    let looks = 0;
    const ended = await world.audiences.waitUntilReady(
      { provider: "sonarly", id },
      {
        sleep: async (milliseconds) => {
          looks += 1;
          if (looks === 3) {
            sonarly.audiences.update(id, { filling: false });
          }
          await world.sleep(milliseconds);
        },
        onLook: (audience) => seen.push(audience?.status ?? null),
      },
    );
    expect(ended.status).toBe("ready");
    expect(seen).toEqual([null, null, null, "ready"]);
  });

  test("what is deleted is gone; a second delete is not_found", async () => {
    const world = createWorld();
    const { id } = await world.audiences.create({
      provider: "sonarly",
      name: "VIP",
      type: "on_demand",
    });
    const ref = { provider: "sonarly", id } as const;
    await world.audiences.delete(ref);
    expect((await errorOf(world.audiences.delete(ref))).code).toBe("not_found");
  });

  test("deleted: false is a failure, although it comes with 200", async () => {
    const world = createWorld();
    world.trouble = async () =>
      Response.json({ success: true, data: { deleted: false }, error: null, traceId: "t" });
    const ref = { provider: "sonarly", id: "a" } as const;
    expect((await errorOf(world.audiences.delete(ref))).code).toBe("rejected");
  });
});
