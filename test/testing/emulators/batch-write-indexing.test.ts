import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { BatchEmulator } from "../../../src/testing/index.ts";
import { createBatchEmulator } from "../../../src/testing/index.ts";
import { askBatch } from "./support.ts";
import { sendBatch } from "./write-support.ts";

const answer = z.object({ indexing_token: z.string() });
const viewed = z.object({ indexing_state: z.string(), nb_ids: z.number() });

/** Sends a write and gives its token. */
async function write(batch: BatchEmulator, operation: string, fields: object): Promise<string> {
  const { body } = await sendBatch(batch, operation, { name: "vip", ...fields });
  return answer.parse(body).indexing_token;
}
const create = (batch: BatchEmulator) => write(batch, "create", { type: "custom_ids" });
const add = (batch: BatchEmulator, ...ids: string[]) =>
  write(batch, "update", { ids: ids.map((id) => ({ id, action: "add" })) });
const replace = (batch: BatchEmulator, ...ids: string[]) =>
  write(batch, "replace", { ids: ids.map((id) => ({ id })) });

const view = async (batch: BatchEmulator, token?: string) =>
  viewed.parse(
    (await askBatch(batch, "/audiences/view", { name: "vip", indexing_token: token })).body,
  );
const stateOf = async (batch: BatchEmulator, token?: string): Promise<string> =>
  (await view(batch, token)).indexing_state;

describe("a change", () => {
  test("is IN_PROGRESS, then APPLIED as the clock moves", async () => {
    const batch = createBatchEmulator({ size: 0 });
    const token = await create(batch);
    batch.advance(1499);
    expect([await stateOf(batch, token), await stateOf(batch)]).toEqual([
      "IN_PROGRESS",
      "IN_PROGRESS",
    ]);
    batch.advance(1);
    expect([await stateOf(batch, token), await stateOf(batch)]).toEqual(["APPLIED", "APPLIED"]);
  });

  test("shows in nb_ids and in updated once it is applied, and not before", async () => {
    const batch = createBatchEmulator({ size: 0 });
    await create(batch);
    batch.advance(5000);
    await add(batch, "c1", "c2");
    expect(await view(batch)).toEqual({ indexing_state: "IN_PROGRESS", nb_ids: 0 });
    expect(batch.members("vip")).toHaveLength(2);
    batch.advance(1500);
    expect(await view(batch)).toEqual({ indexing_state: "APPLIED", nb_ids: 2 });
    expect((await askBatch(batch, "/audiences/list")).body).toMatchObject({
      audiences: [{ nb_ids: 2, updated: "2026-11-02T08:00:06Z", created: "2026-11-02T08:00:00Z" }],
    });
  });

  test("has a state of its own by its token; without one the latest change counts", async () => {
    const batch = createBatchEmulator({ size: 0 });
    await create(batch);
    batch.advance(1500);
    const first = await add(batch, "c1");
    batch.advance(1000);
    const second = await add(batch, "c2");
    batch.advance(500);
    expect(await view(batch, first)).toEqual({ indexing_state: "APPLIED", nb_ids: 1 });
    expect(await stateOf(batch, second)).toBe("IN_PROGRESS");
    expect(await stateOf(batch)).toBe("IN_PROGRESS");
    batch.advance(1000);
    expect(await view(batch, second)).toEqual({ indexing_state: "APPLIED", nb_ids: 2 });
  });

  test("is REPLACED once a replace has come after it; the replace itself is not", async () => {
    const batch = createBatchEmulator({ size: 0 });
    const created = await create(batch);
    batch.advance(1500);
    const added = await add(batch, "c1");
    const replaced = await replace(batch, "c2");
    const after = await add(batch, "c3");
    const states = async () =>
      Promise.all([created, added, replaced, after].map((token) => stateOf(batch, token)));
    expect(await states()).toEqual(["REPLACED", "REPLACED", "IN_PROGRESS", "IN_PROGRESS"]);
    batch.advance(1500);
    expect(await states()).toEqual(["REPLACED", "REPLACED", "APPLIED", "APPLIED"]);
    expect(await view(batch)).toEqual({ indexing_state: "APPLIED", nb_ids: 2 });
  });

  test("is never applied where the emulator is told so", async () => {
    const batch = createBatchEmulator({ size: 0, times: { indexing: Infinity } });
    const token = await create(batch);
    batch.advance(86_400_000);
    expect(await stateOf(batch, token)).toBe("IN_PROGRESS");
  });
});

describe("a token", () => {
  test("that was not given for this audience is 400", async () => {
    const batch = createBatchEmulator({ size: 1 });
    const token = await create(batch);
    const { name } = batch.audiences.list().find((one) => one.name !== "vip") ?? {};
    const statuses = [
      await askBatch(batch, "/audiences/view", { name, indexing_token: token }),
      await askBatch(batch, "/audiences/view", { name: "vip", indexing_token: "made up" }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([400, 400]);
  });

  test("of an audience that was removed is of no use for the next one of its name", async () => {
    const batch = createBatchEmulator({ size: 0 });
    const token = await create(batch);
    await write(batch, "remove", {});
    await create(batch);
    const { status } = await askBatch(batch, "/audiences/view", {
      name: "vip",
      indexing_token: token,
    });
    expect(status).toBe(400);
  });
});

describe("a new audience", () => {
  test("may not be found for a while: no view, no list, no write, and its name is taken", async () => {
    const batch = createBatchEmulator({ size: 0, times: { visible: 3000 } });
    const token = await create(batch);
    batch.advance(2999);
    const ids = [{ id: "c1", action: "add" }];
    expect((await askBatch(batch, "/audiences/view", { name: "vip" })).status).toBe(404);
    expect((await askBatch(batch, "/audiences/list")).body).toMatchObject({
      audiences: [],
      count: 0,
    });
    expect((await sendBatch(batch, "update", { name: "vip", ids })).status).toBe(400);
    expect(
      (await sendBatch(batch, "create", { name: "vip", type: "custom_ids" })).body,
    ).toMatchObject({ error_code: "AUDIENCE_ALREADY_EXISTS" });
    batch.advance(1);
    expect(await stateOf(batch, token)).toBe("APPLIED");
    expect((await sendBatch(batch, "update", { name: "vip", ids })).status).toBe(202);
  });
});

test("seeded changes that are under way are applied within ten minutes", () => {
  const batch = createBatchEmulator();
  const states = (): string[] => batch.audiences.list().map(({ indexingState }) => indexingState);
  expect(states()).toContain("IN_PROGRESS");
  batch.advance(59_999);
  expect(states()).toContain("IN_PROGRESS");
  batch.advance(9 * 60_000 + 1);
  expect(new Set(states())).toEqual(new Set(["APPLIED", "REPLACED"]));
});
