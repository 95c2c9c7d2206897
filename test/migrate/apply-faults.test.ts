import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { sql } from "kysely";
import { describe, expect, test } from "vitest";

import { isAudienceError } from "../../src/core/errors.ts";
import { applyMigration, migrationStatus } from "../../src/migrate/index.ts";
import type { ApplyOptions, ApplyResult } from "../../src/migrate/index.ts";
import { fingerprintFile } from "../../src/migrate/file-fingerprint.ts";
import { openStore } from "../../src/store/index.ts";
import type { Store } from "../../src/store/index.ts";
import {
  applyThenDrop,
  createWorld,
  dropBefore,
  errorOf,
  people,
  person,
} from "../writing/support.ts";
import type { Trouble, World, WorldOptions } from "../writing/support.ts";
import { plan } from "./support/plans.ts";
import type { PlanInput } from "./support/plans.ts";
import { refusal } from "./support/refusal.ts";
import { emptyPlace } from "./support/stores.ts";
import type { Place } from "./support/stores.ts";

interface Scene extends AsyncDisposable {
  readonly world: World;
  readonly store: Store;
  readonly place: Place;
  plan(input: Omit<PlanInput, "members"> & Partial<PlanInput>): Promise<unknown>;
  apply(options?: Partial<ApplyOptions>): Promise<ApplyResult>;
  /** Operations of this kind that were asked. */
  asked(operation: string): number;
}

async function scene(options?: WorldOptions): Promise<Scene> {
  const place = await emptyPlace("sqlite");
  const store = await openStore(place);
  const world = createWorld(options);
  const now = world.emulators.clock.now;
  return {
    world,
    store,
    place,
    plan: (input) => plan(world.audiences, store, { members: people(8), ...input }),
    apply: (more) =>
      applyMigration(world.audiences, "run_1", { store, now, sleep: world.sleep, ...more }),
    asked: (operation) => world.asked.filter((each) => each === operation).length,
    async [Symbol.asyncDispose]() {
      await store.close();
      await place[Symbol.asyncDispose]();
    },
  };
}

const vip = { provider: "batch", id: "vip" } as const;
const batchIds = ({ world }: Scene): readonly string[] =>
  world.emulators.batch.members("vip").map(({ id }) => id);
const idsOf = (count: number, from = 0): readonly string[] =>
  people(count, from).flatMap(({ identifiers }) => identifiers.externalId ?? []);
const whopNamed = ({ world }: Scene, name = "vip") =>
  [...world.emulators.whop.audiences.list()].filter((audience) => audience.name === name);
const emailsOn = (given: Scene): readonly unknown[] =>
  whopNamed(given).flatMap(({ id }) =>
    given.world.emulators.whop.members(id).map(({ email }) => email),
  );
const emails = (count: number): readonly unknown[] =>
  people(count).flatMap(({ identifiers }) => identifiers.email ?? []);

async function withBatch({ world }: Scene): Promise<void> {
  await world.audiences.create({ provider: "batch", name: "vip", members: people(2, 100) });
  world.emulators.clock.advance(60_000);
}

async function withWhop({ world }: Scene): Promise<string> {
  const members = people(2, 100);
  const { id } = await world.audiences.create({ provider: "whop", name: "vip", members });
  world.emulators.clock.advance(60_000);
  return id;
}

/** As the planning has seen it. */
async function before({ world }: Scene, ref: { provider: "batch" | "whop"; id: string }) {
  const { name, size, status, updatedAt } = await world.audiences.get(ref);
  return { name, size, status, updatedAt: updatedAt?.toISOString() ?? null };
}

describe("before the first write", () => {
  test("a target that has changed since makes the plan stale, and nothing is written", async () => {
    await using given = await scene();
    await withBatch(given);
    await given.plan({ to: { ...vip, before: await before(given, vip) } });
    await given.world.audiences.addMembers(vip, people(1, 200));
    given.world.emulators.clock.advance(60_000);
    const updates = given.asked("batch update");
    const error = await refusal(given.apply());
    expect(error.code).toBe("stale");
    expect(error.differences).toEqual(["The target held 2 ids and now holds 3 ids."]);
    expect(given.asked("batch update")).toBe(updates);
  });

  test("a source file that has changed since makes the plan stale", async () => {
    await using given = await scene();
    const folder = await mkdtemp(path.join(tmpdir(), "audiencekit-stale-"));
    const file = path.join(folder, "people.csv");
    await writeFile(file, "email\na@example.com\n");
    await given.plan({ to: { provider: "batch" }, from: { file: await fingerprintFile(file) } });
    await writeFile(file, "email\nb@example.com\n");
    const error = await refusal(given.apply());
    expect(error.differences?.join()).toContain("was changed");
    expect(given.world.asked).toEqual([]);
    await writeFile(file, "email\na@example.com\n");
    expect(await given.apply()).toMatchObject({ state: "applied" });
    await rm(folder, { recursive: true });
  });

  test("too few who would be carried stop it", async () => {
    await using given = await scene();
    await given.plan({ to: { provider: "batch" }, read: 16 });
    const error = await refusal(given.apply({ guards: { minCarried: 0.6 } }));
    expect(error.code).toBe("guard");
    expect(given.world.asked).toEqual([]);
    expect(await given.apply({ guards: { minCarried: 0.5 } })).toMatchObject({ written: 8 });
  });

  test("a name that somebody else has taken is refused, and nobody is mixed", async () => {
    await using given = await scene();
    await given.plan({ to: { provider: "batch" } });
    await withBatch(given);
    expect(await errorOf(given.apply())).toMatchObject({ code: "conflict" });
    expect(batchIds(given)).toEqual(idsOf(2, 100));
    // It stays refused, and goes through when the name is free.
    expect(await errorOf(given.apply())).toMatchObject({ code: "conflict" });
    await given.world.audiences.delete(vip);
    expect(await given.apply()).toMatchObject({ written: 8 });
    expect(batchIds(given)).toEqual(idsOf(8));
  });

  test("a damaged part is refused by its number, and is not written", async () => {
    await using given = await scene();
    await given.plan({ to: { provider: "batch" } });
    const { database } = given.store;
    await database
      .updateTable("migration_parts")
      .set({ members: Buffer.from("[]") })
      .where("number", "=", 1)
      .execute();
    const error = await refusal(given.apply());
    expect(error.code).toBe("damaged");
    expect(error.message).toContain("Part 1");
    expect(batchIds(given)).toEqual([]);
  });
});

describe("what changes on the way", () => {
  test("a plan is not stale for what its own run has changed", async () => {
    await using given = await scene();
    await withBatch(given);
    await given.plan({ to: { ...vip, before: await before(given, vip) } });
    given.world.trouble = applyThenDrop("batch update");
    await errorOf(given.apply());
    given.world.trouble = (_call, next) => next();
    expect(await given.apply()).toMatchObject({ written: 8 });
    expect(batchIds(given)).toEqual([...idsOf(2, 100), ...idsOf(8)]);
  });

  test("somebody who replaces what was written is found out", async () => {
    await using given = await scene();
    await given.plan({ to: { provider: "batch" } });
    let replaced = false;
    given.world.trouble = async (call, next) => {
      if (call.operation === "view" && given.asked("batch update") > 0 && !replaced) {
        replaced = true;
        await given.world.audiences.replaceMembers(vip, people(1, 300));
      }
      return next();
    };
    expect(await errorOf(given.apply())).toMatchObject({ code: "conflict" });
  });

  test("a new audience that is not found at once is waited for", async () => {
    await using given = await scene({ emulators: { batch: { times: { visible: 9000 } } } });
    await given.plan({ to: { provider: "batch" } });
    expect(await given.apply()).toMatchObject({ written: 8 });
    expect(batchIds(given)).toEqual(idsOf(8));
  });

  test("a key that is revoked in the middle stops it, and with another it goes on", async () => {
    await using given = await scene();
    await given.plan({ to: { provider: "batch" } });
    given.world.trouble = async (call, next) =>
      call.operation === "update" ? new Response('{"error_code":"X"}', { status: 401 }) : next();
    expect(await errorOf(given.apply())).toMatchObject({ code: "authentication" });
    given.world.trouble = (_call, next) => next();
    expect(await given.apply()).toMatchObject({ written: 8 });
    expect(given.asked("batch create")).toBe(1);
  });

  test("a disk that is full stops it before the write, and it goes on when there is room", async () => {
    await using given = await scene();
    const members = people(80);
    await given.plan({ to: { provider: "batch" }, members, partSize: 1 });
    const { database } = given.store;
    // As many pages as there are: what a transaction needs beyond them is not to be had.
    await sql`pragma max_page_count = 1`.execute(database);
    const error: unknown = await given.apply().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "StoreError", code: "unwritable" });
    expect(given.asked("batch update")).toBe(0);
    await sql`pragma max_page_count = 100000`.execute(database);
    expect(await given.apply()).toMatchObject({ written: 80 });
    expect(batchIds(given)).toEqual(idsOf(80));
  });

  test("told to stop it stops, says where it stands, and goes on", async () => {
    await using given = await scene();
    await given.plan({ to: { provider: "batch" } });
    const controller = new AbortController();
    given.world.trouble = async (call, next) => {
      if (call.operation === "update") {
        controller.abort(new Error("enough"));
      }
      return next();
    };
    await expect(given.apply({ signal: controller.signal })).rejects.toThrow("enough");
    const { store } = given;
    expect(await migrationStatus("run_1", { store })).toMatchObject({
      state: "applying",
      target: vip,
      inDoubt: true,
      busy: false,
    });
    given.world.trouble = (_call, next) => next();
    expect(await given.apply()).toMatchObject({ written: 8 });
    expect(batchIds(given)).toEqual(idsOf(8));
  });
});

/** Breaks every connection on which this was asked, until it is told to stop. */
async function cutOff(given: Scene, trouble: Trouble): Promise<void> {
  given.world.trouble = trouble;
  const error: unknown = await given.apply().catch((reason: unknown) => reason);
  expect(isAudienceError(error)).toBe(true);
  given.world.trouble = (_call, next) => next();
}

describe("Whop, where an answer was lost", () => {
  test("a file that is there is not uploaded again", async () => {
    await using given = await scene();
    await given.plan({ to: { provider: "whop" } });
    await cutOff(given, dropBefore("whop create"));
    expect(await given.apply()).toMatchObject({ written: 8, adopted: false });
    expect(emailsOn(given)).toEqual(emails(8));
    expect(given.world.emulators.whop.files.list()).toHaveLength(1);
  });

  test.for(["heeded", "ignored"] as const)(
    "what was made is found, with keys that are %s",
    async (idempotency) => {
      await using given = await scene({ emulators: { whop: { idempotency } } });
      await given.plan({ to: { provider: "whop" } });
      given.world.trouble = applyThenDrop("whop create", 1);
      expect(await given.apply()).toMatchObject({ written: 8, adopted: true });
      expect(whopNamed(given)).toHaveLength(1);
      expect(emailsOn(given)).toEqual(emails(8));
    },
  );

  test("a key that is too old is not relied on", async () => {
    await using given = await scene();
    await given.plan({ to: { provider: "whop" } });
    await cutOff(given, dropBefore("whop create"));
    given.world.emulators.clock.advance(25 * 3_600_000);
    expect(await given.apply()).toMatchObject({ written: 8 });
    const keys = given.world.emulators.whop.idempotencyKeys.list().map(({ key }) => key);
    expect(keys).toContain("run_1.create.2/create");
    expect(keys).not.toContain("run_1.create.1/create");
    expect(emailsOn(given)).toEqual(emails(8));
  });

  test("a key that was used for another request is given up, after a look", async () => {
    await using given = await scene();
    await given.plan({ to: { provider: "whop" } });
    let refused = 0;
    given.world.trouble = async (call, next) => {
      if (call.operation !== "create" || refused > 0) {
        return next();
      }
      refused += 1;
      const error = { type: "invalid_request", code: "idempotency_key_mismatch", message: "x" };
      return Response.json({ error }, { status: 400 });
    };
    expect(await given.apply()).toMatchObject({ written: 8 });
    expect(whopNamed(given)).toHaveLength(1);
  });

  test("somebody who is suppressed only then is not in what is sent", async () => {
    await using given = await scene();
    await given.plan({ to: { provider: "whop" } });
    await cutOff(given, dropBefore("whop create"));
    const suppress = [{ identifiers: { email: ["person3@example.com"] } }];
    expect(await given.apply({ suppress })).toMatchObject({ written: 7, suppressed: 1 });
    expect(emailsOn(given)).toEqual(emails(8).filter((email) => email !== "person3@example.com"));
    expect(whopNamed(given)).toHaveLength(1);
  });

  test("that somebody is suppressed from then on is not forgotten", async () => {
    await using given = await scene();
    await given.plan({ to: { provider: "whop" } });
    given.world.trouble = dropBefore("whop createFile");
    await errorOf(given.apply({ suppress: [person(3)] }));
    given.world.trouble = (_call, next) => next();
    expect(await given.apply()).toMatchObject({ written: 7, suppressed: 1 });
  });

  test("what is unclear is not guessed: a person says what is there", async () => {
    for (const decision of ["written", "absent"] as const) {
      await using given = await scene();
      const id = await withWhop(given);
      await given.plan({ to: { provider: "whop", id } });
      // Whop has heard nothing, or everything; in between somebody else has added one.
      const heard = decision === "written" ? applyThenDrop : dropBefore;
      await cutOffByStranger(given, id, heard("whop addPeople"));
      const error = await refusal(given.apply());
      expect(error.code).toBe("unclear");
      expect(error.message).not.toContain("@");
      expect(await given.apply({ decision })).toMatchObject({ written: 8 });
      expect(given.world.emulators.whop.members(id)).toHaveLength(2 + 1 + 8);
      const uploads = given.world.emulators.whop.uploads(id);
      expect(uploads.map(({ rows }) => rows).toSorted((one, two) => one - two)).toEqual([1, 2, 8]);
    }
  });
});

async function cutOffByStranger(given: Scene, id: string, trouble: Trouble): Promise<void> {
  const controller = new AbortController();
  given.world.trouble = async (call, next) => {
    if (call.operation === "addPeople") {
      controller.abort(new Error("enough"));
    }
    return trouble(call, next);
  };
  await expect(given.apply({ signal: controller.signal })).rejects.toThrow("enough");
  given.world.trouble = (_call, next) => next();
  given.world.emulators.clock.advance(60_000);
  await given.world.audiences.addMembers({ provider: "whop", id }, people(1, 300));
  given.world.emulators.clock.advance(60_000);
}

test("no key and no signed address is in the store", async () => {
  await using given = await scene();
  await given.plan({ to: { provider: "whop" } });
  await given.apply();
  await sql`pragma wal_checkpoint(truncate)`.execute(given.store.database);
  const text = (await readFile(given.place.address.replace("file:", ""))).toString("latin1");
  const { whop } = given.world.emulators;
  const uploads = given.world.sent.filter(({ method }) => method === "PUT").map(({ url }) => url);
  expect(uploads.length).toBeGreaterThan(0);
  for (const secret of [whop.apiKey, ...uploads, ...uploads.map((url) => new URL(url).search)]) {
    expect(text.includes(secret)).toBe(false);
  }
});
