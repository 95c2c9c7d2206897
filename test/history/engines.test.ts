import { describe, expect, test } from "vitest";

import {
  changesBetween,
  pruneHistory,
  readHistory,
  readRecord,
  takeSnapshot,
} from "../../src/history/index.ts";
import { openStore } from "../../src/store/index.ts";
import { emptyPlace, engines } from "../migrate/support/stores.ts";
import { at, audiencesOf, people } from "./support/world.ts";

const sized = (size: number, ...others: readonly string[]) =>
  audiencesOf({
    shop: {
      audiences: [{ id: "vip", name: "VIP", size: people(size) }, ...others.map((id) => ({ id }))],
    },
  });

describe.for(engines)("on %s", (engine) => {
  test("snapshots are taken, also by several at once, read, compared and dropped", async () => {
    await using place = await emptyPlace(engine);
    await using store = await openStore({ address: place.address });
    await takeSnapshot(sized(10, "b"), { store, now: () => at(0) });
    const another = await openStore({ address: place.address });
    await Promise.all([
      takeSnapshot(sized(20, "b"), { store, now: () => at(1) }),
      takeSnapshot(sized(20, "b"), { store: another, now: () => at(1) }),
    ]);
    await another.close();
    await takeSnapshot(sized(30), { store, now: () => at(3) });
    const history = await readHistory(store);
    expect(history.snapshots.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    expect(history.providers.get("shop")?.tracks.get("vip")?.sizes.values).toEqual([10, 20, 30]);
    expect(await readRecord(store.database, "shop", "vip")).toMatchObject({ name: "VIP" });
    expect(await readRecord(store.database, "shop", "b")).toBeNull();
    const before = changesBetween(history, { from: at(1.5) });
    expect(before.map(({ kind, id }) => `${kind} ${id}`)).toEqual(["grown vip", "vanished b"]);
    expect(await pruneHistory(store, { keep: at(2.5) - at(0), now: () => at(3) })).toBe(1);
    expect(await history.refresh()).toBe(true);
    expect(changesBetween(history, { from: at(1.5) })).toEqual(before);
  });
});
