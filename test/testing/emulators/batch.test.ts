import { describe, expect, test } from "vitest";
import { createBatchEmulator } from "../../../src/testing/index.ts";
import { ask, askBatch, batchPage, readBatch, walk } from "./support.ts";

const batch = createBatchEmulator();
const failure = (code: string) => ({ error_message: expect.any(String), error_code: code });
const list = "/audiences/list";

describe("who may ask", () => {
  test("no key and a wrong key are 401", async () => {
    for (const key of [null, "wrong", ""]) {
      expect(await askBatch(batch, list, {}, { key })).toMatchObject({
        status: 401,
        body: failure("AUTHENTICATION_INVALID"),
      });
    }
  });

  test("a missing or wrong project is a 401 too", async () => {
    const without = await ask(batch, list);
    expect(without).toMatchObject({ status: 401, body: failure("AUTHENTICATION_INVALID") });
    const wrong = await ask(batch, list, { headers: { "x-batch-project": "project_other" } });
    expect(wrong).toMatchObject({ status: 401, body: failure("AUTHENTICATION_INVALID") });
  });

  test("the older API's X-Authorization header is no credential here", async () => {
    const answer = await askBatch(
      batch,
      list,
      {},
      { key: null, headers: { "x-authorization": batch.apiKey } },
    );
    expect(answer.status).toBe(401);
  });
});

describe("pages", () => {
  test("hold 10 unless asked otherwise, and up to 100", async () => {
    const sizes = [undefined, 1, 100].map(async (limit) => {
      const { body } = await askBatch(batch, list, { limit });
      return batchPage.parse(body).audiences.length;
    });
    expect(await Promise.all(sizes)).toEqual([10, 1, 100]);
  });

  test.each(["101", "0", "-1", "ten", "1.5", ""])("limit=%s is refused", async (limit) => {
    expect(await askBatch(batch, list, { limit })).toMatchObject({
      status: 400,
      body: failure("INVALID_PARAMETER"),
    });
  });

  test("above 100 they hold 100 where the emulator is told so", async () => {
    const lenient = createBatchEmulator({ overLimit: "clamp" });
    expect(
      batchPage.parse((await askBatch(lenient, list, { limit: 5000 })).body).audiences,
    ).toHaveLength(100);
  });

  test("a walk gives every audience once", async () => {
    const names = await walk(readBatch(batch), 33);
    expect(names).toEqual(batch.audiences.list().map(({ name }) => name));
    expect(new Set(names).size).toBe(140);
  });

  test("count is on the first page only, next_from on all but the last", async () => {
    const small = createBatchEmulator({ size: 5 });
    const first = batchPage.parse((await askBatch(small, list, { limit: 3 })).body);
    expect(first).toMatchObject({ count: 5, has_more: true, next_from: expect.any(String) });
    const last = batchPage.parse(
      (await askBatch(small, list, { limit: 3, from: first.next_from })).body,
    );
    expect(Object.keys(last).toSorted()).toEqual(["audiences", "has_more"]);
    expect(last.has_more).toBe(false);
  });

  test("a project without audiences answers an empty page", async () => {
    expect((await askBatch(createBatchEmulator({ size: 0 }), list)).body).toEqual({
      audiences: [],
      count: 0,
      has_more: false,
    });
  });

  test("an empty from is not a first page", async () => {
    expect(await askBatch(batch, list, { from: "" })).toMatchObject({
      status: 400,
      body: failure("INVALID_PARAMETER"),
    });
  });

  test("cursors hold characters that must be encoded", async () => {
    const cursors = new Set<string>();
    await walk(readBatch(batch), 5, ({ next }) => next !== undefined && cursors.add(next));
    expect([...cursors].join("")).toMatch(/\+/);
    expect([...cursors].join("")).toMatch(/\//);
  });
});

describe("records", () => {
  test("have the schema's fields and UTC dates in whole seconds", async () => {
    const { audiences } = batchPage.parse((await askBatch(batch, list, { limit: 100 })).body);
    for (const audience of audiences) {
      const { name, display_name: displayName, ...rest } = audience;
      expect(name).toMatch(/^[A-Za-z0-9_-]{1,255}$/);
      expect(displayName === undefined || typeof displayName === "string").toBe(true);
      expect(rest).toEqual({
        type: "CUSTOM_ID",
        nb_ids: expect.any(Number),
        indexing_state: expect.stringMatching(/^(APPLIED|IN_PROGRESS|REPLACED)$/),
        created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        updated: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      });
    }
  });

  test("some have no display_name, and every state is there", () => {
    const audiences = batch.audiences.list();
    expect(audiences.some(({ displayName }) => displayName === null)).toBe(true);
    expect(new Set(audiences.map(({ indexingState }) => indexingState))).toEqual(
      new Set(["APPLIED", "IN_PROGRESS", "REPLACED"]),
    );
  });
});

describe("view", () => {
  test("gives one audience by its name, as the list does", async () => {
    const { audiences } = batchPage.parse((await askBatch(batch, list, { limit: 1 })).body);
    const viewed = await askBatch(batch, "/audiences/view", { name: audiences[0]?.name });
    expect(viewed).toMatchObject({ status: 200, body: audiences[0] });
  });

  test("names are case sensitive", async () => {
    expect(batch.audiences.get("test")).toBeDefined();
    expect(batch.audiences.get("Test")).toBeDefined();
    expect((await askBatch(batch, "/audiences/view", { name: "TEST" })).status).toBe(404);
  });

  test("an unknown name is 404, a missing one 400", async () => {
    expect(await askBatch(batch, "/audiences/view", { name: "nobody" })).toMatchObject({
      status: 404,
      body: failure("AUDIENCE_NOT_FOUND"),
    });
    expect(await askBatch(batch, "/audiences/view")).toMatchObject({
      status: 400,
      body: failure("MISSING_PARAMETER"),
    });
  });
});

test("an audience renamed behind a client's back is found by its new name only", async () => {
  const small = createBatchEmulator({ size: 2 });
  const [first, second] = small.audiences.list().map(({ name }) => name);
  expect(() => small.audiences.update(first ?? "", { name: second ?? "" })).toThrow(RangeError);
  small.audiences.update(first ?? "", { name: "renamed" });
  expect((await askBatch(small, "/audiences/view", { name: "renamed" })).status).toBe(200);
  expect((await askBatch(small, "/audiences/view", { name: first })).status).toBe(404);
  expect(small.audiences.list()).toHaveLength(2);
});

test("routes, versions and methods Batch does not have are 404 in its own envelope", async () => {
  for (const path of ["/audiences", "/audiences/list/", "/audiences/members"]) {
    expect(await askBatch(batch, path)).toMatchObject({
      status: 404,
      body: failure("ROUTE_NOT_FOUND"),
    });
  }
  const other = { ...batch, baseUrl: "https://api.batch.com/1.1" };
  expect((await askBatch(other, list)).status).toBe(404);
  expect((await askBatch(batch, list, {}, { method: "POST" })).status).toBe(404);
  expect((await askBatch(batch, list, {}, { method: "HEAD" })).status).toBe(404);
});
