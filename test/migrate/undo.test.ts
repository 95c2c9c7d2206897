import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { describe, expect, test } from "vitest";

import { csv } from "../../adapters/csv.ts";
import { memory } from "../../adapters/memory.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import {
  applyMigration,
  forgetMigration,
  listMigrations,
  migrationStatus,
  undoMigration,
  verifyMigration,
} from "../../src/migrate/index.ts";
import type { VerifyResult } from "../../src/migrate/index.ts";
import { openStore } from "../../src/store/index.ts";
import type { Store } from "../../src/store/index.ts";
import { createWorld, people } from "../writing/support.ts";
import type { World } from "../writing/support.ts";
import { plan } from "./support/plans.ts";
import type { PlanInput } from "./support/plans.ts";
import { refusal } from "./support/refusal.ts";
import { emptyPlace, engines } from "./support/stores.ts";

const clock = (world: World) => ({ now: world.emulators.clock.now, sleep: world.sleep });
const agreed = ({ checks }: VerifyResult) =>
  Object.fromEntries(checks.map(({ what, agrees }) => [what, agrees]));

async function applied(world: World, store: Store, input: Omit<PlanInput, "members">) {
  const made = await plan(world.audiences, store, { members: people(8), ...input });
  const result = await applyMigration(world.audiences, made, { store, ...clock(world) });
  return { id: made.id, target: result.target };
}

const vip = { provider: "batch", id: "vip" } as const;

async function withResidents(world: World, from = 100): Promise<void> {
  await world.audiences.create({ provider: "batch", name: "vip", members: people(2, from) });
  world.emulators.clock.advance(60_000);
}

describe.for(engines)("what a migration has written, its ledger on %s", (engine) => {
  test("to Batch is verified by its number, and the rest is said", async () => {
    await using place = await emptyPlace(engine);
    await using store = await openStore(place);
    const world = createWorld();
    const { id } = await applied(world, store, { to: { provider: "batch" } });
    const result = await verifyMigration(world.audiences, id, { store });
    expect(result.verified).toBe(true);
    expect(agreed(result)).toEqual({ target: true, status: true, size: true, members: null });
    expect(result.checks.at(-1)?.message).toContain("Batch does not give the ids");
    await world.audiences.removeMembers(vip, people(1));
    world.emulators.clock.advance(60_000);
    const later = await verifyMigration(world.audiences, id, { store });
    expect(later.verified).toBe(false);
    expect(agreed(later)).toMatchObject({ size: false });
  });

  test("to Whop is verified by its rows", async () => {
    await using place = await emptyPlace(engine);
    await using store = await openStore(place);
    const world = createWorld();
    const { id } = await applied(world, store, { to: { provider: "whop" } });
    const result = await verifyMigration(world.audiences, id, { store });
    expect(agreed(result)).toEqual({ target: true, status: true, size: true, members: null });
  });

  test("to memory and to a file is verified person by person", async () => {
    await using place = await emptyPlace(engine);
    await using store = await openStore(place);
    const folder = await mkdtemp(path.join(tmpdir(), "audiencekit-verify-"));
    const audiences = createAudiences({ memory: memory(), csv: csv({ path: folder }) });
    const goals = [
      { provider: "memory" as const, id: "memory-1" },
      { provider: "csv" as const, id: "vip.csv" },
    ];
    for (const { provider, id } of goals) {
      const input = { id: provider, to: { provider, name: "vip" }, members: people(8) };
      const made = await plan(audiences, store, input);
      await applyMigration(audiences, made, { store });
      const result = await verifyMigration(audiences, provider, { store });
      expect(result.target).toEqual({ provider, id });
      expect(result.verified).toBe(true);
      expect(agreed(result)).toMatchObject({ members: true });
    }
    await audiences.removeMembers({ provider: "memory", id: "memory-1" }, people(1));
    const later = await verifyMigration(audiences, "memory", { store });
    expect(agreed(later)).toMatchObject({ members: false });
    await rm(folder, { recursive: true });
  });

  test("is deleted with the audience that it has made", async () => {
    await using place = await emptyPlace(engine);
    await using store = await openStore(place);
    for (const provider of ["batch", "whop"] as const) {
      const world = createWorld();
      const { id, target } = await applied(world, store, { id: provider, to: { provider } });
      const result = await undoMigration(world.audiences, id, { store, ...clock(world) });
      expect(result).toEqual({ run: id, state: "undone", deleted: true, removed: 8, left: [] });
      expect(
        [...world.emulators[provider].audiences.list()].filter(({ name }) => name === target.name),
      ).toEqual([]);
      const error = await refusal(undoMigration(world.audiences, id, { store }));
      expect(error.code).toBe("unsupported");
    }
  });

  test("is taken off, and the audience left, where somebody else has added to it", async () => {
    await using place = await emptyPlace(engine);
    await using store = await openStore(place);
    const world = createWorld();
    const { id } = await applied(world, store, { to: { provider: "batch" } });
    await world.audiences.addMembers(vip, people(2, 100));
    world.emulators.clock.advance(60_000);
    const result = await undoMigration(world.audiences, id, { store, ...clock(world) });
    expect(result).toMatchObject({ state: "undone", deleted: false, removed: 8 });
    expect(result.left.join()).toContain("made by this run and is left");
    expect(world.emulators.batch.members("vip").map((member) => member.id)).toEqual([
      "Id 100",
      "Id 101",
    ]);
  });

  test("is left on Whop where somebody else has added to it, and that is said", async () => {
    await using place = await emptyPlace(engine);
    await using store = await openStore(place);
    const world = createWorld();
    const { id, target } = await applied(world, store, { to: { provider: "whop" } });
    await world.audiences.addMembers({ provider: "whop", id: target.id }, people(2, 100));
    world.emulators.clock.advance(60_000);
    const result = await undoMigration(world.audiences, id, { store, ...clock(world) });
    expect(result).toMatchObject({ state: "applied", deleted: false, removed: 0 });
    expect(result.left).toHaveLength(2);
    expect(world.emulators.whop.members(target.id)).toHaveLength(10);
  });

  test("is taken off an audience that was there before; those who were on it stay", async () => {
    await using place = await emptyPlace(engine);
    await using store = await openStore(place);
    const world = createWorld();
    await withResidents(world);
    const { id } = await applied(world, store, { to: vip });
    const result = await undoMigration(world.audiences, id, { store, ...clock(world) });
    expect(result).toEqual({ run: id, state: "undone", deleted: false, removed: 8, left: [] });
    expect(world.emulators.batch.members("vip")).toHaveLength(2);
  });

  test("is left where nobody can say who was there before", async () => {
    await using place = await emptyPlace(engine);
    await using store = await openStore(place);
    const world = createWorld();
    await withResidents(world, 0);
    const { id } = await applied(world, store, { to: vip });
    const result = await undoMigration(world.audiences, id, { store, ...clock(world) });
    expect(result).toMatchObject({ state: "applied", removed: 0 });
    expect(result.left.join()).toContain("were there before");
    expect(world.emulators.batch.members("vip")).toHaveLength(8);
  });

  test("is not taken back where a guard forbids so many", async () => {
    await using place = await emptyPlace(engine);
    await using store = await openStore(place);
    const world = createWorld();
    const { id } = await applied(world, store, { to: { provider: "batch" } });
    const options = { store, guards: { maxRemoved: 7 } };
    expect((await refusal(undoMigration(world.audiences, id, options))).code).toBe("guard");
    expect(world.emulators.batch.members("vip")).toHaveLength(8);
  });

  test("is told by its status, and is forgotten", async () => {
    await using place = await emptyPlace(engine);
    {
      await using store = await openStore(place);
      const world = createWorld();
      const { id } = await applied(world, store, { to: { provider: "whop" }, suppress: people(1) });
      expect(await migrationStatus(id, { store })).toMatchObject({
        state: "applied",
        members: 7,
        written: 7,
        target: { provider: "whop" },
        inDoubt: false,
        busy: false,
      });
      expect(await forgetMigration(id, { store })).toEqual({ run: id, erased: true });
      expect(await listMigrations({ store })).toMatchObject([{ run: id, state: "forgotten" }]);
      const error = await refusal(applyMigration(world.audiences, id, { store }));
      expect(error.code).toBe("unsupported");
    }
  });
});

test("what was forgotten is nowhere in the files of the store, while it is open", async () => {
  await using place = await emptyPlace("sqlite");
  await using store = await openStore(place);
  const world = createWorld();
  const { id } = await applied(world, store, { to: { provider: "whop" } });
  const file = place.address.replace("file:", "");
  const all = async (): Promise<Buffer> =>
    Buffer.concat(await Promise.all([file, `${file}-wal`].map((each) => readFile(each))));
  expect((await all()).includes("person5@example.com")).toBe(true);
  await forgetMigration(id, { store });
  expect((await all()).includes("person5@example.com")).toBe(false);
  expect((await all()).includes("run_1")).toBe(true);
});
