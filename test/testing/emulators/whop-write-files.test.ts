import { describe, expect, test } from "vitest";
import { createWhopEmulator } from "../../../src/testing/index.ts";
import { ask } from "./support.ts";
import { csvOf, currentFiles, fileAnswer, putFile, readyFile, send } from "./write-support.ts";

const failure = (type: string) => ({ error: { type, message: expect.any(String) } });
const file = { filename: "people.csv" };

describe("POST /files before 2026-08-21-1", () => {
  const old = { headers: { "api-version-date": "2026-07-20" } };

  test("is public unless told otherwise, and has the older fields", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const { status, body } = await send(whop, "POST", "/files", file, old);
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        id: expect.stringMatching(/^file_[A-Za-z0-9]{13}$/),
        content_type: "text/csv",
        filename: "people.csv",
        size: null,
        upload_headers: expect.objectContaining({ "Content-Type": "text/csv" }),
        upload_status: "pending",
        upload_url: expect.stringMatching(/^https:\/\/uploads\.whop-emulator\.example\//),
        url: null,
        visibility: "public",
      },
    });
  });

  test("can be private", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const { body } = await send(whop, "POST", "/files", { ...file, visibility: "private" }, old);
    expect(body).toMatchObject({ visibility: "private" });
  });

  test("is what a key without a version of its own gets", async () => {
    const whop = createWhopEmulator({ size: 0 });
    expect((await send(whop, "POST", "/files", file)).body).toMatchObject({ visibility: "public" });
    const pinned = createWhopEmulator({ size: 0, keyVersion: "2026-09-22-3" });
    const { body } = await send(pinned, "POST", "/files", file);
    expect(body).toMatchObject({ visibility: "private", object: "file" });
    expect(() => createWhopEmulator({ keyVersion: "yesterday" })).toThrow(RangeError);
  });

  test("knows neither byte_size nor multipart nor the route to complete it", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const sent = { ...file, byte_size: -1, multipart: "yes" };
    const { status, body } = await send(whop, "POST", "/files", sent, old);
    expect(status).toBe(201);
    const { id } = fileAnswer.parse(body);
    expect((await send(whop, "POST", `/files/${id}/complete`, {}, old)).status).toBe(404);
  });

  test("tells the size as a text", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const id = await readyFile(whop, "email\na@example.com\n");
    expect((await ask(whop, `/files/${id}`, old)).body).toMatchObject({ size: "20" });
  });
});

describe("POST /files since 2026-08-21-1", () => {
  test("is private unless told otherwise, and has the newer fields", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const { body } = await send(whop, "POST", "/files", file, { headers: currentFiles });
    expect(body).toMatchObject({
      object: "file",
      visibility: "private",
      created_at: "2026-11-02T08:00:00.000Z",
      size: null,
      multipart_chunk_size: null,
      multipart_upload_id: null,
      multipart_upload_urls: null,
    });
  });

  test("tells the size as a number", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const id = await readyFile(whop, "email\na@example.com\n");
    expect((await ask(whop, `/files/${id}`, { headers: currentFiles })).body).toMatchObject({
      size: 20,
    });
  });

  test.each([
    ["no filename", {}],
    ["a blank filename", { filename: " " }],
    ["another visibility", { ...file, visibility: "secret" }],
    ["a byte_size that is none", { ...file, byte_size: "many" }],
    ["above 5 GB in one piece", { ...file, byte_size: 6 * 1024 ** 3 }],
    ["parts without byte_size", { ...file, multipart: true }],
    ["parts of a file that needs none", { ...file, multipart: true, byte_size: 100 }],
    ["more than 10,000 parts", { ...file, multipart: true, byte_size: 60_000 * 1024 ** 2 }],
    ["multipart that is no boolean", { ...file, multipart: "yes", byte_size: 10_000_000 }],
  ])("refuses %s", async (_, body) => {
    const whop = createWhopEmulator({ size: 0 });
    expect(await send(whop, "POST", "/files", body, { headers: currentFiles })).toMatchObject({
      status: 400,
      body: failure("invalid_request"),
    });
    expect(whop.files.list()).toEqual([]);
  });

  test("refuses a body that is not JSON, and one that is not called so", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const broken = await send(whop, "POST", "/files", undefined, { text: "{" });
    const unnamed = await send(whop, "POST", "/files", file, {
      headers: { "content-type": "text/plain" },
    });
    expect([broken.status, unnamed.status]).toEqual([400, 400]);
  });

  test("needs a key, and no scope", async () => {
    const whop = createWhopEmulator({ size: 0, scopes: [] });
    expect((await send(whop, "POST", "/files", file)).status).toBe(201);
    expect((await send(whop, "POST", "/files", file, { key: null })).status).toBe(401);
  });
});

const statusOf = async (whop: ReturnType<typeof createWhopEmulator>, id: string) =>
  (await ask(whop, `/files/${id}`, { headers: currentFiles })).body;

describe("GET /files/{id}", () => {
  test("goes from pending over processing to ready as the clock moves", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const { body } = await send(whop, "POST", "/files", file);
    const { id, upload_url: url, upload_headers: headers } = fileAnswer.parse(body);
    whop.advance(60_000);
    expect(await statusOf(whop, id)).toMatchObject({ upload_status: "pending", size: null });
    await whop.fetch(url ?? "", { method: "PUT", headers: headers ?? {}, body: csvOf(3) });
    expect(await statusOf(whop, id)).toMatchObject({ upload_status: "processing", size: null });
    whop.advance(500);
    expect(await statusOf(whop, id)).toMatchObject({
      upload_status: "ready",
      size: csvOf(3).length,
      url: expect.any(String),
    });
  });

  test("tells the upload address in the answer to the creation only", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const id = await putFile(whop, csvOf(1));
    expect(await statusOf(whop, id)).toMatchObject({ upload_url: null, upload_headers: null });
  });

  test("is for the credential that made it; any other and any other id is 404", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const id = await putFile(whop, csvOf(1));
    const key = whop.issueKey();
    expect(await ask(whop, `/files/${id}`, { key })).toMatchObject({
      status: 404,
      body: failure("not_found"),
    });
    expect((await ask(whop, "/files/file_Nothing")).status).toBe(404);
  });

  test("never gets ready where the emulator is told so", async () => {
    const whop = createWhopEmulator({ size: 0, times: { file: Infinity } });
    const id = await putFile(whop, csvOf(1));
    whop.advance(86_400_000);
    expect(await statusOf(whop, id)).toMatchObject({ upload_status: "processing" });
  });

  test("can be made to fail, or to have lost its end", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const id = await readyFile(whop, csvOf(3));
    whop.files.truncate(id, 10);
    expect(await statusOf(whop, id)).toMatchObject({ size: 10 });
    expect(whop.files.get(id)).toMatchObject({ bytes: 10, status: "ready" });
    whop.files.fail(id);
    expect(await statusOf(whop, id)).toMatchObject({ upload_status: "failed" });
    expect(() => whop.files.fail("file_Nothing")).toThrow(RangeError);
  });
});
