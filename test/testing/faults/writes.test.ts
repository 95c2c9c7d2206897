import { describe, expect, test } from "vitest";
import { createEmulators, serveEmulators } from "../../../src/testing/index.ts";
import {
  createWhopAudience,
  creation,
  csvOf,
  fileAnswer,
  putFile,
  readyFile,
  send,
  sendBatch,
  sendSonarly,
} from "../emulators/write-support.ts";

const emulated = (faults: string) =>
  createEmulators({ size: 0, faults, wait: async () => undefined });
const vip = { name: "vip", type: "custom_ids" };

describe("a write whose answer is lost", () => {
  test("Batch: was done, and is done again without harm", async () => {
    const { batch } = emulated(
      "batch.create: apply then drop\nbatch.update call 2: apply then drop",
    );
    await expect(sendBatch(batch, "create", vip)).rejects.toThrow("fetch failed");
    expect(batch.audiences.list().map(({ name }) => name)).toEqual(["vip"]);
    const add = { name: "vip", ids: [{ id: "1", action: "add" }] };
    expect((await sendBatch(batch, "update", add)).status).toBe(202);
    await expect(sendBatch(batch, "update", add)).rejects.toThrow("fetch failed");
    expect((await sendBatch(batch, "update", add)).status).toBe(202);
    expect(batch.requests.map(({ status }) => status)).toEqual([undefined, 202, undefined, 202]);
  });

  test("Whop: was done, and its key tells so", async () => {
    const { whop } = emulated("whop.create: apply then 502");
    const file_id = await readyFile(whop, csvOf(2));
    const body = creation(whop, { file_id });
    const options = { headers: { "idempotency-key": "one" } };
    expect((await send(whop, "POST", "/audiences", body, options)).status).toBe(502);
    const again = await send(whop, "POST", "/audiences", body, options);
    expect(again.status).toBe(201);
    expect(whop.audiences.list()).toHaveLength(1);
  });

  test("Sonarly: was done, and a second one makes another", async () => {
    const { sonarly } = emulated("sonarly.create every 2: apply then stall body");
    const create = { name: "Leads", type: "on_demand" };
    expect((await sendSonarly(sonarly, "POST", "/audiences", create)).status).toBe(201);
    const { baseUrl, accountGroupId, apiKey } = sonarly;
    const response = await sonarly.fetch(`${baseUrl}/accounts/${accountGroupId}/audiences`, {
      method: "POST",
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      body: JSON.stringify(create),
    });
    await response.body?.cancel();
    expect(sonarly.audiences.list()).toHaveLength(2);
  });
});

test("a write that was refused or dropped was not done", async () => {
  const { batch, faults } = emulated("batch.create: 503\nbatch.create: drop");
  expect((await sendBatch(batch, "create", vip)).status).toBe(503);
  await expect(sendBatch(batch, "create", vip)).rejects.toThrow("fetch failed");
  expect(batch.audiences.list()).toEqual([]);
  expect((await sendBatch(batch, "create", vip)).status).toBe(202);
  expect(faults.met()).toBe(2);
});

describe("an upload", () => {
  test("short request: is stored shorter than it was sent", async () => {
    const { whop } = emulated("whop.upload: short request after 20");
    const id = await putFile(whop, csvOf(10));
    expect(whop.files.list()).toMatchObject([{ id, bytes: 20 }]);
    await putFile(whop, csvOf(10));
    expect(whop.files.list().map(({ bytes }) => bytes)).toContain(csvOf(10).length);
  });

  test("short request: half of it, unless told otherwise", async () => {
    const { whop } = emulated("whop.upload: short request");
    await putFile(whop, csvOf(10));
    expect(whop.files.list()).toMatchObject([{ bytes: Math.floor(csvOf(10).length / 2) }]);
  });

  test("short request: of JSON is no JSON any more", async () => {
    const { batch } = emulated("batch.create: short request");
    expect((await sendBatch(batch, "create", vip)).status).toBe(400);
    expect((await sendBatch(batch, "create", vip)).status).toBe(202);
  });

  test("short request: cannot befall a request without a body", async () => {
    const { sonarly, faults } = emulated("sonarly.*: short request");
    expect((await sendSonarly(sonarly, "GET", "/audiences")).status).toBe(200);
    expect(faults.met()).toBe(0);
    expect((await sendSonarly(sonarly, "POST", "/audiences", {})).status).toBe(400);
    expect(faults.met()).toBe(1);
  });

  test("is refused in the words of a storage host", async () => {
    const { whop } = emulated("whop.upload: 503\nwhop.upload: 403 code ExpiredToken");
    const file = fileAnswer.parse(
      (await send(whop, "POST", "/files", { filename: "people.csv" })).body,
    );
    const put = (): Promise<Response> =>
      whop.fetch(file.upload_url ?? "", {
        method: "PUT",
        headers: file.upload_headers ?? {},
        body: "email",
      });
    expect(await (await put()).text()).toContain("<Code>SlowDown</Code>");
    expect(await (await put()).text()).toContain("<Code>ExpiredToken</Code>");
    expect((await put()).status).toBe(200);
  });

  test("the file can be of another mind than its bytes", async () => {
    const { whop } = emulated("whop.getFile: unknown word LOST");
    const id = await putFile(whop, csvOf(1));
    const { body } = await send(whop, "GET", `/files/${id}`);
    expect(body).toHaveProperty("upload_status", "LOST");
  });
});

test("what a write answers can be changed like what a read answers", async () => {
  const { batch, whop } = emulated(
    'batch.create: missing key\nwhop.create: field "status" "ready" then flipped dates',
  );
  expect((await sendBatch(batch, "create", vip)).body).not.toHaveProperty("indexing_token");
  const id = await createWhopAudience(whop, csvOf(1));
  expect(whop.audiences.get(id)?.status).toBe("pending");
});

test("over HTTP a write is dropped before or after it is done", async () => {
  await using served = Object.assign(await serveEmulators({ port: 0, size: 0 }), {
    async [Symbol.asyncDispose]() {
      await served.close();
    },
  });
  const { emulators, batch } = served;
  emulators.faults.add("batch.create: drop\nbatch.create: apply then drop body");
  const create = () =>
    fetch(`${batch.baseUrl}/audiences/create`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${batch.apiKey}`,
        "x-batch-project": batch.projectKey,
        "content-type": "application/json",
      },
      body: JSON.stringify(vip),
    });
  await expect(create()).rejects.toThrow("fetch failed");
  expect(emulators.batch.audiences.list()).toHaveLength(0);
  await expect((await create()).text()).rejects.toThrow("terminated");
  expect(emulators.batch.audiences.list()).toHaveLength(1);
});
