import { describe, expect, test } from "vitest";
import type { SonarlyEmulator } from "../../../src/testing/index.ts";
import { createSonarlyEmulator } from "../../../src/testing/index.ts";
import { askSonarly, readSonarly, sonarlyAudience, walk } from "./support.ts";
import { sendSonarly } from "./write-support.ts";

const failure = (code: string) => ({
  success: false,
  data: null,
  error: { code, message: expect.any(String), details: expect.anything() },
  traceId: expect.any(String),
});
const success = (data: unknown) => ({
  success: true,
  data,
  error: null,
  traceId: expect.any(String),
});
const fresh = (): SonarlyEmulator => createSonarlyEmulator({ size: 0 });
const input = { name: "Decision makers", type: "on_demand" };
const create = (sonarly: SonarlyEmulator, body: unknown = input) =>
  sendSonarly(sonarly, "POST", "/audiences", body);
const listed = (sonarly: SonarlyEmulator): Promise<string[]> => walk(readSonarly(sonarly), 100);

/** An audience that was made through the API, by its path. */
async function created(sonarly: SonarlyEmulator): Promise<string> {
  const { data } = sonarlyAudience.parse((await create(sonarly)).body);
  return `/audiences/${data.id}`;
}

describe("POST …/audiences", () => {
  test("answers 201 with an empty audience, and lists it", async () => {
    const sonarly = fresh();
    const { status, body } = await create(sonarly, { ...input, description: "marker 1" });
    expect({ status, body }).toEqual({
      status: 201,
      body: success({
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        name: "Decision makers",
        type: "on_demand",
        description: "marker 1",
        folderId: null,
        prospectCount: 0,
        createdAt: "2026-11-02T08:00:00.000Z",
      }),
    });
    expect(await listed(sonarly)).toHaveLength(1);
  });

  test("is not idempotent: sent twice, under one key, it makes two", async () => {
    const sonarly = fresh();
    const headers = { "idempotency-key": "k1" };
    for (let time = 0; time < 2; time += 1)
      expect((await sendSonarly(sonarly, "POST", "/audiences", input, { headers })).status).toBe(
        201,
      );
    expect(new Set(await listed(sonarly)).size).toBe(2);
  });

  test.each([
    ["no name", { type: "monitoring" }],
    ["a blank name", { ...input, name: " " }],
    ["no type", { name: "x" }],
    ["a type that is only read back", { ...input, type: "linkedin_search" }],
    ["a description that is no text", { ...input, description: 1 }],
    ["a list instead", [input]],
  ])("refuses %s", async (_, body) => {
    const sonarly = fresh();
    expect(await create(sonarly, body)).toMatchObject({
      status: 400,
      body: failure("VALIDATION_ERROR"),
    });
    expect(await listed(sonarly)).toEqual([]);
  });

  test("may not be listed for a while, and is there when it is asked for", async () => {
    const sonarly = createSonarlyEmulator({ size: 0, times: { listed: 5000 } });
    const path = await created(sonarly);
    sonarly.advance(4999);
    expect(await listed(sonarly)).toEqual([]);
    expect((await askSonarly(sonarly, "/audiences/navigation")).body).toMatchObject({
      data: { ungroupedAudiences: [] },
    });
    expect((await askSonarly(sonarly, path)).status).toBe(200);
    sonarly.advance(1);
    expect(await listed(sonarly)).toHaveLength(1);
  });

  test("is made in the account group of the path", async () => {
    const sonarly = createSonarlyEmulator({ size: 0, accountGroups: 2 });
    const other = sonarly.accountGroups[1]?.id ?? "";
    await create({ ...sonarly, accountGroupId: other });
    expect(await listed(sonarly)).toEqual([]);
    expect(sonarly.audiences.list()).toMatchObject([{ accountGroupId: other }]);
  });
});

describe("PATCH …/audiences/{audienceId}", () => {
  test("changes the name, the description, or both", async () => {
    const sonarly = fresh();
    const path = await created(sonarly);
    const patch = async (body: unknown) => (await sendSonarly(sonarly, "PATCH", path, body)).body;
    expect(await patch({ name: "A" })).toMatchObject({ data: { name: "A", description: null } });
    expect(await patch({ description: "d" })).toMatchObject({
      data: { name: "A", description: "d" },
    });
    const both = await patch({ name: "B", description: null });
    expect(both).toMatchObject(success({ name: "B", description: null }));
    expect((await askSonarly(sonarly, path)).body).toMatchObject({ data: { name: "B" } });
  });

  test.each([
    ["no field", {}],
    ["only fields that cannot be changed", { type: "monitoring", folderId: null }],
    ["a blank name", { name: "" }],
    ["a name that is no text", { name: null, description: "d" }],
    ["a description that is no text", { description: [] }],
  ])("refuses %s", async (_, body) => {
    const sonarly = fresh();
    const refused = await sendSonarly(sonarly, "PATCH", await created(sonarly), body);
    expect(refused).toMatchObject({ status: 400, body: failure("VALIDATION_ERROR") });
  });
});

describe("DELETE …/audiences/{audienceId}", () => {
  test("answers 200 and deleted, then 404", async () => {
    const sonarly = fresh();
    const path = await created(sonarly);
    expect(await sendSonarly(sonarly, "DELETE", path)).toMatchObject({
      status: 200,
      body: success({ deleted: true }),
    });
    expect(await listed(sonarly)).toEqual([]);
    expect(await sendSonarly(sonarly, "DELETE", path)).toMatchObject({
      status: 404,
      body: failure("NOT_FOUND"),
    });
  });
});

describe.each([
  ["PATCH", { name: "x" }],
  ["DELETE", undefined],
])("%s", (method, body) => {
  test("of an audience that a job is filling is 409 AUDIENCE_NOT_READY", async () => {
    const sonarly = fresh();
    const { id } = sonarly.audiences.add({ filling: true });
    expect(await sendSonarly(sonarly, method, `/audiences/${id}`, body)).toMatchObject({
      status: 409,
      body: failure("AUDIENCE_NOT_READY"),
    });
    expect(sonarly.audiences.get(id)?.name).toBe("New audience");
  });

  test("of an unknown audience, and of one of another account group, is 404", async () => {
    const sonarly = createSonarlyEmulator({ size: 0, accountGroups: 2 });
    const { id } = sonarly.audiences.add({ accountGroupId: sonarly.accountGroups[1]?.id ?? "" });
    for (const path of ["/audiences/nothing", `/audiences/${id}`])
      expect((await sendSonarly(sonarly, method, path, body)).status).toBe(404);
  });
});

test("every write needs audiences:write", async () => {
  const sonarly = fresh();
  const path = await created(sonarly);
  const key = sonarly.issueKey({ scopes: ["audiences:read", "prospecting:write"] });
  const statuses = [
    await sendSonarly(sonarly, "POST", "/audiences", input, { key }),
    await sendSonarly(sonarly, "PATCH", path, { name: "x" }, { key }),
    await sendSonarly(sonarly, "DELETE", path, undefined, { key }),
  ].map(({ status }) => status);
  expect(statuses).toEqual([403, 403, 403]);
});
