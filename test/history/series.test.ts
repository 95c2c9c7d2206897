import { describe, expect, test } from "vitest";

import { momentsOf, providerSeriesOf, seriesOf, trendOf } from "../../src/history/index.ts";
import type { ProviderHistory, Track } from "../../src/history/index.ts";
import { at, createWorld, day, people, start } from "./support/world.ts";
import type { World } from "./support/world.ts";

const sized = (value: number) => ({ audiences: [{ id: "vip", size: people(value) }] });

async function vip(world: World): Promise<readonly [ProviderHistory, Track]> {
  const provider = (await world.read()).providers.get("shop");
  const track = provider?.tracks.get("vip");
  if (provider === undefined || track === undefined) {
    throw new Error("There is none.");
  }
  return [provider, track];
}

const line = (points: ReturnType<typeof seriesOf>["points"]): readonly (string | number | null)[] =>
  points.map(({ size, gap }) => (gap ? "gap" : size));

describe("an audience over time", () => {
  test("is its sizes at each snapshot, from the moment on that is asked for", async () => {
    const world = await createWorld();
    for (const [days, size] of [10, 10, 12, 11].entries()) {
      await world.take(days, { shop: sized(size) });
    }
    const [provider, track] = await vip(world);
    const series = seriesOf(provider, track, at(1));
    expect(series).toEqual({
      unit: "people",
      points: [10, 12, 11].map((size, index) => ({
        at: at(index + 1),
        size,
        matched: null,
        gap: false,
      })),
    });
  });

  test("has a gap where the provider failed or did not get as far", async () => {
    const world = await createWorld();
    const three = { audiences: [{ id: "a" }, { id: "b" }, { id: "vip", size: people(5) }] };
    await world.take(0, { shop: three });
    await world.take(1, { shop: { failsAfter: 0 } });
    await world.take(2, { shop: { ...three, failsAfter: 1 } });
    await world.take(3, { shop: three });
    const [provider, track] = await vip(world);
    expect(line(seriesOf(provider, track, start).points)).toEqual([5, "gap", "gap", 5]);
    expect(providerSeriesOf(provider, start)).toEqual([
      { at: at(0), audiences: 3, complete: true },
      { at: at(1), audiences: null, complete: false },
      { at: at(2), audiences: 2, complete: false },
      { at: at(3), audiences: 3, complete: true },
    ]);
  });

  test("has a gap where nobody looked for much longer than usual", async () => {
    const world = await createWorld();
    for (const days of [0, 1, 2, 3, 4, 10, 11, 12]) {
      await world.take(days, { shop: sized(days) });
    }
    const [provider, track] = await vip(world);
    expect(line(seriesOf(provider, track, start).points)).toEqual([
      0,
      1,
      2,
      3,
      4,
      "gap",
      10,
      11,
      12,
    ]);
    const nobody = providerSeriesOf(provider, start).filter(({ audiences }) => audiences === null);
    expect(nobody).toEqual([{ at: at(5), audiences: null, complete: false }]);
  });

  test("has no point before it was there, and ends when it vanished", async () => {
    const world = await createWorld();
    await world.take(0, { shop: { audiences: [{ id: "other" }] } });
    await world.take(1, { shop: sized(4) });
    await world.take(2, { shop: { audiences: [{ id: "other" }] } });
    await world.take(3, { shop: { audiences: [{ id: "other" }] } });
    const [provider, track] = await vip(world);
    expect(line(seriesOf(provider, track, start).points)).toEqual([4, "gap"]);
  });

  test("a size that the vendor does not say is no point, and no gap in our looking", async () => {
    const world = await createWorld();
    await world.take(0, { shop: sized(4) });
    await world.take(1, { shop: { audiences: [{ id: "vip" }] } });
    const [provider, track] = await vip(world);
    expect(line(seriesOf(provider, track, start).points)).toEqual([4, null]);
  });

  test("a trend has so many moments at the most, evenly over time, and nothing where nobody looked", async () => {
    const world = await createWorld();
    for (const days of [0, 1, 2, 3, 4, 5, 6, 12]) {
      await world.take(days, { shop: sized(days) });
    }
    const [provider, track] = await vip(world);
    expect(trendOf(provider, track, momentsOf(provider, 5))).toEqual([0, 3, 6, null, 12]);
    expect(momentsOf(provider, 100)).toHaveLength(8);
  });
});

test("a clock that was put back makes no snapshot older than the one before", async () => {
  const world = await createWorld();
  await world.take(5, { shop: sized(1) });
  const second = await world.take(0, { shop: sized(2) });
  expect(second.takenAt.getTime()).toBe(at(5) + 1);
  expect(day).toBe(86_400_000);
});
