import { describe, expect, test } from "vitest";
import type { WhopEmulator } from "../../../src/testing/index.ts";
import { createWhopEmulator } from "../../../src/testing/index.ts";
import { creation, csvOf, readyFile, send, untilDone } from "./write-support.ts";

const hour = 3_600_000;
const mismatch = { error: { code: "idempotency_key_mismatch", type: expect.any(String) } };
const running = { error: { code: "idempotency_request_in_progress", type: expect.any(String) } };

/** An account with a file, and a creation that can be sent under a key. */
async function prepared(options: Parameters<typeof createWhopEmulator>[0] = {}) {
  const whop = createWhopEmulator({ size: 0, ...options });
  const body = creation(whop, { file_id: await readyFile(whop, csvOf(2)) });
  const create = (key: string, sent: unknown = body, headers: Record<string, string> = {}) =>
    send(whop, "POST", "/audiences", sent, { headers: { "idempotency-key": key, ...headers } });
  return { whop, body, create };
}

describe("the same key again", () => {
  test("replays the answer byte for byte, and makes nothing", async () => {
    const { whop, create } = await prepared();
    const first = await create("k1");
    whop.advance(untilDone);
    const again = await create("k1");
    expect(again).toMatchObject({ status: 201, text: first.text });
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    expect(again.headers.get("content-type")).toBe(first.headers.get("content-type"));
    expect(whop.audiences.list()).toHaveLength(1);
    expect(whop.idempotencyKeys.list()).toEqual([{ key: "k1", status: 201 }]);
  });

  test("replays refusals too: a corrected request needs a new key", async () => {
    const { whop, body, create } = await prepared();
    const wrong = { ...body, file_id: "file_Nothing" };
    const first = await create("k1", wrong);
    expect(first.status).toBe(400);
    expect(await create("k1", wrong)).toMatchObject({ status: 400, text: first.text });
    expect(await create("k1", body)).toMatchObject({ status: 400, body: mismatch });
    expect((await create("k2", body)).status).toBe(201);
    expect(whop.audiences.list()).toHaveLength(1);
  });

  test("replays what was refused for a state that has passed since", async () => {
    const { whop, body, create } = await prepared();
    const { id } = whop.files.list()[0] ?? { id: "" };
    const late = createWhopEmulator({ size: 0, clock: whop.clock, times: { file: hour } });
    const file_id = await readyFile(late, csvOf(1));
    const headers = { "idempotency-key": "k1" };
    const ask = () => send(late, "POST", "/audiences", { ...body, file_id }, { headers });
    expect((await ask()).status).toBe(409);
    late.advance(hour);
    const replayed = await ask();
    expect(replayed.status).toBe(409);
    expect(replayed.headers.get("idempotent-replayed")).toBe("true");
    expect((await create("k1", { ...body, file_id: id })).status).toBe(201);
  });

  test("is for 24 hours", async () => {
    const { whop, create } = await prepared();
    await create("k1");
    whop.advance(24 * hour - 1);
    expect((await create("k1")).headers.get("idempotent-replayed")).toBe("true");
    whop.advance(1);
    expect((await create("k1")).headers.get("idempotent-replayed")).toBeNull();
    expect(whop.audiences.list()).toHaveLength(2);
  });

  test("belongs to the caller: another credential's is another", async () => {
    const { whop, body } = await prepared();
    const key = whop.issueKey();
    const headers = { "idempotency-key": "k1" };
    const first = await send(whop, "POST", "/files", { filename: "a.csv" }, { headers });
    const other = await send(whop, "POST", "/audiences", body, { headers, key });
    expect([first.status, other.status]).toEqual([201, 400]);
    expect(other.body).not.toMatchObject(mismatch);
  });

  test("works on every POST, and is ignored on the others", async () => {
    const { whop, create } = await prepared();
    const headers = { "idempotency-key": "k1" };
    await create("k0");
    whop.advance(untilDone);
    const id = whop.audiences.list()[0]?.id ?? "";
    const file_id = await readyFile(whop, csvOf(1, 3));
    const add = () => send(whop, "POST", `/audiences/${id}/add_people`, { file_id }, { headers });
    const [first, again] = [await add(), await add()];
    expect([first.status, again.text]).toEqual([202, first.text]);
    expect(whop.uploads(id)).toHaveLength(2);
    const rename = (name: string) => send(whop, "PATCH", `/audiences/${id}`, { name }, { headers });
    await rename("One");
    expect((await rename("Two")).body).toMatchObject({ name: "Two" });
    const file = () =>
      send(whop, "POST", "/files", { filename: "a.csv" }, { headers: { "idempotency-key": "k2" } });
    expect((await file()).text).toBe((await file()).text);
  });
});

describe("the same key for another request is 400 idempotency_key_mismatch", () => {
  test("where the body differs, be it by a space", async () => {
    const { whop, body, create } = await prepared();
    await create("k1");
    expect(await create("k1", { ...body, name: "Other" })).toMatchObject({
      status: 400,
      body: mismatch,
    });
    const spaced = await send(whop, "POST", "/audiences", undefined, {
      text: `${JSON.stringify(body)} `,
      headers: { "idempotency-key": "k1", "content-type": "application/json" },
    });
    expect(spaced).toMatchObject({ status: 400, body: mismatch });
  });

  test("where the path or the query differs", async () => {
    const { whop, body, create } = await prepared();
    await create("k1");
    for (const path of ["/files", "/audiences?source=retry"]) {
      const headers = { "idempotency-key": "k1" };
      expect(await send(whop, "POST", path, body, { headers })).toMatchObject({
        status: 400,
        body: mismatch,
      });
    }
  });

  test("where Api-Version-Date differs, or was not sent at first", async () => {
    const { create, body } = await prepared();
    await create("k1");
    const dated = { "api-version-date": "2026-09-22-3" };
    expect(await create("k1", body, dated)).toMatchObject({ status: 400, body: mismatch });
  });
});

describe("a key that is in use is 409 idempotency_request_in_progress", () => {
  test("while the first request runs", async () => {
    const { whop, create } = await prepared();
    const [first, second] = await Promise.all([create("k1"), create("k1")]);
    expect(first.status).toBe(201);
    expect(second).toMatchObject({ status: 409, body: running });
    expect((await create("k1")).text).toBe(first.text);
    expect(whop.audiences.list()).toHaveLength(1);
  });

  test("as long as a test holds it: until it is released, or a time is over", async () => {
    const { whop, create } = await prepared();
    whop.idempotencyKeys.hold("k1");
    expect(await create("k1")).toMatchObject({ status: 409, body: running });
    whop.idempotencyKeys.release("k1");
    expect((await create("k1")).status).toBe(201);
    whop.idempotencyKeys.hold("k1", 1000);
    expect((await create("k1")).status).toBe(409);
    whop.advance(1000);
    expect((await create("k1")).headers.get("idempotent-replayed")).toBe("true");
  });

  test("as after an outcome nobody knows: done, and 409 for a day", async () => {
    const { create, whop } = await prepared({
      intercept: async ({ operation, request }, next) => {
        const answer = await next();
        if (operation !== "create" || answer.status !== 201) return answer;
        whop.idempotencyKeys.hold(request.headers.get("idempotency-key") ?? "");
        throw new TypeError("fetch failed");
      },
    });
    await expect(create("k1")).rejects.toThrow("fetch failed");
    expect(whop.audiences.list()).toHaveLength(1);
    expect((await create("k1")).status).toBe(409);
  });
});

describe("what is not stored", () => {
  test("refusals that came before the request was looked at: key, scope, rate, version", async () => {
    const { whop, body, create } = await prepared();
    const key = whop.issueKey({ scopes: [] });
    const headers = { "idempotency-key": "k1" };
    const statuses = [
      await send(whop, "POST", "/audiences", body, { headers, key }),
      await send(whop, "POST", "/audiences", body, { headers, key: "wrong" }),
      await create("k1", body, { "api-version-date": "2019-01-01" }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([403, 401, 400]);
    expect(whop.idempotencyKeys.list()).toEqual([]);
    expect((await create("k1")).status).toBe(201);
  });

  test("anything, where an older API does not know the header", async () => {
    const { whop, create } = await prepared({ idempotency: "ignored" });
    const [first, second] = [await create("k1"), await create("k1")];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(whop.audiences.list()).toHaveLength(2);
  });

  test.each([
    ["no byte", ""],
    ["more than 255 bytes", "ü".repeat(128)],
  ])("a key of %s: that is 400", async (_, key) => {
    const { whop, body } = await prepared();
    const encoded = Buffer.from(key, "utf8").toString("latin1");
    const { status } = await send(whop, "POST", "/audiences", body, {
      headers: { "idempotency-key": encoded },
    });
    expect(status).toBe(400);
    expect(whop.audiences.list()).toEqual([]);
  });
});

test("a key may have 255 bytes", async () => {
  const { create } = await prepared();
  expect((await create("k".repeat(255))).status).toBe(201);
});

test("a replayed file has the address it had: after an hour nothing can be put there", async () => {
  const whop: WhopEmulator = createWhopEmulator({ size: 0 });
  const file = () =>
    send(whop, "POST", "/files", { filename: "a.csv" }, { headers: { "idempotency-key": "k" } });
  const first = await file();
  whop.advance(hour);
  expect((await file()).text).toBe(first.text);
});
