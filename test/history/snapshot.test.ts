import { spawn } from "node:child_process";
import { once } from "node:events";
import { stat } from "node:fs/promises";

import { describe, expect, test } from "vitest";

import { batch } from "../../adapters/batch.ts";
import { sonarly } from "../../adapters/sonarly.ts";
import { whop } from "../../adapters/whop.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import { readHistory, readRecord, takeSnapshot } from "../../src/history/index.ts";
import type { History } from "../../src/history/index.ts";
import { openStore } from "../../src/store/index.ts";
import { createEmulators } from "../../src/testing/index.ts";
import { at, audiencesOf, createWorld, people, temporaryFile } from "./support/world.ts";

/** Everything a history knows, to be compared. */
const shown = ({ snapshots, providers }: History): unknown =>
  structuredClone([snapshots, [...providers.values()]]);

const sized = (size: number) => ({ shop: { audiences: [{ id: "a", size: people(size) }] } });

async function sizeOf(file: string): Promise<number> {
  const parts = await Promise.all(
    [file, `${file}-wal`].map((one) => stat(one).catch(() => ({ size: 0 }))),
  );
  return parts.reduce((sum, { size }) => sum + size, 0);
}

const renamedEachTime = (round: number) =>
  audiencesOf({
    shop: {
      audiences: Array.from({ length: 10_000 }, (_, index) => ({
        id: `audience-${(index * 2_654_435_761) % 4_294_967_296}`,
        name: `List ${index} of people who bought in round ${round}`,
        size: people(index * 37 + round * 1009),
        matched: people(index * 11 + round * 503),
        updatedAt: new Date(at(round) + index * 1000),
      })),
    },
  });

describe("a snapshot", () => {
  test("keeps what the listing found, with its report", async () => {
    const world = await createWorld();
    const created = new Date("2025-05-01T00:00:00Z");
    const vip = {
      id: "vip",
      name: "VIP",
      description: "Best",
      status: "failed",
      vendorStatus: "BROKEN",
      size: people(12),
      matched: people(3),
      progress: 0.5,
      error: "No rows.",
      createdAt: created,
      updatedAt: new Date("2025-06-01T00:00:00Z"),
    } as const;
    const taken = await world.take(
      0,
      { shop: { audiences: [vip] }, leads: { failsAfter: 0 } },
      { vendors: { shop: "whop" } },
    );
    expect(taken).toMatchObject({ id: 1, takenAt: new Date(at(0)), audiences: 1 });
    expect(taken.report.complete).toBe(false);
    const history = await world.read();
    expect(history.snapshots).toEqual([{ id: 1, at: at(0) }]);
    expect([...history.providers.keys()]).toEqual(["shop", "leads"]);
    const shop = history.providers.get("shop");
    expect(shop?.vendor).toBe("whop");
    expect(shop?.tracks.get("vip")?.state).toEqual({
      name: "VIP",
      description: "Best",
      status: "failed",
      vendorStatus: "BROKEN",
      size: 12,
      sizeUnit: "people",
      matched: 3,
      matchedUnit: "people",
      progress: 0.5,
      error: "No rows.",
      createdAt: created.getTime(),
      updatedAt: Date.UTC(2025, 5, 1),
      firstSeenAt: at(0),
    });
    expect(history.providers.get("leads")?.readings).toMatchObject([
      { state: "failed", audiences: 0, unseen: "all", error: { code: "unavailable" } },
    ]);
  });

  test("keeps the vendor's record as it was last seen, and drops it with the audience", async () => {
    const world = await createWorld();
    const record = () => readRecord(world.store.database, "shop", "vip");
    await world.take(0, { shop: { audiences: [{ id: "vip", name: "One" }, { id: "__proto__" }] } });
    expect(await record()).toEqual({ id: "vip", name: "One" });
    expect(await readRecord(world.store.database, "shop", "__proto__")).toEqual({
      id: "__proto__",
    });
    expect(await readRecord(world.store.database, "shop", "toString")).toBeNull();
    await world.take(1, { shop: { audiences: [{ id: "vip", name: "Two" }] } });
    await world.take(2, { shop: { failsAfter: 0 } });
    expect(await record()).toEqual({ id: "vip", name: "Two" });
    await world.take(3, { shop: {} });
    expect(await record()).toBeNull();
  });

  test("of some providers leaves the others as they were", async () => {
    const world = await createWorld();
    const both = { shop: { audiences: [{ id: "a" }] }, leads: { audiences: [{ id: "b" }] } };
    await world.take(0, both);
    await world.take(1, both, { providers: ["leads"] });
    const { providers } = await world.read();
    expect(providers.get("shop")?.readings).toHaveLength(1);
    expect(providers.get("leads")?.readings).toHaveLength(2);
  });

  test("that is aborted stores nothing and throws the reason", async () => {
    const world = await createWorld();
    const reason = new Error("enough");
    const taking = world.take(
      0,
      { shop: { audiences: [{ id: "a" }] } },
      { signal: AbortSignal.abort(reason) },
    );
    await expect(taking).rejects.toBe(reason);
    expect((await world.read()).snapshots).toEqual([]);
  });

  test("taken by two processes at once, or after another's, is worked out from what is stored", async () => {
    const world = await createWorld();
    const history = await world.read();
    await world.take(0, sized(1));
    await Promise.all([
      world.take(1, sized(2), { history }),
      world.take(1, { shop: { audiences: [{ id: "a", size: people(2) }, { id: "b" }] } }),
    ]);
    await world.take(2, sized(3), { history });
    const read = await world.read();
    expect(read.snapshots.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    expect(read.providers.get("shop")?.tracks.get("a")?.sizes.values).toEqual([1, 2, 3]);
    expect(shown(history)).toEqual(shown(read));
  });
});

test("a process that is killed while it stores leaves no half snapshot, at whatever instant", async () => {
  const file = await temporaryFile();
  const counted: number[] = [];
  for (let round = 0; round < 6; round += 1) {
    const script = new URL("support/taking.ts", import.meta.url).pathname;
    const child = spawn(process.execPath, [script, file], { stdio: ["ignore", "pipe", "inherit"] });
    const exited = once(child, "exit");
    await once(child.stdout, "data"); // it is at work
    for (let chunks = 0; chunks < round; chunks += 1) {
      await once(child.stdout, "data");
    }
    child.kill("SIGKILL");
    await exited;
    await using store = await openStore({ address: file });
    const history = await readHistory(store);
    for (const { readings, tracks } of history.providers.values()) {
      expect(readings).toHaveLength(history.snapshots.length);
      expect(readings.map(({ audiences }) => audiences)).toEqual(readings.map(() => 500));
      expect([...tracks.values()].filter(({ gone }) => gone === null)).toHaveLength(500);
    }
    counted.push(history.snapshots.length);
  }
  expect(counted.at(-1)).toBeGreaterThan(0);
  expect(counted).toEqual(counted.toSorted((one, other) => one - other));
}, 60_000);

describe("what ten thousand audiences take up", () => {
  const limit = 2_000_000;

  test("three vendors of 3,334 each: under 2 MB for the first snapshot, little for one without a change", async () => {
    const emulators = createEmulators({ size: 3334 });
    const unpaced = { requestsPerMinute: Number.POSITIVE_INFINITY };
    const audiences = createAudiences({
      whop: whop({ ...emulators.whop, ...unpaced }),
      batch: batch({ ...emulators.batch, ...unpaced }),
      sonarly: sonarly({ ...emulators.sonarly, ...unpaced }),
    });
    const file = await temporaryFile();
    const grown: number[] = [];
    let before = 0;
    for (const days of [0, 1, 2]) {
      const store = await openStore({ address: file });
      const taken = await takeSnapshot(audiences, { store, now: () => at(days) });
      expect(taken.audiences).toBe(10_002);
      await store.close();
      const after = await sizeOf(file);
      grown.push(after - before);
      before = after;
    }
    expect(grown[0]).toBeLessThan(limit);
    expect(grown[1]).toBeLessThan(10_000);
    expect(grown[2]).toBeLessThan(10_000);
  }, 60_000);

  test("under 2 MB for one in which every audience has grown and was renamed", async () => {
    const file = await temporaryFile();
    let before = 0;
    for (const round of [0, 1, 2]) {
      const store = await openStore({ address: file });
      await takeSnapshot(renamedEachTime(round), { store, now: () => at(round) });
      await store.close();
      const after = await sizeOf(file);
      expect(after - before).toBeLessThan(limit);
      before = after;
    }
  }, 60_000);
});
