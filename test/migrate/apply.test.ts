import { describe, expect, test } from "vitest";

import { applyMigration } from "../../src/migrate/apply/index.ts";
import { migrationStatus } from "../../src/migrate/status.ts";
import { openStore } from "../../src/store/index.ts";
import { createWorld, people, person } from "../writing/support.ts";
import type { World } from "../writing/support.ts";
import { plan } from "./support/plans.ts";
import { emptyPlace, engines } from "./support/stores.ts";

const ids = (world: World, name = "vip"): readonly string[] =>
  world.emulators.batch.members(name).map(({ id }) => id);
const idsOf = (count: number, from = 0): readonly string[] =>
  people(count, from).flatMap(({ identifiers }) => identifiers.externalId ?? []);

const clock = (world: World) => ({ now: world.emulators.clock.now, sleep: world.sleep });

describe.for(engines)("a plan carried out, its ledger on %s", (engine) => {
  test("makes a Batch audience and writes everybody, in few requests", async () => {
    await using place = await emptyPlace(engine);
    await using store = await openStore(place);
    const world = createWorld();
    const made = await plan(world.audiences, store, {
      to: { provider: "batch" },
      members: people(8),
    });
    const seen: string[] = [];
    const result = await applyMigration(world.audiences, made, {
      store,
      ...clock(world),
      onProgress: ({ phase, written }) => seen.push(`${phase} ${written}`),
    });
    expect(result).toMatchObject({
      state: "applied",
      made: true,
      target: { provider: "batch", id: "vip" },
      members: 8,
      written: 8,
      suppressed: 0,
      rejected: 0,
      status: "ready",
      size: { value: 8, unit: "ids" },
      adopted: false,
    });
    expect(ids(world)).toEqual(idsOf(8));
    expect(world.asked.filter((operation) => operation === "batch update")).toHaveLength(1);
    expect(seen[0]).toBe("checking 0");
    expect(seen.at(-1)).toBe("done 8");
  });

  test("applied again does nothing, and says the same", async () => {
    await using place = await emptyPlace(engine);
    await using store = await openStore(place);
    const world = createWorld();
    const made = await plan(world.audiences, store, {
      to: { provider: "batch" },
      members: people(8),
    });
    const first = await applyMigration(world.audiences, made, { store, ...clock(world) });
    world.asked.length = 0;
    expect(await applyMigration(world.audiences, made.id, { store, ...clock(world) })).toEqual(
      first,
    );
    expect(world.asked).toEqual([]);
  });

  test("makes a Whop audience from its members", async () => {
    await using place = await emptyPlace(engine);
    await using store = await openStore(place);
    const world = createWorld();
    const made = await plan(world.audiences, store, {
      to: { provider: "whop" },
      members: people(8),
    });
    const result = await applyMigration(world.audiences, made, { store, ...clock(world) });
    expect(result).toMatchObject({ made: true, written: 8, status: "ready", adopted: false });
    expect(world.emulators.whop.members(result.target.id)).toHaveLength(8);
  });

  test("nobody who is put on a suppression list after the plan was made is written", async () => {
    await using place = await emptyPlace(engine);
    await using store = await openStore(place);
    const world = createWorld();
    const suppress = [person(2)];
    const members = people(8);
    const made = await plan(world.audiences, store, {
      to: { provider: "batch" },
      members,
      suppress,
    });
    expect(made.members).toBe(7);
    const result = await applyMigration(world.audiences, made, {
      store,
      ...clock(world),
      suppress: [{ identifiers: { email: ["PERSON5@example.com"] } }],
    });
    expect(result).toMatchObject({ members: 7, written: 6, suppressed: 1 });
    expect(ids(world)).toEqual(idsOf(8).filter((id) => !["Id 2", "Id 5"].includes(id)));
    expect(await migrationStatus(made.id, { store })).toMatchObject({ members: 7, written: 6 });
  });

  test("a list that takes members only is not made where all were suppressed since", async () => {
    await using place = await emptyPlace(engine);
    await using store = await openStore(place);
    const world = createWorld();
    const made = await plan(world.audiences, store, {
      to: { provider: "whop" },
      members: people(3),
    });
    const suppress = people(3);
    const apply = () => applyMigration(world.audiences, made, { store, ...clock(world), suppress });
    const refusal = {
      name: "MigrationError",
      code: "unsupported",
      run: made.id,
      message:
        "Everybody in the plan has been put on a suppression list since it was made, and whop makes no audience without people. Nothing was written.",
    };
    await expect(apply()).rejects.toMatchObject(refusal);
    await expect(apply()).rejects.toMatchObject(refusal);
    expect(new Set(world.asked)).toEqual(new Set(["whop list"]));
    expect(await migrationStatus(made.id, { store })).toMatchObject({
      written: 0,
      target: null,
      inDoubt: false,
    });
  });
});
