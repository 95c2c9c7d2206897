import { describe, expect, test } from "vitest";

import { whop } from "../../adapters/whop.ts";
import type { WhopOptions } from "../../adapters/whop.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import type { RequestEvent } from "../../src/core/call-context.ts";
import type { Hooks } from "../../src/core/hooks.ts";
import { fixtureValue } from "../support/fixture.ts";
import { vendorApi } from "../support/vendor-api.ts";
import type { Exchange } from "../support/vendor-api.ts";

const headers = { authorization: "Bearer test-key", "api-version-date": "2026-09-22-3" };
const connect = (options: Partial<WhopOptions> = {}, hooks: Hooks = {}) =>
  createAudiences(
    { whop: whop({ apiKey: "test-key", accountId: "biz_1", retries: 0, ...options }) },
    hooks,
  );
const apiAt = (
  baseUrl: string,
  sent: Readonly<Record<string, string>>,
  ...exchanges: Exchange[]
) => ({
  ...vendorApi(baseUrl, sent, exchanges),
  connect,
});
const whopApi = (...exchanges: Exchange[]) =>
  apiAt("https://api.whop.com/api/v1", headers, ...exchanges);

const all = "GET /audiences?account_id=biz_1&first=100";
const only = (id: string): string => `GET /audiences?account_id=biz_1&audience_id=${id}`;
const pageOf = (...data: readonly unknown[]): object => ({
  data,
  page_info: { end_cursor: "c", start_cursor: "c", has_next_page: false, has_previous_page: false },
});
const pageBefore = (end_cursor: string, ...data: readonly unknown[]): object => ({
  data,
  page_info: { has_next_page: true, end_cursor },
});
const ref = { provider: "whop", id: "adaud_1" } as const;

describe("whop, audiences", () => {
  test("dates are Unix seconds or ISO 8601, whatever version is pinned", async () => {
    using api = whopApi({
      request: all,
      answer: pageOf(
        { id: "adaud_1", created_at: 1764547200, updated_at: 1764550800 },
        { id: "adaud_2", created_at: "2025-12-01T00:00:00Z", updated_at: "2025-12-01T01:00:00Z" },
      ),
    });
    const [seconds, iso] = await api.connect().list().toArray();
    expect(seconds?.createdAt).toEqual(new Date("2025-12-01T00:00:00Z"));
    expect(iso?.createdAt).toEqual(seconds?.createdAt);
    expect(iso?.updatedAt).toEqual(seconds?.updatedAt);
  });

  test("counts of lookalikes and of engagement audiences are always 0, and so mean nothing", async () => {
    const zeros = { total_rows: 0, processed_rows: 0, matched_rows: 0 };
    using api = whopApi({
      request: all,
      answer: pageOf(
        { id: "adaud_1", ...zeros, audience_type: "lookalike" },
        { id: "adaud_2", ...zeros, audience_type: "custom", source_type: "engagement" },
        { id: "adaud_3", ...zeros, audience_type: "custom", source_type: "csv_upload" },
      ),
    });
    const counts = (await api.connect().list().toArray()).map(({ size, matched }) => [
      size,
      matched,
    ]);
    const none = { value: 0, unit: "rows" };
    expect(counts).toEqual([
      [null, null],
      [null, null],
      [none, none],
    ]);
  });

  test("matched_rows is what was sent on; the match rates of the platform stay in raw", async () => {
    using api = whopApi({
      request: only("adaud_Trial789"),
      answer: await fixtureValue("whop", "get.json"),
    });
    const audience = await api.connect().get({ provider: "whop", id: "adaud_Trial789" });
    expect(audience.matched).toEqual({ value: 352, unit: "rows" });
    expect(audience.raw["match_rates"]).toEqual([
      { platform: "meta", status: "available", lower_bound: 0.6, upper_bound: 0.7 },
    ]);
  });

  test("partial is an end of its own, with its reason", async () => {
    using api = whopApi({
      request: only("adaud_Trial789"),
      answer: await fixtureValue("whop", "get.json"),
    });
    expect(await api.connect().get({ provider: "whop", id: "adaud_Trial789" })).toMatchObject({
      status: "partial",
      vendorStatus: "partial",
      error: "48 rows had neither an email nor a phone number.",
    });
  });

  test.for([
    ["pending", "processing"],
    ["processing", "processing"],
    ["syncing", "processing"],
    ["ready", "ready"],
    ["partial", "partial"],
    ["failed", "failed"],
  ])("status %s is %s", async ([word, status]) => {
    using api = whopApi({
      request: only("adaud_1"),
      answer: pageOf({ id: "adaud_1", status: word }),
    });
    expect(await api.connect().get(ref)).toMatchObject({ status, vendorStatus: word });
  });

  test("an unheard-of status is unknown, and is told", async () => {
    using api = whopApi({ request: all, answer: pageOf({ id: "adaud_1", status: "archived" }) });
    const { items, report } = await api.connect().list().collect();
    expect(items).toMatchObject([{ status: "unknown", vendorStatus: "archived" }]);
    expect(report.providers["whop"]?.diagnostics).toContainEqual(
      expect.objectContaining({ code: "unknown_word", path: "data[].status" }),
    );
    expect(report.complete).toBe(true);
  });

  test.for([
    [0, 0],
    [33, 0.33],
    [100, 1],
    [140, 1],
    [-5, 0],
    [null, null],
  ])("progress_percent %s is progress %s", async ([percent, progress]) => {
    using api = whopApi({
      request: only("adaud_1"),
      answer: pageOf({ id: "adaud_1", progress_percent: percent }),
    });
    expect((await api.connect().get(ref)).progress).toBe(progress);
  });

  test("a field of another type is left out and told, and the audience is kept", async () => {
    using api = whopApi({
      request: all,
      answer: pageOf({ id: "adaud_1", name: { text: "VIP" }, error_message: 5, total_rows: 7 }),
    });
    const { items, report } = await api.connect().list().collect();
    expect(items).toMatchObject([
      { id: "adaud_1", name: "adaud_1", error: null, size: { value: 7, unit: "rows" } },
    ]);
    expect(report).toMatchObject({ complete: true, providers: { whop: { refused: 0 } } });
    const told = report.providers["whop"]?.diagnostics ?? [];
    expect(told.filter(({ code }) => code === "changed_type").map(({ path }) => path)).toEqual([
      "data[].name",
      "data[].error_message",
    ]);
  });
});

describe("whop, one audience", () => {
  test("there is no address of an audience: an empty list is not_found", async () => {
    using api = whopApi({ request: only("adaud_1"), answer: pageOf() });
    await expect(api.connect().get(ref)).rejects.toMatchObject({
      code: "not_found",
      provider: "whop",
    });
  });

  test("another audience than the one asked for is not taken for it", async () => {
    using api = whopApi({ request: only("adaud_1"), answer: pageOf({ id: "adaud_2" }) });
    await expect(api.connect().get(ref)).rejects.toMatchObject({ code: "not_found" });
  });

  test("a filter that is not heeded finds it all the same", async () => {
    using api = whopApi({
      request: only("adaud_1"),
      answer: pageOf({ id: "adaud_2" }, { id: "adaud_1", name: "VIP" }),
    });
    expect(await api.connect().get(ref)).toMatchObject({ id: "adaud_1", name: "VIP" });
  });
});

describe("whop, pages", () => {
  test("an end_cursor on the last page is not followed", async () => {
    using api = whopApi({ request: all, answer: await fixtureValue("whop", "list-3.json") });
    expect(await api.connect().list().toArray()).toHaveLength(2);
    expect(api.requests).toHaveLength(1);
  });

  test("an empty page in the middle is not the end, as it is for Whop's own client", async () => {
    using api = whopApi(
      { request: all, answer: pageBefore("c2") },
      { request: `${all}&after=c2`, answer: pageOf({ id: "adaud_1" }) },
    );
    expect(await api.connect().list().toArray()).toHaveLength(1);
  });

  test("the same cursor again is an error, and not the endless loop of Whop's own client", async () => {
    using api = whopApi(
      { request: all, answer: pageBefore("c1", { id: "adaud_1" }) },
      { request: `${all}&after=c1`, answer: pageBefore("c1", { id: "adaud_2" }) },
    );
    const { items, report } = await api.connect().list().collect();
    expect(items).toHaveLength(2);
    expect(report.providers["whop"]?.error?.code).toBe("protocol");
  });

  test("a page_info without has_next_page is invalid_response, not the end", async () => {
    using api = whopApi({ request: all, answer: { data: [], page_info: { end_cursor: null } } });
    const { report } = await api.connect().list().collect();
    expect(report.providers["whop"]?.error?.code).toBe("invalid_response");
  });

  test("a token that expires in the middle is authentication, with the place to go on from", async () => {
    const [one, two] = [
      await fixtureValue("whop", "list-1.json"),
      await fixtureValue("whop", "list-3.json"),
    ];
    const next = `${all}&after=WyJjdXJzb3IiLDFd`;
    using api = whopApi(
      { request: all, answer: one },
      {
        request: next,
        status: 401,
        answer: { error: { type: "unauthorized", message: "Expired" } },
      },
      { request: next, answer: two },
    );
    const stopped = await api.connect().list().collect();
    expect(stopped.report.providers["whop"]?.error?.code).toBe("authentication");
    const { continuationToken } = stopped;
    const rest = await api.connect().list().collect({ continuationToken });
    expect([...stopped.items, ...rest.items].map(({ id }) => id)).toEqual([
      "adaud_PastPurchasers123",
      "adaud_Newsletter456",
      "adaud_Lookalike345",
      "adaud_Engaged678",
    ]);
    expect(rest.report.complete).toBe(true);
  });
});

const failWith = async (status: number, answer: unknown, sent = {}) => {
  using api = whopApi({ request: only("adaud_1"), status, answer, headers: sent });
  return await api
    .connect({ maxRetryTime: 1000 })
    .get(ref)
    .then(String, (error: unknown) => error);
};

describe("whop, errors", () => {
  test("a 429 says how long to wait in its message only", async () => {
    expect(
      await failWith(429, await fixtureValue("whop", "error-rate-limited.json")),
    ).toMatchObject({
      code: "rate_limited",
      vendorCode: "rate_limit_exceeded",
      retryAfter: 12_000,
    });
  });

  test("a Retry-After goes before the message", async () => {
    const answer = await fixtureValue("whop", "error-rate-limited.json");
    expect(await failWith(429, answer, { "retry-after": "3" })).toMatchObject({ retryAfter: 3000 });
  });

  test.for(["Retry in 99999999999 seconds", "Retry in some seconds", "Slow down"])(
    "a 429 that says %j asks for no wait",
    async (message) => {
      const error = { type: "rate_limit_exceeded", message };
      expect(await failWith(429, { error })).toMatchObject({ retryAfter: undefined });
    },
  );

  test("seconds in any other message are no wait", async () => {
    const error = { type: "invalid_request", message: "The video is longer than 60 seconds" };
    expect(await failWith(422, { error })).toMatchObject({
      code: "rejected",
      retryAfter: undefined,
    });
  });

  test.for([
    [{ type: "invalid_request", message: "m" }, "invalid_request"],
    [{ code: "invalid_request", message: "m" }, "invalid_request"],
    [
      { type: "bad_request", code: "idempotency_key_mismatch", message: "m" },
      "idempotency_key_mismatch",
    ],
    [{ message: "m" }, undefined],
  ])("the envelope %j has the code %s", async ([error, vendorCode]) => {
    expect(await failWith(400, { error })).toMatchObject({ code: "rejected", vendorCode });
  });

  test("a missing scope is permission", async () => {
    const answer = await fixtureValue("whop", "error-insufficient-scope.json");
    expect(await failWith(403, answer)).toMatchObject({
      code: "permission",
      vendorCode: "insufficient_scope",
    });
  });

  test("an unknown version date is rejected in Whop's words", async () => {
    const answer = await fixtureValue("whop", "error-code-only.json");
    expect(await failWith(400, answer)).toMatchObject({
      code: "rejected",
      message: expect.stringContaining("Unknown Api-Version-Date"),
    });
  });
});

describe("whop, options", () => {
  test("the version date can be another one", async () => {
    const pinned = { ...headers, "api-version-date": "2026-07-20" };
    const exchange = { request: all, answer: pageOf() };
    using api = apiAt("https://api.whop.com/api/v1", pinned, exchange);
    expect(await api.connect({ apiVersionDate: "2026-07-20" }).list().toArray()).toEqual([]);
  });

  test("the sandbox is another address", async () => {
    const baseUrl = "https://sandbox-api.whop.com/api/v1";
    using api = apiAt(baseUrl, headers, { request: all, answer: pageOf() });
    expect(await api.connect({ baseUrl }).list().toArray()).toEqual([]);
  });

  test.for([
    [{ apiKey: "" }, "apiKey"],
    [{ accountId: " biz_1" }, "accountId"],
    [{ apiVersionDate: "2026\n" }, "apiVersionDate"],
  ] as const)("%j is refused at once, by name", ([options, name]) => {
    expect(() => connect(options)).toThrow(name);
  });

  test("what is told of requests holds no account and no cursor", async () => {
    using api = whopApi({ request: all, answer: pageOf() });
    const events: RequestEvent[] = [];
    await api
      .connect({}, { onRequest: (event) => events.push(event) })
      .list()
      .toArray();
    expect(events).toMatchObject([{ method: "GET", url: "https://api.whop.com/api/v1/audiences" }]);
  });
});
