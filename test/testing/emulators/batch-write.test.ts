import { describe, expect, test } from "vitest";
import type { BatchEmulator } from "../../../src/testing/index.ts";
import { createBatchEmulator } from "../../../src/testing/index.ts";
import { askBatch } from "./support.ts";
import { sendBatch } from "./write-support.ts";

const failure = (code: string) => ({ error_message: expect.any(String), error_code: code });
const token = { indexing_token: expect.stringMatching(/^[0-9a-f]{32}$/) };
const add = (...ids: string[]) => ids.map((id) => ({ id, action: "add" }));
const remove = (...ids: string[]) => ids.map((id) => ({ id, action: "remove" }));
const idsOf = (batch: BatchEmulator, name = "vip"): string[] =>
  batch.members(name).map(({ id }) => id);

/** A project with one empty audience, "vip". */
async function withAudience(): Promise<BatchEmulator> {
  const batch = createBatchEmulator({ size: 0 });
  await sendBatch(batch, "create", { name: "vip", type: "custom_ids" });
  batch.advance(1500);
  return batch;
}

describe("POST /audiences/create", () => {
  test("answers 202 with a token, and makes an empty audience", async () => {
    const batch = createBatchEmulator({ size: 0 });
    const body = { name: "VIP_Kunden-1", type: "custom_ids", display_name: "VIP Kunden" };
    expect(await sendBatch(batch, "create", body)).toMatchObject({ status: 202, body: token });
    expect((await askBatch(batch, "/audiences/view", { name: "VIP_Kunden-1" })).body).toEqual({
      name: "VIP_Kunden-1",
      display_name: "VIP Kunden",
      type: "CUSTOM_ID",
      nb_ids: 0,
      indexing_state: "IN_PROGRESS",
      created: "2026-11-02T08:00:00Z",
      updated: "2026-11-02T08:00:00Z",
    });
    expect(idsOf(batch, "VIP_Kunden-1")).toEqual([]);
  });

  test.each([
    ["no name", { name: undefined }, "MISSING_PARAMETER"],
    ["an empty name", { name: "" }, "INVALID_PARAMETER"],
    ["a name with a space", { name: "a b" }, "INVALID_PARAMETER"],
    ["a name with an accent", { name: "été" }, "INVALID_PARAMETER"],
    ["a name of 256", { name: "a".repeat(256) }, "INVALID_PARAMETER"],
    ["no type", { type: undefined }, "MISSING_PARAMETER"],
    ["the type that is read back", { type: "CUSTOM_ID" }, "INVALID_PARAMETER"],
    ["a display name that is no text", { display_name: 1 }, "INVALID_PARAMETER"],
  ])("refuses %s", async (_, fields, code) => {
    const batch = createBatchEmulator({ size: 0 });
    const body = { name: "vip", type: "custom_ids", ...fields };
    expect(await sendBatch(batch, "create", body)).toMatchObject({
      status: 400,
      body: failure(code),
    });
    expect(batch.audiences.list()).toEqual([]);
  });

  test("takes a name of 255, and tells names apart by their case", async () => {
    const batch = await withAudience();
    for (const name of ["a".repeat(255), "VIP"])
      expect((await sendBatch(batch, "create", { name, type: "custom_ids" })).status).toBe(202);
    expect(batch.audiences.list()).toHaveLength(3);
  });

  test("a name that is taken is 400, and what is there stays as it is", async () => {
    const batch = await withAudience();
    await sendBatch(batch, "update", { name: "vip", ids: add("c1") });
    const again = { name: "vip", type: "custom_ids", display_name: "Other" };
    expect(await sendBatch(batch, "create", again)).toMatchObject({
      status: 400,
      body: failure("AUDIENCE_ALREADY_EXISTS"),
    });
    expect(idsOf(batch)).toEqual(["c1"]);
    expect(batch.audiences.get("vip")?.displayName).toBeNull();
  });
});

describe("POST /audiences/update", () => {
  test("adds and removes: a set, to which the same call may be sent twice", async () => {
    const batch = await withAudience();
    const ids = [...add("c1", "c2", " C1 "), ...remove("c9")];
    for (let time = 0; time < 2; time += 1)
      expect(await sendBatch(batch, "update", { name: "vip", ids })).toMatchObject({
        status: 202,
        body: token,
      });
    await sendBatch(batch, "update", { name: "vip", ids: remove("c2") });
    expect(idsOf(batch)).toEqual(["c1", " C1 "]);
  });

  test("within a call the last action for an id counts", async () => {
    const batch = await withAudience();
    const ids = [...add("c1", "c2"), ...remove("c1"), ...remove("c3"), ...add("c3")];
    await sendBatch(batch, "update", { name: "vip", ids });
    expect(idsOf(batch)).toEqual(["c2", "c3"]);
  });

  test("takes 10,000 ids and not one more, and not none", async () => {
    const batch = await withAudience();
    const many = Array.from({ length: 10_001 }, (_, index) => `c${index}`);
    const refused = await sendBatch(batch, "update", { name: "vip", ids: add(...many) });
    const empty = await sendBatch(batch, "update", { name: "vip", ids: [] });
    expect([refused.status, empty.status, idsOf(batch).length]).toEqual([400, 400, 0]);
    await sendBatch(batch, "update", { name: "vip", ids: add(...many.slice(1)) });
    expect(idsOf(batch)).toHaveLength(10_000);
  });

  test("keeps attributes as they were sent; those of the last time count", async () => {
    const batch = await withAudience();
    const attributes = {
      first_name: "José",
      visits: 3,
      tags: ["a", "b"],
      "date(birthday)": "1990-08-12T22:30:05Z",
      "url(avatar)": "https://example.com/a.png",
    };
    const ids = [{ id: "c1", action: "add", attributes }, ...add("c2")];
    await sendBatch(batch, "update", { name: "vip", ids });
    expect(batch.members("vip")).toEqual([
      { id: "c1", attributes },
      { id: "c2", attributes: {} },
    ]);
    await sendBatch(batch, "update", { name: "vip", ids: add("c1") });
    expect(batch.members("vip")[0]).toEqual({ id: "c1", attributes: {} });
  });

  test.each([
    ["more than 15", Object.fromEntries(Array.from({ length: 16 }, (_, at) => [`a${at}`, at]))],
    ["a boolean", { subscribed: true }],
    ["null", { city: null }],
    ["an object", { city: { name: "Köln" } }],
    ["an array of numbers", { visits: [1, 2] }],
    ["a date that is none", { "date(birthday)": "12.8.1990" }],
    ["a day that no month has", { "date(birthday)": "2012-02-31T00:00:00Z" }],
    ["a date that is a number", { "date(birthday)": 653_000_000 }],
    ["a URL that is none", { "url(avatar)": "avatar.png" }],
    ["a type there is not", { "bool(subscribed)": "true" }],
    ["a name twice, once typed", { birthday: "x", "date(birthday)": "1990-08-12T22:30:05Z" }],
    ["an empty name", { "": "x" }],
    ["a list instead", ["x"]],
  ])("refuses attributes with %s", async (_, attributes) => {
    const batch = await withAudience();
    const ids = [...add("c1"), { id: "c2", action: "add", attributes }];
    expect(await sendBatch(batch, "update", { name: "vip", ids })).toMatchObject({
      status: 400,
      body: failure("INVALID_PARAMETER"),
    });
    expect(idsOf(batch)).toEqual([]);
  });

  test.each([
    ["attributes with a removal", { id: "c1", action: "remove", attributes: { a: "x" } }],
    ["no action", { id: "c1" }],
    ["another action", { id: "c1", action: "upsert" }],
    ["no id", { action: "add" }],
    ["an empty id", { id: "", action: "add" }],
    ["an id that is a number", { id: 1, action: "add" }],
    ["a bare id", "c1"],
  ])("refuses %s, and all of the call with it", async (_, wrong) => {
    const batch = await withAudience();
    const refused = await sendBatch(batch, "update", { name: "vip", ids: [...add("c0"), wrong] });
    expect(refused).toMatchObject({ status: 400, body: failure("INVALID_PARAMETER") });
    expect(idsOf(batch)).toEqual([]);
  });
});

describe("POST /audiences/replace", () => {
  test("wipes what came before", async () => {
    const batch = await withAudience();
    await sendBatch(batch, "update", { name: "vip", ids: add("c1", "c2") });
    const ids = [{ id: "c2", attributes: { a: "x" } }, { id: "c3" }];
    expect(await sendBatch(batch, "replace", { name: "vip", ids })).toMatchObject({
      status: 202,
      body: token,
    });
    expect(batch.members("vip")).toEqual([
      { id: "c2", attributes: { a: "x" } },
      { id: "c3", attributes: {} },
    ]);
  });

  test("in two parts leaves the second part only", async () => {
    const batch = await withAudience();
    for (const id of ["c1", "c2"])
      await sendBatch(batch, "replace", { name: "vip", ids: [{ id }] });
    expect(idsOf(batch)).toEqual(["c2"]);
  });

  test("takes no actions, 10,000 ids at most, and not none", async () => {
    const batch = await withAudience();
    await sendBatch(batch, "update", { name: "vip", ids: add("c0") });
    const many = Array.from({ length: 10_001 }, (_, index) => ({ id: `c${index}` }));
    for (const ids of [add("c1"), many, []])
      expect((await sendBatch(batch, "replace", { name: "vip", ids })).status).toBe(400);
    expect(idsOf(batch)).toEqual(["c0"]);
  });

  test("takes the ids that a seeded audience was said to have away too", async () => {
    const batch = createBatchEmulator({ size: 1 });
    const { name = "", ids: held = 0 } = batch.audiences.list()[0] ?? {};
    await sendBatch(batch, "update", { name, ids: add("c1") });
    batch.advance(1500);
    expect(batch.audiences.get(name)?.ids).toBe((held ?? 0) + 1);
    await sendBatch(batch, "replace", { name, ids: [{ id: "c2" }] });
    batch.advance(1500);
    expect(batch.audiences.get(name)?.ids).toBe(1);
  });
});

describe("POST /audiences/remove", () => {
  test("answers 202; the audience is gone, and 400 when it is removed again", async () => {
    const batch = await withAudience();
    expect(await sendBatch(batch, "remove", { name: "vip" })).toMatchObject({
      status: 202,
      body: token,
    });
    expect((await askBatch(batch, "/audiences/view", { name: "vip" })).status).toBe(404);
    expect((await askBatch(batch, "/audiences/list")).body).toMatchObject({ audiences: [] });
    expect(await sendBatch(batch, "remove", { name: "vip" })).toMatchObject({
      status: 400,
      body: failure("AUDIENCE_NOT_FOUND"),
    });
    expect(() => batch.members("vip")).toThrow(RangeError);
  });

  test("frees the name: the next audience of it is empty", async () => {
    const batch = await withAudience();
    await sendBatch(batch, "update", { name: "vip", ids: add("c1") });
    await sendBatch(batch, "remove", { name: "vip" });
    await sendBatch(batch, "create", { name: "vip", type: "custom_ids" });
    batch.advance(1500);
    expect(idsOf(batch)).toEqual([]);
    expect(batch.audiences.get("vip")?.ids).toBe(0);
  });
});

test("an audience that a test takes away leaves nobody to the next of its name", async () => {
  const batch = await withAudience();
  await sendBatch(batch, "update", { name: "vip", ids: add("c1") });
  expect([batch.audiences.remove("vip"), batch.audiences.remove("vip")]).toEqual([true, false]);
  batch.audiences.add({ name: "vip" });
  expect(idsOf(batch)).toEqual([]);
});

describe("every write", () => {
  test.each(["update", "replace", "remove"])("%s of an unknown name is 400", async (operation) => {
    const batch = await withAudience();
    const ids = operation === "update" ? add("c1") : [{ id: "c1" }];
    expect(await sendBatch(batch, operation, { name: "VIP", ids })).toMatchObject({
      status: 400,
      body: failure("AUDIENCE_NOT_FOUND"),
    });
    expect(await sendBatch(batch, operation, { ids })).toMatchObject({
      status: 400,
      body: failure("MISSING_PARAMETER"),
    });
    expect(await sendBatch(batch, operation, { name: ["vip"], ids })).toMatchObject({
      status: 400,
      body: failure("INVALID_PARAMETER"),
    });
  });

  test("needs the key and the project, and a JSON object", async () => {
    const batch = createBatchEmulator({ size: 0 });
    const body = { name: "vip", type: "custom_ids" };
    const project = { "x-batch-project": "project_other" };
    const statuses = [
      await sendBatch(batch, "create", body, { key: null }),
      await sendBatch(batch, "create", body, { headers: project }),
      await sendBatch(batch, "create", [body]),
      await sendBatch(batch, "create", body, { headers: { "content-type": "text/plain" } }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([401, 401, 400, 400]);
    expect(batch.audiences.list()).toEqual([]);
  });

  test("counts against the one request a second", async () => {
    const batch = createBatchEmulator({ size: 0, rateLimits: true });
    const create = (name: string) => sendBatch(batch, "create", { name, type: "custom_ids" });
    expect([(await create("a")).status, (await create("b")).status]).toEqual([202, 429]);
    batch.advance(1000);
    expect((await create("b")).status).toBe(202);
  });
});
