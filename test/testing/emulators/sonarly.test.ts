import { describe, expect, test } from "vitest";
import { createSonarlyEmulator } from "../../../src/testing/index.ts";
import {
  ask,
  askSonarly,
  readSonarly,
  sonarlyAudience,
  sonarlyNavigation,
  sonarlyPage,
  walk,
} from "./support.ts";

const sonarly = createSonarlyEmulator();
const failure = (code: string) => ({
  success: false,
  data: null,
  error: { code, message: expect.any(String), details: expect.any(String) },
  traceId: expect.stringMatching(/^[0-9a-f]{24}$/),
});
const ready = sonarly.audiences.list().find(({ filling }) => !filling);
const filling = sonarly.audiences.list().find((audience) => audience.filling);

describe("who may ask", () => {
  test("no key and a wrong key are 401 on every route", async () => {
    for (const path of ["", "/navigation", `/${ready?.id}`, `/${ready?.id}/prospects`]) {
      for (const key of [null, "wrong"]) {
        expect(await askSonarly(sonarly, `/audiences${path}`, {}, { key })).toMatchObject({
          status: 401,
          body: failure("UNAUTHORIZED"),
        });
      }
    }
    expect((await ask(sonarly, "/accounts", { key: null })).status).toBe(401);
  });

  test("audiences:read and prospects:read are separate permissions", async () => {
    const audiencesOnly = sonarly.issueKey({ scopes: ["audiences:read"] });
    const prospectsOnly = sonarly.issueKey({ scopes: ["prospects:read"] });
    const statuses = async (key: string): Promise<number[]> =>
      Promise.all(
        ["", "/navigation", `/${ready?.id}`, `/${ready?.id}/prospects`].map(
          async (path) => (await askSonarly(sonarly, `/audiences${path}`, {}, { key })).status,
        ),
      );
    expect(await statuses(audiencesOnly)).toEqual([200, 200, 200, 403]);
    expect(await statuses(prospectsOnly)).toEqual([403, 403, 403, 200]);
  });

  test("an account group that is not the key's is 403", async () => {
    expect(await ask(sonarly, "/accounts/507f1f77bcf86cd799439011/audiences")).toMatchObject({
      status: 403,
      body: failure("FORBIDDEN"),
    });
  });
});

describe("accounts", () => {
  test("any key may list the account groups it sees", async () => {
    const two = createSonarlyEmulator({ accountGroups: 2 });
    const key = two.issueKey({ scopes: [] });
    const { data } = sonarlyPage.parse((await ask(two, "/accounts", { key })).body);
    expect(data).toMatchObject({ nextCursor: null, hasMore: false });
    expect(data.items.map(({ id }) => id)).toEqual(two.accountGroups.map(({ id }) => id));
    expect(data.items[0]).toEqual({
      id: two.accountGroupId,
      name: expect.any(String),
      createdAt: expect.stringMatching(/\.\d{3}Z$/),
    });
  });

  test("another account group has its own audiences", async () => {
    const two = createSonarlyEmulator({ accountGroups: 2 });
    const other = two.accountGroups[1]?.id ?? "";
    expect(
      sonarlyPage.parse((await ask(two, `/accounts/${other}/audiences`)).body).data.items,
    ).toEqual([]);
    expect(
      (await ask(two, `/accounts/${other}/audiences/${two.audiences.list()[0]?.id}`)).status,
    ).toBe(404);
  });

  test("a key may see none", async () => {
    const none = createSonarlyEmulator({ accountGroups: 0 });
    expect(sonarlyPage.parse((await ask(none, "/accounts")).body).data.items).toEqual([]);
    expect((await askSonarly(none, "/audiences")).status).toBe(403);
  });
});

describe("the list", () => {
  test("gives every audience once, except those being filled", async () => {
    const ids = await walk(readSonarly(sonarly), 33);
    expect(ids).toEqual(
      sonarly.audiences.list().flatMap((audience) => (audience.filling ? [] : [audience.id])),
    );
    expect(new Set(ids).size).toBe(140);
    expect(sonarly.audiences.list().length).toBeGreaterThan(140);
  });

  test("holds 20 a page unless asked otherwise, and up to 100; both can be changed", async () => {
    const size = async (emulator = sonarly, limit?: number): Promise<number> =>
      sonarlyPage.parse((await askSonarly(emulator, "/audiences", { limit })).body).data.items
        .length;
    expect([await size(), await size(sonarly, 100)]).toEqual([20, 100]);
    expect(await size(createSonarlyEmulator({ pageLimits: { default: 7, maximum: 9 } }))).toBe(7);
  });

  test.each(["101", "0", "-1", "ten", "1.5", ""])(
    "limit=%s is a validation error",
    async (limit) => {
      expect(await askSonarly(sonarly, "/audiences", { limit })).toMatchObject({
        status: 400,
        body: failure("VALIDATION_ERROR"),
      });
    },
  );

  test("ends with hasMore false and no cursor", async () => {
    const small = createSonarlyEmulator({ size: 2 });
    expect(sonarlyPage.parse((await askSonarly(small, "/audiences")).body).data).toMatchObject({
      nextCursor: null,
      hasMore: false,
    });
    const empty = createSonarlyEmulator({ size: 0 });
    expect(sonarlyPage.parse((await askSonarly(empty, "/audiences")).body).data).toEqual({
      items: [],
      nextCursor: null,
      hasMore: false,
    });
  });

  test("writes the contract's seven fields, some without a description", async () => {
    const { items } = sonarlyPage.parse(
      (await askSonarly(sonarly, "/audiences", { limit: 100 })).body,
    ).data;
    for (const item of items) {
      expect(Object.keys(item)).toEqual([
        "id",
        "name",
        "type",
        "description",
        "folderId",
        "prospectCount",
        "createdAt",
      ]);
      expect(item["prospectCount"]).toEqual(expect.any(Number));
    }
    expect(items.some((item) => item["description"] === null)).toBe(true);
  });
});

describe("one audience", () => {
  test("is what the list says it is", async () => {
    const { data } = sonarlyAudience.parse(
      (await askSonarly(sonarly, `/audiences/${ready?.id}`)).body,
    );
    const listed = sonarlyPage.parse((await askSonarly(sonarly, "/audiences", { limit: 100 })).body)
      .data.items;
    expect(listed).toContainEqual(data);
  });

  test("is 409 AUDIENCE_NOT_READY while it is being filled, and so are its prospects", async () => {
    for (const path of ["", "/prospects"]) {
      const answer = await askSonarly(sonarly, `/audiences/${filling?.id}${path}`);
      expect(answer).toMatchObject({ status: 409, body: failure("AUDIENCE_NOT_READY") });
    }
  });

  test("that does not exist is 404, and so are its prospects", async () => {
    for (const path of [
      "/audiences/507f1f77bcf86cd799439011",
      "/audiences/507f1f77bcf86cd799439011/prospects",
      "/audiences/a%2F..%2Fb",
    ]) {
      expect(await askSonarly(sonarly, path)).toMatchObject({
        status: 404,
        body: failure("NOT_FOUND"),
      });
    }
  });

  test("leaves the list when a job starts to fill it, and comes back", async () => {
    const small = createSonarlyEmulator({ size: 3 });
    const some = small.audiences.list().find((audience) => !audience.filling);
    small.audiences.update(some?.id ?? "", { filling: true });
    expect(await walk(readSonarly(small), 10)).toHaveLength(2);
    small.audiences.update(some?.id ?? "", { filling: false });
    expect(await walk(readSonarly(small), 10)).toHaveLength(3);
  });
});

describe("navigation", () => {
  test("holds every listed audience, grouped or not, with a string count inside folders only", async () => {
    const { body } = await askSonarly(sonarly, "/audiences/navigation");
    const { folders, ungroupedAudiences } = sonarlyNavigation.parse(body).data;
    const grouped = folders.flatMap((folder) => folder.audiences);
    expect(grouped.length + ungroupedAudiences.length).toBe(140);
    expect(grouped.every((audience) => typeof audience["prospectCount"] === "string")).toBe(true);
    expect(
      ungroupedAudiences.every((audience) => typeof audience["prospectCount"] === "number"),
    ).toBe(true);
    expect(folders[0]).toMatchObject({
      id: expect.any(String),
      name: expect.any(String),
      audienceType: "on_demand",
      isPinned: true,
      position: 0,
    });
  });
});

test("routes and methods Sonarly does not have are 404 in its own envelope", async () => {
  expect(await ask(sonarly, "/nothing")).toMatchObject({ status: 404, body: failure("NOT_FOUND") });
  expect((await askSonarly(sonarly, "/audiences", {}, { method: "HEAD" })).status).toBe(404);
});

test("every answer has a trace of its own", async () => {
  const traces = new Set<unknown>();
  for (let count = 0; count < 5; count += 1)
    traces.add(sonarlyPage.parse((await askSonarly(sonarly, "/audiences")).body).traceId);
  expect(traces.size).toBe(5);
});
