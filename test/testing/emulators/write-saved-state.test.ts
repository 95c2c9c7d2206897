import { describe, expect, test } from "vitest";
import {
  createBatchEmulator,
  createEmulators,
  createSonarlyEmulator,
  createTickingClock,
  createWhopEmulator,
  startInstant,
} from "../../../src/testing/index.ts";
import { ask, askSonarly, readBatch, readSonarly, readWhop, sonarlyPage, walk } from "./support.ts";
import {
  createWhopAudience,
  creation,
  csvOf,
  currentFiles,
  fileAnswer,
  putFile,
  readyFile,
  send,
  sendBatch,
  sendSonarly,
  untilDone,
} from "./write-support.ts";

describe("what is saved goes on elsewhere", () => {
  test("Whop: audiences under way, their people, files and used keys", async () => {
    const before = createWhopEmulator({ size: 3 });
    const file_id = await readyFile(before, csvOf(3));
    const body = creation(before, { file_id });
    const create = (whop: typeof before) =>
      send(whop, "POST", "/audiences", body, { headers: { "idempotency-key": "k1" } });
    const first = await create(before);
    before.advance(1000);
    const unfinished = await putFile(before, csvOf(1));

    const after = createWhopEmulator({ state: before.save() });
    expect(after.clock.now()).toBe(before.clock.now());
    expect(await walk(readWhop(after), 2)).toEqual(await walk(readWhop(before), 2));
    expect((await create(after)).text).toBe(first.text);
    expect((await ask(after, `/files/${unfinished}`)).body).toMatchObject({
      upload_status: "processing",
    });
    for (const whop of [before, after]) whop.advance(untilDone);
    expect(after.audiences.list()).toEqual(before.audiences.list());
    const [audience] = after.audiences.list();
    expect(audience).toMatchObject({ status: "ready", totalRows: 3 });
    expect(after.members(audience?.id ?? "")).toEqual(before.members(audience?.id ?? ""));
    expect(after.uploads(audience?.id ?? "")).toEqual(before.uploads(audience?.id ?? ""));
  });

  test("Whop: new ids are none of the old, and the saved mapping is known", async () => {
    const before = createWhopEmulator({ size: 0 });
    const id = await createWhopAudience(before, "mail\na@x.example\n", {
      column_mapping: { email: "mail" },
    });
    const after = createWhopEmulator({ state: before.save() });
    after.advance(untilDone);
    const file_id = await readyFile(after, "mail\nb@x.example\n");
    expect((await send(after, "POST", `/audiences/${id}/add_people`, { file_id })).status).toBe(
      202,
    );
    expect(after.members(id)).toEqual([{ email: "a@x.example" }, { email: "b@x.example" }]);
    await createWhopAudience(after, csvOf(1));
    expect(after.audiences.list()).toHaveLength(2);
  });

  test("Whop: an upload in parts, half of it there", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const bytes = new TextEncoder().encode(`email\n${"a@example.com\n".repeat(400_000)}`);
    const sent = { filename: "a.csv", multipart: true, byte_size: bytes.length };
    const { body } = await send(whop, "POST", "/files", sent, { headers: currentFiles });
    const file = fileAnswer.parse(body);
    const part = 5 * 1024 * 1024;
    const etags: unknown[] = [];
    const put = async (emulator: typeof whop, number: number): Promise<void> => {
      const url = file.multipart_upload_urls?.[number - 1]?.url ?? "";
      const piece = bytes.slice((number - 1) * part, number * part);
      const { headers } = await emulator.fetch(url, { method: "PUT", body: piece });
      etags.push({ part_number: number, etag: headers.get("etag") });
    };
    await put(whop, 1);
    const after = createWhopEmulator({ state: whop.save() });
    await put(after, 2);
    const completion = { multipart_upload_id: file.multipart_upload_id, multipart_parts: etags };
    const path = `/files/${file.id}/complete`;
    const { status } = await send(after, "POST", path, completion, { headers: currentFiles });
    expect(status).toBe(200);
    expect(after.files.get(file.id)?.bytes).toBe(bytes.length);
  });

  test("Batch: ids with their attributes, changes under way, tokens", async () => {
    const before = createBatchEmulator({ size: 3 });
    await sendBatch(before, "create", { name: "vip", type: "custom_ids" });
    const ids = [
      { id: "c1", action: "add", attributes: { city: "Köln" } },
      { id: "c2", action: "add" },
    ];
    const { body } = await sendBatch(before, "update", { name: "vip", ids });
    before.advance(1000);
    const after = createBatchEmulator({ state: before.save() });
    expect(await walk(readBatch(after), 2)).toEqual(await walk(readBatch(before), 2));
    expect(after.members("vip")).toEqual(before.members("vip"));
    after.advance(500);
    const token = Object.values(body ?? {}).join("");
    const view = await ask(after, "/audiences/view", {
      query: { name: "vip", indexing_token: token },
      headers: { "x-batch-project": after.projectKey },
    });
    expect(view.body).toMatchObject({ indexing_state: "APPLIED", nb_ids: 2 });
  });

  test("Sonarly: audiences that are not listed yet, and the same people", async () => {
    const before = createSonarlyEmulator({ seed: 7, size: 3, times: { listed: 5000 } });
    await sendSonarly(before, "POST", "/audiences", { name: "A", type: "on_demand" });
    const after = createSonarlyEmulator({ state: before.save() });
    const [id] = await walk(readSonarly(before), 1);
    const people = async (sonarly: typeof before): Promise<unknown> =>
      sonarlyPage.parse((await askSonarly(sonarly, `/audiences/${id}/prospects`)).body).data.items;
    expect(await people(after)).toEqual(await people(before));
    expect(await walk(readSonarly(after), 2)).toHaveLength(3);
    after.advance(5000);
    expect(await walk(readSonarly(after), 2)).toHaveLength(4);
  });

  test("all three at once", async () => {
    const before = createEmulators({ size: 2 });
    await sendBatch(before.batch, "create", { name: "vip", type: "custom_ids" });
    before.whop.advance(5000);
    const after = createEmulators({ state: before.save(), clock: createTickingClock() });
    expect(after.clock.now()).toBeGreaterThanOrEqual(startInstant + 5000);
    expect(after.batch.audiences.list()).toHaveLength(3);
    expect(after.save().length).toBe(before.save().length);
  });
});

describe("a clock that has gone further", () => {
  test("is not set back: what was under way is done", async () => {
    const before = createBatchEmulator({ size: 0 });
    await sendBatch(before, "create", { name: "vip", type: "custom_ids" });
    const clock = createTickingClock(startInstant + 60_000);
    const after = createBatchEmulator({ state: before.save(), clock });
    expect(after.audiences.get("vip")?.indexingState).toBe("APPLIED");
  });
});

describe("a state that is none", () => {
  test.each(["", "{", "{}", "null", '{"vendor":"whop","version":0,"now":0}'])(
    "%j is refused",
    (state) => {
      expect(() => createWhopEmulator({ state })).toThrow(RangeError);
      expect(() => createEmulators({ state })).toThrow(RangeError);
    },
  );

  test("that of another vendor is refused", () => {
    const state = createBatchEmulator({ size: 1 }).save();
    expect(() => createWhopEmulator({ state })).toThrow(/whop/);
  });
});
