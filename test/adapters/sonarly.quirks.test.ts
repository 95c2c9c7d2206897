import { describe, expect, test } from "vitest";

import { sonarly } from "../../adapters/sonarly.ts";
import type { SonarlyOptions } from "../../adapters/sonarly.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import { fixtureValue } from "../support/fixture.ts";
import { vendorApi } from "../support/vendor-api.ts";
import type { Exchange } from "../support/vendor-api.ts";

const connect = (options: Partial<SonarlyOptions> = {}) =>
  createAudiences({
    sonarly: sonarly({ apiKey: "test-key", accountGroupId: "g1", retries: 0, ...options }),
  });
const sonarlyApi = (...exchanges: readonly Exchange[]) => ({
  ...vendorApi("https://api.sonarly.io/v1", { authorization: "Bearer test-key" }, exchanges),
  connect,
});

const audiences = "GET /accounts/g1/audiences";
const all = `${audiences}?limit=100`;
const prospects = `${audiences}/a1/prospects?limit=100`;
const ref = { provider: "sonarly", id: "a1" } as const;
const traceId = "507f1f77bcf86cd799439011";
const success = (data: unknown): object => ({ success: true, data, error: null, traceId });
const pageOf = (...items: readonly unknown[]): object =>
  success({ items, nextCursor: null, hasMore: false });
const pageBefore = (nextCursor: string, ...items: readonly unknown[]): object =>
  success({ items, nextCursor, hasMore: true });

describe("sonarly, audiences", () => {
  test("prospectCount is a number, or the text of one", async () => {
    using api = sonarlyApi({
      request: all,
      answer: pageOf(
        { id: "a1", prospectCount: 25 },
        { id: "a2", prospectCount: "25" },
        { id: "a3", prospectCount: "many" },
        { id: "a4" },
      ),
    });
    const { items, report } = await api.connect().list().collect();
    const people = { value: 25, unit: "people" };
    expect(items.map(({ size }) => size)).toEqual([people, people, null, null]);
    expect(report.providers["sonarly"]?.diagnostics).toContainEqual(
      expect.objectContaining({
        code: "unreadable_count",
        path: "data.items[].prospectCount",
        count: 1,
      }),
    );
  });

  test("what is listed is ready, and Sonarly has no word for it", async () => {
    using api = sonarlyApi({ request: all, answer: pageOf({ id: "a1" }) });
    expect(await api.connect().list().toArray()).toMatchObject([
      { status: "ready", vendorStatus: null },
    ]);
  });

  test("folder and description may be null or absent; the type is any word, and stays in raw", async () => {
    using api = sonarlyApi({
      request: all,
      answer: pageOf(
        { id: "a1", description: null, folderId: null, type: "linkedin_search" },
        { id: "a2", type: "something_new" },
      ),
    });
    const items = await api.connect().list().toArray();
    expect(items.map(({ description }) => description)).toEqual([null, null]);
    expect(items.map(({ raw }) => raw.type)).toEqual(["linkedin_search", "something_new"]);
  });

  test("a date that cannot be read is null, is told, and stays in raw", async () => {
    using api = sonarlyApi({ request: all, answer: pageOf({ id: "a1", createdAt: "string" }) });
    const { items, report } = await api.connect().list().collect();
    expect(items).toMatchObject([
      { createdAt: null, updatedAt: null, raw: { createdAt: "string" } },
    ]);
    expect(report.providers["sonarly"]?.diagnostics).toContainEqual(
      expect.objectContaining({ code: "unreadable_date" }),
    );
  });

  test("the account group and the ids are encoded, and their shape is not judged", async () => {
    using api = sonarlyApi({
      request: "GET /accounts/g%2F1/audiences/a%2F..%2Fb%3Fc",
      answer: success({ id: "a/../b?c" }),
    });
    const audience = await api.connect({ accountGroupId: "g/1" }).get({
      provider: "sonarly",
      id: "a/../b?c",
    });
    expect(audience.id).toBe("a/../b?c");
  });

  test("an id that an address would swallow is refused before anything is sent", async () => {
    using api = sonarlyApi();
    await expect(api.connect().get({ provider: "sonarly", id: ".." })).rejects.toMatchObject({
      code: "invalid_argument",
    });
  });
});

describe("sonarly, pages", () => {
  test("rows that come again at a page's edge are given once, and counted", async () => {
    using api = sonarlyApi(
      { request: all, answer: pageBefore("c2", { id: "a1" }, { id: "a2" }) },
      { request: `${audiences}?cursor=c2&limit=100`, answer: pageOf({ id: "a2" }, { id: "a3" }) },
    );
    const { items, report } = await api.connect().list().collect();
    expect(items.map(({ id }) => id)).toEqual(["a1", "a2", "a3"]);
    expect(report.providers["sonarly"]?.duplicates).toBe(1);
  });

  test("an empty page with a new cursor is not the end", async () => {
    using api = sonarlyApi(
      { request: all, answer: pageBefore("c2") },
      { request: `${audiences}?cursor=c2&limit=100`, answer: pageOf({ id: "a1" }) },
    );
    expect(await api.connect().list().toArray()).toHaveLength(1);
  });

  test("nothing is asked for behind hasMore: false, though there is a cursor", async () => {
    using api = sonarlyApi({
      request: all,
      answer: success({ items: [{ id: "a1" }], nextCursor: "c2", hasMore: false }),
    });
    expect(await api.connect().list().toArray()).toHaveLength(1);
  });
});

const read = async (...items: readonly unknown[]) => {
  using api = sonarlyApi({ request: prospects, answer: pageOf(...items) });
  return await api.connect().listMembers(ref).toArray();
};

describe("sonarly, members", () => {
  test("the LinkedIn URL is what a prospect is known by", async () => {
    const [member] = await read({ id: "p1", linkedinUrl: "https://www.linkedin.com/in/avery" });
    expect(member?.identifiers).toEqual({ linkedinUrl: ["https://www.linkedin.com/in/avery"] });
  });

  test("only the id is sure: a prospect of nothing else has no identifier, and null for the rest", async () => {
    const [member] = await read({ id: "p1", company: null, email: null });
    expect(member?.identifiers).toEqual({});
    expect(new Set(Object.values(member?.attributes ?? {}))).toEqual(new Set([null]));
    expect(member?.raw).toEqual({ id: "p1", company: null, email: null });
  });

  test("emails and phones are taken where they are, alone or in a list, each once", async () => {
    const [one, several] = await read(
      { id: "p1", email: "a@example.com", phone: "+15550100" },
      {
        id: "p2",
        email: "a@example.com",
        emails: ["a@example.com", "b@example.com", ""],
        phones: [],
      },
    );
    expect(one?.identifiers).toEqual({ email: ["a@example.com"], phone: ["+15550100"] });
    expect(several?.identifiers).toEqual({ email: ["a@example.com", "b@example.com"] });
  });

  test("the company's fields are attributes, and fields that are not documented stay in raw", async () => {
    const [member] = await read({
      id: "p1",
      firstName: "Avery",
      company: { name: "Acme", website: "https://acme.example", size: "11-50" },
      customField: "x",
    });
    expect(member?.attributes).toMatchObject({
      firstName: "Avery",
      company: "Acme",
      companyWebsite: "https://acme.example",
    });
    expect(member?.raw).toMatchObject({ company: { size: "11-50" }, customField: "x" });
  });

  test("a company of another shape is left out, and the prospect is kept", async () => {
    const [member] = await read({ id: "p1", name: "Avery", company: "Acme" });
    expect(member?.attributes).toMatchObject({ name: "Avery", company: null });
  });

  test("a key that may not see prospects lists audiences, and is refused their members", async () => {
    const answer = await fixtureValue("sonarly", "error-permission.json");
    using api = sonarlyApi(
      { request: all, answer: pageOf({ id: "a1" }) },
      { request: prospects, status: 403, answer },
    );
    expect(await api.connect().list().toArray()).toHaveLength(1);
    const { report } = await api.connect().listMembers(ref).collect();
    expect(report.providers["sonarly"]?.error).toMatchObject({
      code: "permission",
      message: expect.stringContaining("prospects:read"),
    });
  });

  test("a job that begins in the middle of a reading is not_ready, with the place to go on from", async () => {
    const notReady = await fixtureValue("sonarly", "error-not-ready.json");
    const next = `${audiences}/a1/prospects?cursor=c2&limit=100`;
    using api = sonarlyApi(
      { request: prospects, answer: pageBefore("c2", { id: "p1" }) },
      { request: next, status: 409, answer: notReady },
      { request: next, answer: pageOf({ id: "p2" }) },
    );
    const stopped = await api.connect().listMembers(ref).collect();
    expect(stopped.items).toHaveLength(1);
    expect(stopped.report.providers["sonarly"]?.error?.code).toBe("not_ready");
    const { continuationToken } = stopped;
    const rest = await api.connect().listMembers(ref).collect({ continuationToken });
    expect(rest.items.map(({ raw }) => raw.id)).toEqual(["p2"]);
  });
});

const failWith = async (status: number, answer: unknown) => {
  using api = sonarlyApi({ request: `${audiences}/a1`, status, answer });
  return await api
    .connect()
    .get(ref)
    .then(String, (error: unknown) => error);
};

const refusal = (code: string, message = "m"): object => ({
  success: false,
  data: null,
  error: { code, message, details: "string" },
  traceId,
});

describe("sonarly, errors", () => {
  test("409 is not_ready by its code, and a conflict by any other", async () => {
    const codes = [
      await failWith(409, await fixtureValue("sonarly", "error-not-ready.json")),
      await failWith(409, await fixtureValue("sonarly", "error-conflict.json")),
    ];
    expect(codes).toMatchObject([{ code: "not_ready" }, { code: "conflict" }]);
  });

  test("success: false with 200 is rejected with Sonarly's code, and is no audience", async () => {
    expect(await failWith(200, refusal("QUOTA_EXCEEDED", "No more today"))).toMatchObject({
      code: "rejected",
      vendorCode: "QUOTA_EXCEEDED",
      message: expect.stringContaining("No more today"),
    });
  });

  test("success: false that has data all the same is no answer", async () => {
    const both = { ...refusal("PARTIAL"), data: { id: "a1" } };
    expect(await failWith(200, both)).toMatchObject({ code: "rejected", vendorCode: "PARTIAL" });
  });

  test("success: true without data is invalid_response", async () => {
    expect(await failWith(200, success(null))).toMatchObject({ code: "invalid_response" });
  });

  test("an error inside the data is not the envelope's", async () => {
    using api = sonarlyApi({
      request: `${audiences}/a1`,
      answer: success({ id: "a1", error: { code: "IMPORT_FAILED", message: "m" } }),
    });
    expect(await api.connect().get(ref)).toMatchObject({ id: "a1", error: null });
  });

  test("the traceId is what Sonarly's support wants to know", async () => {
    expect(await failWith(400, refusal("VALIDATION_ERROR"))).toMatchObject({ requestId: traceId });
  });

  test("an envelope may lack the traceId", async () => {
    const answer = { ...refusal("VALIDATION_ERROR"), traceId: undefined };
    expect(await failWith(400, answer)).toMatchObject({ code: "rejected", requestId: undefined });
  });

  test("validation comes as 400 or as 422, and is rejected either way", async () => {
    const answers = [
      await failWith(400, refusal("VALIDATION_ERROR")),
      await failWith(422, refusal("VALIDATION_ERROR")),
    ];
    expect(answers).toMatchObject([{ code: "rejected" }, { code: "rejected" }]);
  });

  test("details of any shape are no matter", async () => {
    const answer = {
      success: false,
      error: { code: "X", message: "m", details: [{ path: ["a"] }] },
    };
    expect(await failWith(400, answer)).toMatchObject({ code: "rejected", vendorCode: "X" });
  });

  test("a 502 of the service behind is repeated, with or without an envelope", async () => {
    using api = sonarlyApi(
      { request: all, status: 502, answer: refusal("UPSTREAM_ERROR") },
      { request: all, status: 502, answer: "<h1>Bad gateway</h1>" },
      { request: all, answer: pageOf({ id: "a1" }) },
    );
    expect(await api.connect({ retries: 2, retryDelay: 1 }).list().toArray()).toHaveLength(1);
  });
});
