import { describe, expect, test } from "vitest";
import type { WhopEmulator } from "../../../src/testing/index.ts";
import { createWhopEmulator } from "../../../src/testing/index.ts";
import { ask, askWhop } from "./support.ts";
import { createWhopAudience, csvOf, readyFile, send, untilDone } from "./write-support.ts";

const failure = (type: string) => ({ error: { type, message: expect.any(String) } });
const fresh = (): WhopEmulator => createWhopEmulator({ size: 0 });

const add = async (whop: WhopEmulator, id: string, csv: string) =>
  send(whop, "POST", `/audiences/${id}/add_people`, { file_id: await readyFile(whop, csv) });
const finished = async (csv: string, fields = {}): Promise<[WhopEmulator, string]> => {
  const whop = fresh();
  const id = await createWhopAudience(whop, csv, fields);
  whop.advance(untilDone);
  return [whop, id];
};

/** An audience of filters that is refreshed by itself. */
const refreshed = () => {
  const whop = createWhopEmulator({ size: 9 });
  const id = whop.audiences.list().find((one) => one.sourceType === "people_filter")?.id ?? "";
  const patch = (body: unknown) => send(whop, "PATCH", `/audiences/${id}`, body);
  return { whop, id, patch };
};

const ladder = (whop: WhopEmulator, fields: Readonly<Record<string, unknown>>) =>
  send(whop, "POST", "/audiences", {
    account_id: whop.accountId,
    audience_type: "lookalike",
    source_audience_id: whop.audiences.add({ matchedRows: 100 }).id,
    count: 2,
    percentage: 10,
    ...fields,
  });

describe("POST /audiences/{id}/add_people", () => {
  test("appends: who is there stays as they were", async () => {
    const column_mapping = { email: "email", first_name: "name" };
    const [whop, id] = await finished("email,name\na@x.example,Ann\n", { column_mapping });
    const { status } = await add(whop, id, "name,email\nOther,a@x.example\nBob,b@x.example\n");
    expect(status).toBe(202);
    expect(whop.members(id)).toEqual([
      { email: "a@x.example", first_name: "Ann" },
      { email: "b@x.example", first_name: "Bob" },
    ]);
    expect(whop.uploads(id)).toHaveLength(2);
  });

  test("refuses a file without the headers of the saved mapping", async () => {
    const [whop, id] = await finished(csvOf(1));
    expect(await add(whop, id, "E-Mail\nb@x.example\n")).toMatchObject({
      status: 400,
      body: failure("invalid_request"),
    });
    expect(whop.members(id)).toHaveLength(1);
  });

  test("refuses no file, an unknown audience and one that is still being worked on", async () => {
    const [whop, id] = await finished(csvOf(1));
    const path = `/audiences/${id}/add_people`;
    expect((await send(whop, "POST", path, {})).status).toBe(400);
    expect((await add(whop, "adaud_Nothing", csvOf(1))).status).toBe(404);
    await add(whop, id, csvOf(1, 2));
    expect(await add(whop, id, csvOf(1, 3))).toMatchObject({
      status: 409,
      body: failure("conflict"),
    });
    whop.advance(untilDone);
    expect((await add(whop, id, csvOf(1, 3))).status).toBe(202);
  });

  test("refuses lookalikes and audiences of filters or engagement", async () => {
    const whop = createWhopEmulator({ size: 9 });
    const others = whop.audiences
      .list()
      .filter(({ sourceType }) => sourceType !== "csv_upload")
      .map(({ id }) => id);
    expect(others).toHaveLength(3);
    for (const id of others) expect((await add(whop, id, csvOf(1))).status).toBe(409);
  });

  test("takes email and phone columns for a seeded audience", async () => {
    const whop = createWhopEmulator({ size: 1 });
    const id = whop.audiences.list()[0]?.id ?? "";
    expect((await add(whop, id, csvOf(1))).status).toBe(400);
    expect((await add(whop, id, "phone,email\n,a@x.example\n")).status).toBe(202);
    expect(whop.members(id)).toEqual([{ email: "a@x.example" }]);
  });
});

describe("PATCH /audiences/{id}", () => {
  test("renames; a blank name is ignored, and is no mistake", async () => {
    const whop = createWhopEmulator({ size: 1 });
    const path = `/audiences/${whop.audiences.list()[0]?.id}`;
    whop.advance(1000);
    const renamed = await send(whop, "PATCH", path, { name: "Renamed" });
    expect(renamed).toMatchObject({
      status: 200,
      body: { name: "Renamed", updated_at: new Date(whop.clock.now()).toISOString() },
    });
    whop.advance(1000);
    expect((await send(whop, "PATCH", path, { name: " " })).body).toEqual(renamed.body);
  });

  test("takes filters where an audience is built from filters only", async () => {
    const whop = createWhopEmulator({ size: 9 });
    const of = (type: string) => whop.audiences.list().find((one) => one.sourceType === type)?.id;
    const filters = { country: ["FR"] };
    const taken = await send(whop, "PATCH", `/audiences/${of("people_filter")}`, { filters });
    expect(taken).toMatchObject({ status: 200, body: { filters } });
    const refused = await send(whop, "PATCH", `/audiences/${of("csv_upload")}`, { filters });
    const empty = await send(whop, "PATCH", `/audiences/${of("people_filter")}`, { filters: {} });
    expect([refused.status, empty.status]).toEqual([400, 400]);
  });

  test("replaces the filters as a whole, and rebuilds the audience at once", async () => {
    const { whop, patch } = refreshed();
    whop.advance(1000);
    const last_refreshed_at = new Date(whop.clock.now()).toISOString();
    const filters = { last_seen_within_days: 30 };
    expect(await patch({ filters })).toMatchObject({ body: { filters, last_refreshed_at } });
  });

  test.each([
    ["an audience", { audience_id: "adaud_Other" }],
    ["a fixed date", { event_from: "2026-01-01T00:00:00Z" }],
    ["501 items", { country: Array.from({ length: 501 }, () => "DE") }],
    ["a value above 10 KB", { query: "x".repeat(10_241) }],
  ])("refuses filters with %s, and leaves those there are", async (_, filters) => {
    const { whop, patch, id } = refreshed();
    const before = whop.audiences.get(id);
    expect(await patch({ name: "Renamed", filters })).toMatchObject({
      status: 400,
      body: failure("invalid_request"),
    });
    expect(whop.audiences.get(id)).toEqual(before);
  });

  test("takes 500 items of 10 KB, and refuses a name that is no text", async () => {
    const { patch } = refreshed();
    const query = Array.from({ length: 500 }, () => "x".repeat(10_238));
    expect((await patch({ filters: { query } })).status).toBe(200);
    expect((await patch({ name: 5 })).status).toBe(400);
    expect((await patch({ name: null })).status).toBe(200);
  });

  test("an unknown audience is 404", async () => {
    expect((await send(fresh(), "PATCH", "/audiences/adaud_Nothing", { name: "x" })).status).toBe(
      404,
    );
  });
});

describe("DELETE /audiences/{id}", () => {
  test("answers 200 and success, then 404; the audience is not listed any more", async () => {
    const whop = createWhopEmulator({ size: 2 });
    const [gone, left] = whop.audiences.list();
    const path = `/audiences/${gone?.id}`;
    expect(await send(whop, "DELETE", path)).toMatchObject({
      status: 200,
      body: { success: true },
    });
    expect(await send(whop, "DELETE", path)).toMatchObject({
      status: 404,
      body: failure("not_found"),
    });
    expect((await askWhop(whop)).body).toMatchObject({ data: [{ id: left?.id }] });
  });

  test("is allowed while Whop works on the audience, and its file stays", async () => {
    const whop = fresh();
    const id = await createWhopAudience(whop, csvOf(1));
    expect((await send(whop, "DELETE", `/audiences/${id}`)).status).toBe(200);
    whop.advance(untilDone);
    expect(whop.audiences.list()).toEqual([]);
    const [file] = whop.files.list();
    expect((await ask(whop, `/files/${file?.id}`)).status).toBe(200);
  });
});

describe("lookalikes", () => {
  test("are answered as a list, each with its share", async () => {
    expect(await ladder(fresh(), {})).toMatchObject({
      status: 201,
      body: {
        data: [
          { audience_type: "lookalike", lookalike_ratio: 0.05, lookalike_starting_ratio: null },
          { audience_type: "lookalike", lookalike_ratio: 0.1, lookalike_starting_ratio: 0.05 },
        ],
      },
    });
  });

  test("have shares as they are written: 15 percent is 0.15", async () => {
    const { body } = await ladder(fresh(), { count: 3, percentage: 15 });
    const shares = [0.05, 0.1, 0.15].map((lookalike_ratio) => ({ lookalike_ratio }));
    expect(body).toMatchObject({ data: shares });
  });

  test.each([
    { count: 7 },
    { percentage: 21 },
    { count: 3, percentage: 10 },
    { source_audience_id: "adaud_Nothing" },
  ])("are refused with %o", async (fields) => {
    expect((await ladder(fresh(), fields)).status).toBe(400);
  });
});
