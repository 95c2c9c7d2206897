import { describe, expect, test } from "vitest";
import * as fc from "fast-check";

import { changesBetween, pruneHistory, seriesOf } from "../../src/history/index.ts";
import { at, createWorld, people, start } from "./support/world.ts";
import type { World } from "./support/world.ts";

const sized = (value: number) => ({ shop: { audiences: [{ id: "vip", size: people(value) }] } });

async function sizes(world: World): Promise<readonly (readonly [number, number | null])[]> {
  const provider = (await world.read()).providers.get("shop");
  const track = provider?.tracks.get("vip");
  if (provider === undefined || track === undefined) {
    return [];
  }
  const { points } = seriesOf(provider, track, start);
  return points.filter(({ gap }) => !gap).map((point) => [point.at, point.size]);
}

describe("old snapshots", () => {
  test("are dropped, and what they had found stays known", async () => {
    const world = await createWorld();
    await world.take(0, sized(1));
    await world.take(1, {
      shop: {
        audiences: [
          { id: "vip", size: people(1) },
          { id: "b", name: "B" },
        ],
      },
    });
    await world.take(2, {
      shop: {
        audiences: [
          { id: "vip", size: people(3) },
          { id: "b", name: "B" },
        ],
      },
    });
    await world.take(3, { shop: { audiences: [{ id: "vip", size: people(3) }] } });
    const history = await world.read();
    expect(await pruneHistory(world.store, { keep: at(1.5) - at(0), now: () => at(3.1) })).toBe(2);
    expect(await sizes(world)).toEqual([
      [at(2), 3],
      [at(3), 3],
    ]);
    const { providers } = await world.read();
    expect(providers.get("shop")?.tracks.get("vip")?.state.firstSeenAt).toBe(at(0));
    // Also where it had been read before.
    expect(await history.refresh()).toBe(true);
    const [change] = changesBetween(history, { from: at(2) });
    expect(change).toMatchObject({ kind: "vanished", id: "b", name: "B" });
    // And what comes is worked out from what is left.
    await world.take(4, sized(9), { history });
    expect(await sizes(world)).toEqual([
      [at(2), 3],
      [at(3), 3],
      [at(4), 9],
    ]);
  });

  test("the latest, and the latest complete one of each provider, stay whatever their age", async () => {
    const world = await createWorld();
    const both = { ...sized(1), leads: { audiences: [{ id: "x" }] } };
    await world.take(0, both);
    await world.take(1, both);
    await world.take(2, { ...sized(2), leads: { failsAfter: 0 } });
    await world.take(3, { ...sized(3), leads: { failsAfter: 0 } });
    expect(await pruneHistory(world.store, { keep: 1, now: () => at(1000) })).toBe(2);
    const { snapshots, providers } = await world.read();
    expect(snapshots.map((snapshot) => snapshot.at)).toEqual([at(1), at(3)]);
    expect(providers.get("leads")?.readings.map(({ state }) => state)).toEqual([
      "complete",
      "failed",
    ]);
  });

  test("are thinned to one a day after 30 days and one a week after a year, complete ones first", async () => {
    const world = await createWorld();
    for (let hour = 0; hour < 48; hour += 12) {
      await world.take(hour / 24, hour === 12 ? { shop: { failsAfter: 0 } } : sized(hour));
    }
    await world.take(20, sized(99));
    await world.take(20.5, sized(100));
    expect(await pruneHistory(world.store, { thin: true, now: () => at(45) })).toBe(2);
    expect(await sizes(world)).toEqual([
      [at(0), 0],
      [at(1.5), 36],
      [at(20), 99],
      [at(20.5), 100],
    ]);
    expect(await pruneHistory(world.store, { thin: true, now: () => at(400) })).toBe(2);
    expect(await sizes(world)).toEqual([
      [at(1.5), 36],
      [at(20.5), 100],
    ]);
    expect(await pruneHistory(world.store, { thin: true, now: () => at(400) })).toBe(0);
  });
});

test("whatever happened, what is left after dropping is what was seen then", async () => {
  const name = fc.constantFrom("a", "b", "c");
  const audience = fc.record({ id: name, size: fc.integer({ min: 0, max: 3 }).map(people) });
  const audiences = fc.uniqueArray(audience, { selector: ({ id }) => id });
  const snapshots = fc.array(fc.record({ audiences, fails: fc.boolean() }), {
    minLength: 2,
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(snapshots, fc.integer({ min: 1, max: 7 }), async (list, keep) => {
      const world = await createWorld();
      for (const [days, { audiences: found, fails }] of list.entries()) {
        await world.take(days, { shop: { audiences: found, ...(fails && { failsAfter: 0 }) } });
      }
      const before = await sizes(world);
      const last = list.length - 1;
      await pruneHistory(world.store, { keep: at(keep) - at(0), now: () => at(last) });
      const kept = new Set((await world.read()).snapshots.map((snapshot) => snapshot.at));
      expect(await sizes(world)).toEqual(before.filter(([when]) => kept.has(when)));
    }),
    { numRuns: 60, seed: 20_261_121 },
  );
});
