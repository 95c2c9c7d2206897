import { describe, expect, test } from "vitest";

import { changesBetween } from "../../src/history/index.ts";
import type { ChangesOptions } from "../../src/history/index.ts";
import { at, createWorld, people } from "./support/world.ts";
import type { World } from "./support/world.ts";

async function changes(
  world: World,
  options: Partial<ChangesOptions> = {},
): Promise<readonly string[]> {
  const found = changesBetween(await world.read(), { from: at(0), ...options });
  return found.map(({ kind, provider, id, before, after, unit }) =>
    [kind, `${provider}:${id}`, `${before} -> ${after}`, unit ?? ""].join(" ").trim(),
  );
}

const vip = { id: "vip", name: "VIP", size: people(100) };

describe("what is different between two snapshots", () => {
  test("an audience that is new, renamed, grown, shrunk, in another status or matched anew", async () => {
    const world = await createWorld();
    const old = { id: "old", name: "Old", size: people(10) };
    const half = { id: "half", name: "Half", size: people(10), matched: people(2) };
    const busy = { id: "busy", name: "Busy", status: "processing" } as const;
    await world.take(0, { shop: { audiences: [vip, old, half, busy] } });
    await world.take(1, {
      shop: {
        audiences: [
          { ...vip, size: people(150) },
          { ...old, name: "Older", size: people(9) },
          { ...half, matched: people(5) },
          { ...busy, status: "ready" },
          { id: "new", size: people(1) },
        ],
      },
    });
    expect(await changes(world)).toEqual([
      "grown shop:vip 100 -> 150 people",
      "renamed shop:old Old -> Older",
      "shrunk shop:old 10 -> 9 people",
      "matched shop:half 2 -> 5 people",
      "status shop:busy processing -> ready",
      "new shop:new null -> 1 people",
    ]);
  });

  test("what the very first snapshot finds is not new, and what did not change is not told", async () => {
    const world = await createWorld();
    await world.take(0, { shop: { audiences: [vip] } });
    await world.take(1, { shop: { audiences: [vip] } });
    expect(await changes(world)).toEqual([]);
    expect(await changes(world, { from: at(-30) })).toEqual([]);
  });

  test("is the difference between both ends, or every step of it", async () => {
    const world = await createWorld();
    for (const [days, size] of [100, 120, 90, 130].entries()) {
      await world.take(days, { shop: { audiences: [{ ...vip, size: people(size) }] } });
    }
    expect(await changes(world)).toEqual(["grown shop:vip 100 -> 130 people"]);
    expect(await changes(world, { steps: true })).toEqual([
      "grown shop:vip 90 -> 130 people",
      "shrunk shop:vip 120 -> 90 people",
      "grown shop:vip 100 -> 120 people",
    ]);
    expect(await changes(world, { from: at(1), to: at(2) })).toEqual([
      "shrunk shop:vip 120 -> 90 people",
    ]);
    expect(await changes(world, { steps: true, kind: "shrunk", id: "vip" })).toHaveLength(1);
    expect(await changes(world, { provider: "other" })).toEqual([]);
  });

  test("tells when each one came about", async () => {
    const world = await createWorld();
    await world.take(0, { shop: { audiences: [vip] } });
    await world.take(1, { shop: { audiences: [{ ...vip, name: "Best" }] } });
    await world.take(2, { shop: { audiences: [{ ...vip, name: "Best", size: people(7) }] } });
    const found = changesBetween(await world.read(), { from: at(0) });
    expect(found.map(({ kind, at: when, name }) => [kind, when, name])).toEqual([
      ["shrunk", at(2), "Best"],
      ["renamed", at(1), "Best"],
    ]);
  });

  test("sizes in different units are not compared, nor is one that is not known", async () => {
    const world = await createWorld();
    await world.take(0, { shop: { audiences: [vip, { id: "b" }] } });
    await world.take(1, {
      shop: {
        audiences: [
          { ...vip, size: { value: 7, unit: "rows" } },
          { id: "b", size: people(3) },
        ],
      },
    });
    expect(await changes(world)).toEqual([]);
  });
});

describe("an audience has vanished", () => {
  test("when a complete listing does not hold it and the vendor does not know it", async () => {
    const world = await createWorld();
    await world.take(0, { shop: { audiences: [vip, { id: "b" }] } });
    await world.take(1, { shop: { audiences: [{ id: "b" }] } });
    expect(await changes(world)).toEqual(["vanished shop:vip 100 -> null people"]);
  });

  test("never in a listing that is not complete", async () => {
    const world = await createWorld();
    const five = ["a", "b", "c", "d", "e"].map((id) => ({ id }));
    await world.take(0, { shop: { audiences: five } });
    await world.take(1, { shop: { audiences: five, failsAfter: 1 } });
    await world.take(2, { shop: { failsAfter: 0 } });
    expect(await changes(world)).toEqual([]);
    const { readings } = (await world.read()).providers.get("shop") ?? { readings: [] };
    expect(readings.map(({ state, audiences }) => [state, audiences])).toEqual([
      ["complete", 5],
      ["incomplete", 2],
      ["failed", 0],
    ]);
  });

  test("and may come back", async () => {
    const world = await createWorld();
    await world.take(0, { shop: { audiences: [vip] } });
    await world.take(1, { shop: {} });
    await world.take(2, { shop: { audiences: [{ ...vip, size: people(3) }] } });
    expect(await changes(world, { from: at(1) })).toEqual(["new shop:vip null -> 3 people"]);
    expect(await changes(world, { from: at(0), to: at(1) })).toEqual([
      "vanished shop:vip 100 -> null people",
    ]);
  });

  test("not while it is only left out of the list, because it is being filled or for any other reason", async () => {
    const world = await createWorld();
    const calm = { id: "calm", size: people(5) };
    await world.take(0, { leads: { audiences: [vip, calm] } });
    await world.take(1, { leads: { filling: ["vip"], unlisted: [calm] } });
    expect(await changes(world)).toEqual(["status leads:vip ready -> processing"]);
    await world.take(2, { leads: { audiences: [{ ...vip, size: people(120) }, calm] } });
    expect(await changes(world)).toEqual(["grown leads:vip 100 -> 120 people"]);
  });

  test("where the vendor cannot be asked for one, when a complete listing does not hold it", async () => {
    const world = await createWorld();
    await world.take(0, { shop: { audiences: [vip], listsOnly: true } });
    await world.take(1, { shop: { listsOnly: true } });
    expect(await changes(world)).toEqual(["vanished shop:vip 100 -> null people"]);
  });

  test("not yet, where too many are missing at once to ask for each", async () => {
    const world = await createWorld();
    await world.take(0, { shop: { audiences: [vip, { id: "b" }, { id: "c" }] } });
    await world.take(1, { shop: {} }, { lookups: 2 });
    expect(await changes(world)).toHaveLength(2);
    await world.take(2, { shop: {} }, { lookups: 2 });
    expect(await changes(world)).toHaveLength(3);
  });
});
