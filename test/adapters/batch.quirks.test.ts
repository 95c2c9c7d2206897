import { describe, expect, test } from "vitest";

import { batch } from "../../adapters/batch.ts";
import type { BatchOptions } from "../../adapters/batch.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import type { Hooks } from "../../src/core/hooks.ts";
import { fixtureValue } from "../support/fixture.ts";
import { vendorApi } from "../support/vendor-api.ts";
import type { Exchange } from "../support/vendor-api.ts";

const baseUrl = "https://api.batch.com/2.11";
const headers = { authorization: "Bearer test-key", "x-batch-project": "project_1" };
const unlimited = Number.POSITIVE_INFINITY;
const connect = (options: Partial<BatchOptions> = {}, hooks: Hooks = {}) =>
  createAudiences(
    {
      batch: batch({
        apiKey: "test-key",
        projectKey: "project_1",
        retries: 0,
        requestsPerMinute: unlimited,
        ...options,
      }),
    },
    hooks,
  );
const batchApi = (...exchanges: readonly Exchange[]) => ({
  ...vendorApi(baseUrl, headers, exchanges),
  connect,
});

const all = "GET /audiences/list?limit=100";
const view = (name: string): string => `GET /audiences/view?name=${name}`;
const ref = { provider: "batch", id: "vip" } as const;
const pageOf = (...audiences: readonly unknown[]): object => ({ audiences, has_more: false });

describe("batch, audiences", () => {
  test("the name is the id; the display name is the name, where there is one", async () => {
    using api = batchApi({
      request: all,
      answer: pageOf({ name: "vip", display_name: "VIP customers" }, { name: "VIP" }),
    });
    expect(await api.connect().list().toArray()).toMatchObject([
      { id: "vip", name: "VIP customers" },
      { id: "VIP", name: "VIP" },
    ]);
  });

  test("ids that are not counted are unknown, and not 0", async () => {
    using api = batchApi({
      request: all,
      answer: pageOf({ name: "a" }, { name: "b", nb_ids: 0 }),
    });
    const sizes = (await api.connect().list().toArray()).map(({ size }) => size);
    expect(sizes).toEqual([null, { value: 0, unit: "ids" }]);
  });

  test("no field is promised: one with a name alone is an audience, one without is reported", async () => {
    using api = batchApi({ request: all, answer: pageOf({ name: "a" }, { display_name: "B" }) });
    const { items, report } = await api.connect().list().collect();
    expect(items).toMatchObject([{ id: "a", status: "unknown", createdAt: null }]);
    expect(report.complete).toBe(false);
    expect(report.providers["batch"]).toMatchObject({
      refused: 1,
      diagnostics: expect.arrayContaining([
        expect.objectContaining({ code: "invalid_record", path: "audiences[1].name" }),
      ]),
    });
  });

  test("a type that the contract does not know is kept", async () => {
    using api = batchApi({ request: all, answer: pageOf({ name: "a", type: "INSTALL_ID" }) });
    const [audience] = await api.connect().list().toArray();
    expect(audience?.raw.type).toBe("INSTALL_ID");
  });

  test.for([
    ["IN_PROGRESS", "processing"],
    ["APPLIED", "ready"],
    ["REPLACED", "ready"],
  ])("indexing_state %s is %s", async ([word, status]) => {
    using api = batchApi({ request: view("vip"), answer: { name: "vip", indexing_state: word } });
    expect(await api.connect().get(ref)).toMatchObject({ status, vendorStatus: word });
  });

  test("the IN_PROCESS of Batch's prose is unknown, and is told", async () => {
    using api = batchApi({
      request: all,
      answer: pageOf({ name: "a", indexing_state: "IN_PROCESS" }),
    });
    const { items, report } = await api.connect().list().collect();
    expect(items).toMatchObject([{ status: "unknown", vendorStatus: "IN_PROCESS" }]);
    expect(report.providers["batch"]?.diagnostics).toContainEqual(
      expect.objectContaining({ code: "unknown_word", path: "audiences[].indexing_state" }),
    );
  });

  test.for([
    ["2023-08-12T22:30:05Z", "2023-08-12T22:30:05.000Z"],
    ["2026-05-01T06:00:00.123Z", "2026-05-01T06:00:00.123Z"],
    ["2025-11-20T08:00:00+01:00", "2025-11-20T07:00:00.000Z"],
    ["2024-01-02T03:04:05", "2024-01-02T03:04:05.000Z"], // no zone: UTC, as Batch says
  ])("created %s is %s", async ([created, expected]) => {
    using api = batchApi({ request: view("vip"), answer: { name: "vip", created } });
    expect((await api.connect().get(ref)).createdAt).toEqual(new Date(String(expected)));
  });
});

describe("batch, one audience", () => {
  test("a name goes into the query encoded, and is never folded", async () => {
    using api = batchApi({ request: view("VIP%20%2F%20b%3Fc"), answer: { name: "VIP / b?c" } });
    const audience = await api.connect().get({ provider: "batch", id: "VIP / b?c" });
    expect(audience.id).toBe("VIP / b?c");
  });

  test("a name in another case is another audience", async () => {
    using api = batchApi({ request: view("vip"), answer: { name: "VIP" } });
    await expect(api.connect().get(ref)).rejects.toMatchObject({ code: "not_found" });
  });

  test("404 is not_found", async () => {
    const answer = await fixtureValue("batch", "error-not-found.json");
    using api = batchApi({ request: view("vip"), status: 404, answer });
    await expect(api.connect().get(ref)).rejects.toMatchObject({ code: "not_found", status: 404 });
  });

  test("its members cannot be read: unsupported, before anything is sent", async () => {
    using api = batchApi();
    const audiences = api.connect();
    expect(audiences.supports(ref, "listMembers")).toBe(false);
    // @ts-expect-error -- a capability that Batch lacks does not compile
    await expect(audiences.listMembers(ref).toArray()).rejects.toMatchObject({
      code: "unsupported",
    });
  });
});

describe("batch, pages", () => {
  test("no page asks for more than 100", async () => {
    using api = batchApi({ request: all, answer: pageOf() });
    expect(await api.connect().list({ pageSize: 1000 }).toArray()).toEqual([]);
  });

  test.for([
    ["a list and nothing else", { audiences: [] }],
    ["a flag and nothing else", { has_more: false }],
    ["null for a list", { audiences: null, has_more: false }],
  ] as const)("a project without audiences may answer with %s", async ([, answer]) => {
    using api = batchApi({ request: all, answer });
    const { items, report } = await api.connect().list().collect();
    expect(items).toEqual([]);
    expect(report.complete).toBe(true);
  });

  test.for([{}, { count: 0 }, { audiences: null, has_more: null }])(
    "%j says nothing about audiences, and so is not an empty project",
    async (answer) => {
      using api = batchApi({ request: all, answer });
      const { report } = await api.connect().list().collect();
      expect(report.providers["batch"]?.error?.code).toBe("invalid_response");
    },
  );

  test.for(["stale", "", null])(
    "next_from %j at the end is nothing to follow",
    async (next_from) => {
      using api = batchApi({
        request: all,
        answer: { audiences: [], has_more: false, next_from },
      });
      expect((await api.connect().list().collect()).report.complete).toBe(true);
    },
  );

  test("without a flag, a cursor says that there is more", async () => {
    using api = batchApi(
      { request: all, answer: { audiences: [{ name: "a" }], next_from: "c2" } },
      { request: "GET /audiences/list?from=c2&limit=100", answer: { audiences: [{ name: "b" }] } },
    );
    expect(await api.connect().list().toArray()).toHaveLength(2);
  });

  test("a cursor of base64 goes back byte for byte", async () => {
    const next_from = "a+b/c==";
    using api = batchApi(
      { request: all, answer: { audiences: [{ name: "a" }], has_more: true, next_from } },
      {
        request: "GET /audiences/list?from=a%2Bb%2Fc%3D%3D&limit=100",
        answer: pageOf({ name: "b" }),
      },
    );
    expect(await api.connect().list().toArray()).toHaveLength(2);
  });

  test("the count of the first page holds for all of them", async () => {
    const [one, two] = [
      await fixtureValue("batch", "list-1.json"),
      await fixtureValue("batch", "list-2.json"),
    ];
    using api = batchApi(
      { request: "GET /audiences/list?limit=2", answer: one },
      {
        request: "GET /audiences/list?from=VklQXzIwMjZAMjAyNi0wMS0wMVQwMDowMDowMFo%3D&limit=2",
        answer: two,
      },
    );
    const { report } = await api.connect().list({ pageSize: 2 }).collect();
    expect(report.providers["batch"]).toMatchObject({ expected: 4, items: 4, diagnostics: [] });
  });

  test("a count that does not fit is told, and ends nothing", async () => {
    using api = batchApi({ request: all, answer: { ...pageOf({ name: "a" }), count: 7 } });
    const { items, report } = await api.connect().list().collect();
    expect(items).toHaveLength(1);
    expect(report.complete).toBe(true);
    expect(report.providers["batch"]?.diagnostics).toContainEqual(
      expect.objectContaining({ code: "count_mismatch" }),
    );
  });
});

const failWith = async (status: number, answer: unknown) => {
  using api = batchApi({ request: view("vip"), status, answer });
  return await api
    .connect()
    .get(ref)
    .then(String, (error: unknown) => error);
};

describe("batch, errors", () => {
  test.for([
    ["AUTHENTICATION_INVALID", "AUTHENTICATION_INVALID"],
    [10, "10"],
    [null, undefined],
  ])(
    "error_code %j is %s: a word, or a number as on Batch's older API",
    async ([error_code, expected]) => {
      const error_message = "The Rest API Key is not valid for this project";
      expect(await failWith(401, { error_message, error_code })).toMatchObject({
        code: "authentication",
        vendorCode: expected,
        message: expect.stringContaining(error_message),
      });
    },
  );

  test.for(["", "<h1>Bad gateway</h1>", "null", "[]"])(
    "a 502 of %j is told by its status",
    async (answer) => {
      expect(await failWith(502, answer)).toMatchObject({ code: "unavailable", status: 502 });
    },
  );

  test("maintenance is unavailable, in Batch's words", async () => {
    const answer = await fixtureValue("batch", "error-maintenance.json");
    expect(await failWith(503, answer)).toMatchObject({
      code: "unavailable",
      vendorCode: "MAINTENANCE_ERROR",
      transient: true,
    });
  });

  test("a 429 without Retry-After is repeated after a wait of our own", async () => {
    const waits: number[] = [];
    using api = batchApi(
      { request: view("vip"), status: 429, answer: { error_message: "Too Many", error_code: "x" } },
      { request: view("vip"), answer: { name: "vip" } },
    );
    const sleep = async (milliseconds: number): Promise<void> => {
      waits.push(milliseconds);
    };
    await api.connect({ retries: 1, retryDelay: 1, random: () => 0.5, sleep }).get(ref);
    expect(waits).toEqual([1]);
  });
});

describe("batch, pace", () => {
  test("no more than one request a second, all operations together", async () => {
    let time = 0;
    const starts: number[] = [];
    using api = batchApi(
      { request: view("vip"), answer: { name: "vip" } },
      { request: all, answer: pageOf() },
      { request: view("vip"), answer: { name: "vip" } },
    );
    const sleep = async (milliseconds: number): Promise<void> => {
      time += milliseconds;
    };
    const audiences = api.connect(
      { requestsPerMinute: undefined, now: () => time, sleep },
      { onRequest: () => starts.push(time) },
    );
    await audiences.get(ref);
    await audiences.list().toArray();
    await audiences.get(ref);
    const gaps = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
    expect(gaps).toHaveLength(2);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000);
  });
});
