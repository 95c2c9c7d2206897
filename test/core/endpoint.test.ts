import { describe, expect, test } from "vitest";
import * as z from "zod";

import { createAudiences } from "../../src/core/audiences.ts";
import type { Adapter } from "../../src/core/contract.ts";
import type { RecordReader } from "../../src/core/read.ts";
import { path } from "../../src/core/url.ts";
import { errorOf, idsOf, part } from "../support/core-read.ts";
import { client, inTurn, json } from "../support/core-http.ts";
import type { Reply } from "../support/core-http.ts";
import { recordOf, scripted } from "../support/core-vendor.ts";

const item = z.looseObject({
  id: z.string().min(1),
  name: z.string().nullish(),
  rows: z.union([z.number(), z.string()]).nullish(),
  created: z.union([z.number(), z.string()]).nullish(),
  status: z.string().nullish(),
});

function toRecord(raw: z.infer<typeof item>, reader: RecordReader) {
  return {
    ...recordOf(raw.id),
    name: raw.name ?? raw.id,
    status: reader.status(raw.status, { ok: "ready" }, "status"),
    size: reader.count(raw.rows, "rows", "rows"),
    createdAt: reader.instant(raw.created, "created"),
    raw,
  };
}

/** An adapter as they are written, over these answers. */
function adapterOf(...replies: readonly Reply[]) {
  const { http, requests } = client(inTurn(...replies), { retries: 0 });
  const adapter = {
    ...scripted(),
    list: http.page({
      request: ({ cursor, pageSize }) => ({
        path: path`things`,
        query: { cursor, limit: pageSize },
      }),
      response: z.looseObject({
        data: z.array(z.unknown()),
        next: z.string().nullish(),
        more: z.boolean(),
        total: z.unknown().optional(),
      }),
      at: "data",
      items: ({ data }) => data,
      item,
      map: toRecord,
      key: ({ id }) => id,
      more: ({ more }) => more,
      next: ({ next }) => next,
      total: ({ total }) => total,
    }),
    get: http.record({
      request: (id) => ({ path: path`things/${id}` }),
      response: z.looseObject({ data: z.unknown().optional() }),
      at: "data",
      pick: ({ data }) => data,
      item,
      map: toRecord,
    }),
  } satisfies Adapter<z.infer<typeof item>>;
  return { audiences: createAudiences({ one: adapter }), requests };
}

const page = (data: readonly unknown[], rest: object = {}): Reply =>
  json({ data, more: false, ...rest });

async function read(...replies: readonly Reply[]) {
  const { audiences } = adapterOf(...replies);
  const { items, report } = await audiences.list().collect();
  return { items, report: part(report, "one") };
}

describe("a page", () => {
  test("is asked for by its cursor and its size, until the vendor says that there is no more", async () => {
    const { audiences, requests } = adapterOf(
      page([{ id: "1" }], { more: true, next: "a&b" }),
      page([{ id: "2" }]),
    );
    expect(idsOf(await audiences.list({ pageSize: 5 }).toArray())).toEqual(["1", "2"]);
    expect(requests.map(({ url }) => url)).toEqual([
      "https://api.acme.test/v1/things?limit=5",
      "https://api.acme.test/v1/things?cursor=a%26b&limit=5",
    ]);
  });

  test("keeps fields that are not known yet, and reads both ways of writing a time", async () => {
    const { items } = await read(page([{ id: "1", created: 0, rows: "7", extra: { deep: [1] } }]));
    expect(items[0]).toMatchObject({
      id: "1",
      name: "1",
      status: "unknown",
      size: { value: 7, unit: "rows" },
      createdAt: new Date(0),
      raw: { extra: { deep: [1] } },
    });
  });

  test.each([
    ["without its key", { name: "n" }, "data[1].id"],
    ["with an empty key", { id: "" }, "data[1].id"],
    ["with a key of another type", { id: 42 }, "data[1].id"],
    ["that is null", null, "data[1]"],
    ["that is a text", "2", "data[1]"],
  ])(
    "with a record %s is read all the same, and the record is told of",
    async (_words, odd, where) => {
      const { items, report } = await read(page([{ id: "1" }, odd, { id: "3" }]));
      expect(idsOf(items)).toEqual(["1", "3"]);
      expect(report).toMatchObject({ status: "end", items: 2, refused: 1 });
      expect(report.diagnostics).toContainEqual(
        expect.objectContaining({ code: "invalid_record", path: where }),
      );
    },
  );

  test("leaves out a field of another type, keeps the record and says so", async () => {
    const { items, report } = await read(page([{ id: "1", name: { first: "x" }, rows: [] }]));
    expect(items[0]).toMatchObject({ id: "1", name: "1", size: null });
    expect(report.refused).toBe(0);
    const changed = report.diagnostics.filter(({ code }) => code === "changed_type");
    expect(changed.map(({ path: where }) => where)).toEqual(["data[].name", "data[].rows"]);
  });

  test("notes what it cannot read once, with how often it was", async () => {
    const odd = Array.from({ length: 60 }, (_, index) => ({
      id: `${index}`,
      created: "soon",
      rows: -1,
      status: "new",
    }));
    const { report } = await read(page(odd));
    const counts = report.diagnostics.filter(({ code }) => /^un(?:known|readable)/.test(code));
    expect(counts.map(({ code, path: where }) => [code, where])).toEqual(
      expect.arrayContaining([
        ["unreadable_date", "data[].created"],
        ["unreadable_count", "data[].rows"],
        ["unknown_word", "data[].status"],
      ]),
    );
  });

  test("holds no more notes than say something new", async () => {
    const bad = Array.from({ length: 5000 }, () => ({}));
    const { report } = await read(page(bad));
    expect(report.refused).toBe(5000);
    expect(report.diagnostics.length).toBeLessThanOrEqual(60);
  });

  test.each([-1, 1.5, "three", 2 ** 53, {}, []])(
    "with a total of %j has none, and says so",
    async (total) => {
      const { report } = await read(page([{ id: "1" }], { total }));
      expect(report).toMatchObject({ status: "end", expected: null });
      expect(report.diagnostics).toContainEqual(
        expect.objectContaining({ code: "unreadable_count", path: "count" }),
      );
    },
  );

  test.each([null, undefined])("with a total of %s has none", async (total) => {
    const { report } = await read(page([{ id: "1" }], { total }));
    expect(report.expected).toBeNull();
    expect(report.diagnostics.filter(({ code }) => code === "unreadable_count")).toEqual([]);
  });
});

describe("a record", () => {
  const ref = { provider: "one", id: "a/b" } as const;

  test("is asked for by its id, as one part of the address", async () => {
    const { audiences, requests } = adapterOf(json({ data: { id: "a/b", name: "n", more: 1 } }));
    expect(await audiences.get(ref)).toMatchObject({
      provider: "one",
      id: "a/b",
      name: "n",
      raw: { more: 1 },
    });
    expect(requests.map(({ url }) => url)).toEqual(["https://api.acme.test/v1/things/a%2Fb"]);
  });

  test.each([null, undefined])("that is %s is not found", async (data) => {
    const { audiences } = adapterOf(json({ data }));
    expect(await errorOf(() => audiences.get(ref))).toMatchObject({
      code: "not_found",
      provider: "one",
      operation: "get",
    });
  });

  test.each([{}, { id: 1 }, "text", 42])("that is %j is an invalid response", async (data) => {
    const { audiences } = adapterOf(json({ data }));
    expect(await errorOf(() => audiences.get(ref))).toMatchObject({ code: "invalid_response" });
  });

  test("with a field of another type is given without it", async () => {
    const { audiences } = adapterOf(json({ data: { id: "a/b", name: 42 } }));
    expect(await audiences.get(ref)).toMatchObject({ name: "a/b" });
  });
});
