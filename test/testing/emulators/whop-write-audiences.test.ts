import { describe, expect, test } from "vitest";
import type { WhopEmulator } from "../../../src/testing/index.ts";
import { createWhopEmulator } from "../../../src/testing/index.ts";
import { askWhop } from "./support.ts";
import {
  createWhopAudience,
  creation,
  csvOf,
  fileAnswer,
  putFile,
  readyFile,
  send,
  untilDone,
} from "./write-support.ts";

const failure = (type: string) => ({ error: { type, message: expect.any(String) } });
const create = (whop: WhopEmulator, fields: Readonly<Record<string, unknown>>) =>
  send(whop, "POST", "/audiences", creation(whop, fields));
const fresh = (): WhopEmulator => createWhopEmulator({ size: 0 });

describe("POST /audiences", () => {
  test("answers 201 with an audience that is pending, and lists it", async () => {
    const whop = fresh();
    const { status, body } = await create(whop, { file_id: await readyFile(whop, csvOf(3)) });
    expect({ status, body }).toMatchObject({
      status: 201,
      body: {
        id: expect.stringMatching(/^adaud_[A-Za-z0-9]{13}$/),
        name: "Past purchasers",
        status: "pending",
        total_rows: 0,
        progress_percent: 0,
        audience_type: "custom",
        source_type: "csv_upload",
      },
    });
    expect((await askWhop(whop)).body).toMatchObject({ data: [body] });
  });

  test("writes the record in the generation it lists them in", async () => {
    const whop = createWhopEmulator({ size: 0, recordGeneration: "contract" });
    const { body } = await create(whop, { file_id: await readyFile(whop, csvOf(1)) });
    expect(body).toMatchObject({ created_at: Math.floor(whop.clock.now() / 1000) });
  });

  test.each([
    ["no account_id", { account_id: undefined }],
    ["no name", { name: undefined }],
    ["a blank name", { name: " " }],
    ["no column_mapping", { column_mapping: undefined }],
    ["a mapping that is none", { column_mapping: "email" }],
    ["a mapping to something else than a header", { column_mapping: { email: 1 } }],
    ["neither email nor phone mapped", { column_mapping: { first_name: "email" } }],
    ["a mapped header that the file does not have", { column_mapping: { email: "E-Mail" } }],
    ["no file_id", { file_id: undefined }],
    ["a file that is not there", { file_id: "file_Nothing" }],
    ["another audience_type", { audience_type: "mystery" }],
    ["filters, which make another kind of audience", { filters: { country: ["DE"] } }],
  ])("refuses %s", async (_, fields) => {
    const whop = fresh();
    const file_id = await readyFile(whop, csvOf(1));
    expect(await create(whop, { file_id, ...fields })).toMatchObject({
      status: 400,
      body: failure("invalid_request"),
    });
    expect(whop.audiences.list()).toEqual([]);
  });

  test("refuses an account that is not the key's, and a file of another key", async () => {
    const whop = fresh();
    const file_id = await readyFile(whop, csvOf(1));
    expect((await create(whop, { file_id, account_id: "biz_Other" })).status).toBe(404);
    const body = creation(whop, { file_id });
    const other = await send(whop, "POST", "/audiences", body, { key: whop.issueKey() });
    expect(other).toMatchObject({ status: 400, body: failure("invalid_request") });
  });

  test("answers 409 while the file is not ready, and 400 once it has failed", async () => {
    const whop = fresh();
    const file_id = await putFile(whop, csvOf(1));
    expect(await create(whop, { file_id })).toMatchObject({
      status: 409,
      body: failure("conflict"),
    });
    whop.files.fail(file_id);
    expect((await create(whop, { file_id })).status).toBe(400);
  });

  test("finds a header that is quoted, and none that begins with a byte order mark", async () => {
    const whop = fresh();
    const quoted = await readyFile(whop, '"e,mail"\na@example.com\n');
    const marked = await readyFile(whop, "\uFEFFemail\na@example.com\n");
    const mapping = { column_mapping: { email: "e,mail" } };
    expect((await create(whop, { file_id: quoted, ...mapping })).status).toBe(201);
    expect((await create(whop, { file_id: marked })).status).toBe(400);
  });

  test("refuses a mapped header that is there twice", async () => {
    const whop = fresh();
    const file_id = await readyFile(whop, "email,email\na@example.com,b@example.com\n");
    expect((await create(whop, { file_id })).status).toBe(400);
  });

  test("takes fields beyond the five: the document leaves the map open", async () => {
    const whop = fresh();
    const column_mapping = { email: "email", ltv: "value" };
    const id = await createWhopAudience(whop, "email,value\na@example.com,12\n", {
      column_mapping,
    });
    expect(whop.members(id)).toEqual([{ email: "a@example.com", ltv: "12" }]);
  });

  test("takes null for what it is not made of", async () => {
    const whop = fresh();
    const file_id = await readyFile(whop, csvOf(1));
    expect((await create(whop, { file_id, filters: null, engagement: null })).status).toBe(201);
  });

  test("makes two of two requests without a key", async () => {
    const whop = fresh();
    const file_id = await readyFile(whop, csvOf(1));
    await create(whop, { file_id });
    await create(whop, { file_id });
    expect(whop.audiences.list()).toHaveLength(2);
  });

  test.each([
    ["create", "POST", "/audiences"],
    ["update", "PATCH", "/audiences/adaud_1"],
    ["delete", "DELETE", "/audiences/adaud_1"],
    ["addPeople", "POST", "/audiences/adaud_1/add_people"],
  ])("%s needs audience:update", async (name, method, path) => {
    const whop = fresh();
    const key = whop.issueKey({ scopes: ["audience:basic:read"] });
    expect(await send(whop, method, path, {}, { key })).toMatchObject({
      status: 403,
      body: failure("insufficient_scope"),
    });
    expect(whop.requests.at(-1)?.operation).toBe(name);
  });
});

describe("the people of an audience", () => {
  test("are those of its file, with every mapped cell exactly as sent", async () => {
    const whop = fresh();
    const csv = [
      "E-Mail,Phone,First,Note",
      '"Müller, A"@example.com,+49 30 1,José,ignored',
      "  B@Example.com ,,,x",
      ',+15551234567,"Ann ""A""",',
    ].join("\n");
    const quoted = csv.replace('"Müller, A"@example.com', '"Müller, A@example.com"');
    const column_mapping = { email: "E-Mail", phone: "Phone", first_name: "First" };
    const id = await createWhopAudience(whop, quoted, { column_mapping });
    expect(whop.members(id)).toEqual([
      { email: "Müller, A@example.com", phone: "+49 30 1", first_name: "José" },
      { email: "  B@Example.com " },
      { phone: "+15551234567", first_name: 'Ann "A"' },
    ]);
    expect(whop.uploads(id)).toMatchObject([{ rows: 3, skipped: 0 }]);
  });

  test("are held from the moment the file is accepted, and stay when the file is sent again", async () => {
    const whop = fresh();
    const { body } = await send(whop, "POST", "/files", { filename: "a.csv" });
    const { upload_url: url, upload_headers: headers, id: file_id } = fileAnswer.parse(body);
    const put = (text: string) =>
      whop.fetch(url ?? "", { method: "PUT", headers: headers ?? {}, body: text });
    await put("email\na@example.com\n");
    whop.advance(500);
    const created = await create(whop, { file_id });
    expect(created.status).toBe(201);
    await put("email\nb@example.com\n");
    const [audience] = whop.audiences.list();
    expect(whop.members(audience?.id ?? "")).toEqual([{ email: "a@example.com" }]);
  });

  test("are one where email and phone are the same to the letter; rows count all the same", async () => {
    const whop = fresh();
    const id = await createWhopAudience(whop, "email\na@x.example\nA@x.example\na@x.example\n");
    whop.advance(untilDone);
    expect(whop.members(id)).toEqual([{ email: "a@x.example" }, { email: "A@x.example" }]);
    expect(whop.audiences.get(id)).toMatchObject({ totalRows: 3 });
  });

  test("are not known of an audience that was only seeded, and of none that is not there", () => {
    const whop = createWhopEmulator({ size: 1 });
    expect(whop.members(whop.audiences.list()[0]?.id ?? "")).toEqual([]);
    expect(() => whop.members("adaud_Nothing")).toThrow(RangeError);
  });

  test("are only counted where the emulator is told so", async () => {
    const whop = createWhopEmulator({ size: 0, keep: "counts" });
    const id = await createWhopAudience(whop, csvOf(5));
    expect(whop.uploads(id)).toMatchObject([
      { rows: 5, skipped: 0, bytes: csvOf(5).length, fingerprint: expect.any(String) },
    ]);
    expect(() => whop.members(id)).toThrow(/counted, not kept/);
  });
});
