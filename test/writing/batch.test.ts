import { describe, expect, test } from "vitest";

import { createWorld, errorOf, people, person, untyped } from "./support.ts";
import type { World } from "./support.ts";

const ref = { provider: "batch", id: "vip" } as const;

/** An audience of the first five. */
async function withAudience(world: World): Promise<void> {
  await world.audiences.create({ provider: "batch", name: "vip", members: people(5) });
}

const idsOf = (world: World, name = "vip"): readonly string[] =>
  world.emulators.batch.members(name).map(({ id }) => id);
const ids = (count: number, from = 0): readonly string[] =>
  people(count, from).flatMap(({ identifiers }) => identifiers.externalId ?? []);

describe("batch, making an audience", () => {
  test("it is looked for before, made, and waited for", async () => {
    const world = createWorld();
    const made = await world.audiences.create({
      provider: "batch",
      name: "VIP_2026-a",
      displayName: "VIP, 2026 ✨",
    });
    expect(made).toMatchObject({
      id: "VIP_2026-a",
      name: "VIP, 2026 ✨",
      status: "ready",
      size: { value: 0, unit: "ids" },
      written: null,
    });
    expect(world.asked.slice(0, 2)).toEqual(["batch view", "batch create"]);
  });

  test("with its first members, it is ready to be used when those are in", async () => {
    const world = createWorld();
    const made = await world.audiences.create({
      provider: "batch",
      name: "vip",
      members: people(5),
    });
    expect(made.written).toMatchObject({ read: 5, written: 5 });
    const pending = made.written?.pending;
    const ready = await world.audiences.waitUntilReady(ref, { pending, sleep: world.sleep });
    expect(ready.size).toEqual({ value: 5, unit: "ids" });
    expect(idsOf(world)).toEqual(ids(5));
  });

  test("a name that is taken is a conflict, and nothing is sent", async () => {
    const world = createWorld();
    const [{ name } = { name: "" }] = world.emulators.batch.audiences.list();
    const error = await errorOf(world.audiences.create({ provider: "batch", name }));
    expect(error).toMatchObject({ code: "conflict", ambiguous: false });
    expect(world.asked).toEqual(["batch view"]);
  });

  test.for([
    ["VIP 2026", "VIP_2026"],
    ["Café/Crème!", "Cafe_Creme"],
    ["日本", "audience"],
    ["a".repeat(256), "a".repeat(255)],
  ])(
    "the name %j is refused before any request, and %j is proposed",
    async ([name = "", legal]) => {
      const world = createWorld();
      const error = await errorOf(world.audiences.create({ provider: "batch", name }));
      expect(error.code).toBe("invalid_argument");
      expect(error.message).toContain(`; ${legal} would do`);
      expect(world.asked).toEqual([]);
    },
  );

  test("a description is refused: Batch has none", async () => {
    const world = createWorld();
    const error = await errorOf(
      untyped(world.audiences)["create"]?.({ provider: "batch", name: "vip", description: "x" }),
    );
    expect(error.message).toContain("description, which batch does not take");
    expect(world.asked).toEqual([]);
  });

  test("one that is shown late is waited for", async () => {
    const world = createWorld({ emulators: { batch: { times: { visible: 20_000 } } } });
    const made = await world.audiences.create({ provider: "batch", name: "vip" });
    expect(made.id).toBe("vip");
  });

  test("one that is not shown at all was made, and the error says so", async () => {
    const world = createWorld({
      emulators: { batch: { times: { visible: Number.POSITIVE_INFINITY } } },
    });
    const error = await errorOf(world.audiences.create({ provider: "batch", name: "vip" }));
    expect(error).toMatchObject({ code: "timeout", created: ref });
  });

  test("members that could not be added leave an audience, and the error says so", async () => {
    const world = createWorld();
    world.trouble = async (call, next) =>
      call.operation === "update" ? new Response("{}", { status: 403 }) : next();
    const error = await errorOf(
      world.audiences.create({ provider: "batch", name: "vip", members: people(2) }),
    );
    expect(error).toMatchObject({ code: "permission", created: ref, written: 0 });
    expect(error.message).toContain("The audience was made.");
  });
});

describe("batch, members", () => {
  test("ids go as they are given: case and spaces count", async () => {
    const world = createWorld();
    const odd = [" a ", "A", "a", "007", "7", "日本", "=1+1", '"'];
    const members = odd.map((id) => ({ identifiers: { externalId: [id] } }));
    await world.audiences.create({ provider: "batch", name: "vip", members });
    expect(idsOf(world)).toEqual(odd);
  });

  test("what could not be written as it was meant is refused", async () => {
    const world = createWorld();
    await withAudience(world);
    const members = ["\ud800", "caf\ufffd", ""].map((id) => ({
      identifiers: { externalId: [id] },
    }));
    const result = await world.audiences.addMembers(ref, members);
    expect(result).toMatchObject({ written: 0, reasons: { IDENTIFIER_INVALID: 3 } });
  });

  test("attributes keep their kind: text, number, date, address; no truth values", async () => {
    const world = createWorld();
    const attributes = {
      name: "Ada",
      age: 36.5,
      "date(born)": "1815-12-10",
      "date(seen)": "2026-11-02T08:00:00+01:00",
      "date(plain)": "2026-11-02T08:00:00",
      "date(bad)": "yesterday",
      "date(none)": "2026-02-30", // not 2 March
      "date(leap)": "2028-02-29",
      "url(site)": "https://example.com/a?b=1",
      "url(bad)": "example",
      vip: true,
      none: null,
      "date(name)": "2026-01-01",
    };
    const made = await world.audiences.create({
      provider: "batch",
      name: "vip",
      members: [{ identifiers: { externalId: ["1"] }, attributes }],
    });
    expect(world.emulators.batch.members("vip")).toEqual([
      {
        id: "1",
        attributes: {
          name: "Ada",
          age: 36.5,
          "date(born)": "1815-12-10T00:00:00Z",
          "date(seen)": "2026-11-02T07:00:00Z",
          "date(plain)": "2026-11-02T08:00:00Z",
          "date(leap)": "2028-02-29T00:00:00Z",
          "url(site)": "https://example.com/a?b=1",
        },
      },
    ]);
    expect(made.written?.dropped).toEqual({
      "date(bad)": 1,
      "date(none)": 1,
      "url(bad)": 1,
      vip: 1,
      "date(name)": 1, // Batch has one place for "name"
    });
  });

  test("more than fifteen attributes are a reason not to take a member", async () => {
    const world = createWorld();
    const attributes = Object.fromEntries(
      Array.from({ length: 16 }, (_, index) => [`a${index}`, 1]),
    );
    const made = await world.audiences.create({
      provider: "batch",
      name: "vip",
      members: [{ identifiers: { externalId: ["1"] }, attributes }, person(2)],
    });
    expect(made.written).toMatchObject({ written: 1, reasons: { ATTRIBUTE_LIMIT: 1 } });
    expect(made.written?.rejections[0]).toMatchObject({ position: 1, reason: "ATTRIBUTE_LIMIT" });
  });

  test("25,001 go in three calls, in their order", async () => {
    const world = createWorld();
    await withAudience(world);
    const counts: number[] = [];
    const onWritten = (members: number) => counts.push(members);
    const result = await world.audiences.addMembers(ref, people(25_001, 5), { onWritten });
    expect(result.written).toBe(25_001);
    expect(counts).toEqual([10_000, 20_000, 25_001]);
    expect(idsOf(world)).toEqual(ids(25_006));
    expect(world.asked.filter((operation) => operation === "batch update")).toHaveLength(4);
  });

  test("what was begun before is waited for", async () => {
    const world = createWorld({ emulators: { batch: { times: { indexing: 40_000 } } } });
    await withAudience(world);
    world.asked.length = 0;
    await world.audiences.removeMembers(ref, people(2));
    expect(world.asked.filter((operation) => operation === "batch view").length).toBeGreaterThan(2);
    expect(world.asked.at(-1)).toBe("batch update");
    expect(idsOf(world)).toEqual(ids(3, 2));
  });

  test("what is not there can be taken off, and what is there can be added", async () => {
    const world = createWorld();
    await withAudience(world);
    await world.audiences.removeMembers(ref, people(3, 4));
    await world.audiences.addMembers(ref, people(2, 3));
    expect(idsOf(world)).toEqual(ids(5));
  });

  test("to an audience that is not there, nothing is sent", async () => {
    const world = createWorld();
    expect((await errorOf(world.audiences.addMembers(ref, people(1)))).code).toBe("not_found");
    expect(world.asked).toEqual(["batch view"]);
  });

  test("a part that fails says how many were written before", async () => {
    const world = createWorld();
    await withAudience(world);
    world.trouble = async (call, next) =>
      call.operation === "update" && call.call === 4
        ? Response.json({ error_code: "X", error_message: "no" }, { status: 400 })
        : next();
    const error = await errorOf(world.audiences.addMembers(ref, people(40_000, 5)));
    expect(error).toMatchObject({ code: "rejected", written: 20_000, ambiguous: false });
    expect(error.message).toContain("Known to be written: 20000 of the ");
    expect(idsOf(world)).toHaveLength(20_005);
  });
});

describe("batch, replacing", () => {
  test("afterwards there are these and no others", async () => {
    const world = createWorld();
    await withAudience(world);
    const result = await world.audiences.replaceMembers(ref, people(3, 10));
    expect(result.written).toBe(3);
    expect(idsOf(world)).toEqual(ids(3, 10));
    expect(world.asked.filter((operation) => operation === "batch replace")).toHaveLength(1);
  });

  test("above 10,000, the rest is added when the replacement has been carried out", async () => {
    const world = createWorld();
    await withAudience(world);
    world.asked.length = 0;
    await world.audiences.replaceMembers(ref, people(20_001, 10));
    expect(idsOf(world)).toEqual(ids(20_001, 10));
    const writes = world.asked.filter((operation) => operation !== "batch view");
    expect(writes).toEqual(["batch replace", "batch update", "batch update"]);
  });

  test("where somebody else replaces in between, the rest is not mixed into theirs", async () => {
    const world = createWorld();
    await withAudience(world);
    const other = createWorldOf(world);
    world.trouble = async (call, next) => {
      const answer = await next();
      if (call.operation === "replace" && call.call === 1) {
        await other.replaceMembers(ref, people(2, 90));
      }
      return answer;
    };
    const error = await errorOf(world.audiences.replaceMembers(ref, people(20_001, 10)));
    expect(error).toMatchObject({ code: "conflict", written: 10_000 });
    expect(idsOf(world)).toEqual(ids(2, 90));
  });

  test("by nobody is refused, with what to do instead", async () => {
    const world = createWorld();
    await withAudience(world);
    world.asked.length = 0;
    const error = await errorOf(world.audiences.replaceMembers(ref, []));
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toContain("remove its members, or delete it");
    expect(world.asked).toEqual([]);
  });
});

describe("batch, waiting and deleting", () => {
  test("REPLACED is an end, and no failure", async () => {
    const world = createWorld();
    await withAudience(world);
    const { pending } = await world.audiences.addMembers(ref, people(1, 5));
    await world.audiences.replaceMembers(ref, people(1, 6));
    const ended = await world.audiences.waitUntilReady(ref, { pending, sleep: world.sleep });
    expect(ended).toMatchObject({ status: "ready", vendorStatus: "REPLACED" });
  });

  test("a change that never lands is waited for until the time is over", async () => {
    const world = createWorld();
    await withAudience(world);
    const { pending } = await world.audiences.addMembers(ref, people(1, 5));
    world.trouble = async (_call, next) => {
      const answer = await next();
      const body: unknown = await answer.json();
      return Response.json(Object.assign({}, body, { indexing_state: "IN_PROCESS" }));
    };
    const waiting = world.audiences.waitUntilReady(ref, {
      pending,
      sleep: world.sleep,
      timeout: 60_000,
    });
    const error = await errorOf(waiting);
    expect(error.code).toBe("timeout");
    expect(error.message).toContain("(IN_PROCESS)");
  });

  test("what is deleted is gone; to delete what is not there is not_found", async () => {
    const world = createWorld();
    await withAudience(world);
    await world.audiences.delete(ref);
    world.emulators.clock.advance(10_000);
    expect((await errorOf(world.audiences.get(ref))).code).toBe("not_found");
    expect((await errorOf(world.audiences.delete(ref))).code).toBe("not_found");
  });

  test("there is no update", async () => {
    const world = createWorld();
    const error = await errorOf(
      (async () => untyped(world.audiences)["update"]?.(ref, { name: "x" }))(),
    );
    expect(error.code).toBe("unsupported");
  });
});

/** A second client of the same vendor, without trouble. */
function createWorldOf(world: World): World["audiences"] {
  const quiet = createWorld({
    http: {
      fetch: (input, init) => world.emulators.fetch(input, init),
      now: world.emulators.clock.now,
      sleep: world.sleep,
    },
  });
  return quiet.audiences;
}
