import { describe, expect, test } from "vitest";
import * as z from "zod";

import type { PageSpec } from "../../src/core/http/endpoint.ts";
import type { PageRequest, ProviderPage } from "../../src/core/contract.ts";
import { path } from "../../src/core/url.ts";
import { client, json, secret } from "../support/core-http.ts";

const item = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  status: z.string().nullish(),
});
const shell = z.looseObject({
  data: z.array(z.unknown()),
  more: z.boolean().optional(),
  next: z.string().nullish(),
  total: z.unknown().optional(),
});
type Spec = PageSpec<PageRequest, typeof shell, typeof item, string>;

/** One page with these records, as an adapter reads it and before anything else looks at it. */
function pageOf(
  data: readonly unknown[],
  rest: object = {},
  spec: Partial<Spec> = {},
): Promise<ProviderPage<string>> {
  const read = client(json({ data, ...rest })).http.page<
    PageRequest,
    typeof shell,
    typeof item,
    string
  >({
    request: () => ({ path: path`things` }),
    response: shell,
    at: "data",
    items: ({ data: records }) => records,
    item,
    map: (raw, reader) => `${raw.id} ${reader.status(raw.status, { ok: "ready" }, "status")}`,
    more: ({ more }) => more ?? false,
    next: ({ next }) => next,
    ...spec,
  });
  return read({ cursor: undefined, pageSize: 10 }, { provider: "shop", operation: "list" });
}

const first = { id: "1", name: "n", status: "ok" };
const second = { ...first, id: "2" };

describe("a page", () => {
  test("has what is in it and no more", async () => {
    expect(await pageOf([first, second])).toStrictEqual({
      items: ["1 ready", "2 ready"],
      more: false,
      next: undefined,
      total: undefined,
      refused: 0,
      missing: [],
      notes: [],
    });
  });

  test.for([999, 1000, 1001])("of %i records and a broken one has all but that", async (count) => {
    const page = await pageOf([...Array.from({ length: count - 1 }, () => first), {}, second]);
    expect([page.items.length, page.items.at(-1), page.refused]).toEqual([count, "2 ready", 1]);
  });

  test("has keys in the order of its items where they are told apart", async () => {
    const page = await pageOf([second, {}, first], {}, { key: ({ id }) => `k${id}` });
    expect([page.items, page.keys, page.refused]).toEqual([
      ["2 ready", "1 ready"],
      ["k2", "k1"],
      1,
    ]);
  });

  test.for([
    ["c", "c"],
    ["", undefined],
    [null, undefined],
    ["half\ud800", undefined],
  ] as const)("whose vendor gives the cursor %j goes on at %j", async ([next, expected]) => {
    const page = await pageOf([], { more: true, next });
    expect([page.more, page.next]).toEqual([true, expected]);
  });

  test.for([
    [0, 0],
    [7, 7],
    [-1, undefined],
    ["7", undefined],
    [7.5, undefined],
    [null, undefined],
  ])("whose vendor counts %j has a total of %j", async ([total, expected]) => {
    const page = await pageOf([], { total }, { total: (given) => given.total });
    expect(page.total).toBe(expected);
    expect(page.notes).toEqual(
      expected === undefined && total !== null
        ? [
            {
              code: "unreadable_count",
              path: "count",
              message: "is not a whole number of 0 or more; left unknown",
            },
          ]
        : [],
    );
  });
});

describe("what is noticed on a page", () => {
  const extra = { ...first, extra: 1 };
  const unexpected = {
    code: "unexpected_field",
    path: "data[].extra",
    message: "is not known yet; kept in raw",
  };

  test.for([
    ["of its first record", [extra, second]],
    ["of its last record", [first, second, extra]],
  ] as const)("is a field %s that nobody knows", async ([, records]) => {
    const { notes, missing, items } = await pageOf(records);
    expect(notes).toEqual([unexpected]);
    expect(missing).toEqual([]);
    expect(items).toHaveLength(records.length);
  });

  test("is the same beside a record that is damaged", async () => {
    const { notes, missing } = await pageOf([{ id: 7 }, { id: "1", extra: 1 }]);
    expect(notes).toEqual([
      {
        code: "invalid_record",
        path: "data[0].id",
        message: expect.stringMatching(/^\S.*; the record is left out$/),
      },
      unexpected,
    ]);
    expect(missing).toEqual(["data[].name", "data[].status"]);
  });

  test("is a field of another type, once the record is read without it", async () => {
    const { notes, items } = await pageOf([{ ...first, name: 7, status: [] }]);
    expect(items).toEqual(["1 unknown"]);
    const message: unknown = expect.stringMatching(/^\S.*; the field is left out$/);
    expect(notes).toEqual([
      { code: "changed_type", path: "data[].name", message },
      { code: "changed_type", path: "data[].status", message },
    ]);
  });

  test("is of a record that cannot be read that, and no more", async () => {
    const { notes } = await pageOf([{ id: 7, name: 7 }, "text", null]);
    expect(notes?.map(({ code, path: where }) => [code, where])).toEqual([
      ["invalid_record", "data[0].id"],
      ["invalid_record", "data[1]"],
      ["invalid_record", "data[2]"],
    ]);
  });

  test("shows nothing of the key", async () => {
    const words = { status: ["ok"] };
    const { notes } = await pageOf([{ ...first, status: secret, [secret]: 1 }], {}, { words });
    expect(notes).toEqual([
      { ...unexpected, path: "data[].[redacted]" },
      {
        code: "unknown_word",
        path: "data[].status",
        message: 'holds "[redacted]", which is not known yet',
      },
      {
        code: "unknown_word",
        path: "data[].status",
        message: 'holds "[redacted]", which is not known yet',
      },
    ]);
  });

  test("is kept a hundred times", async () => {
    expect((await pageOf(Array.from({ length: 100 }, () => ({})))).notes).toHaveLength(100);
    expect((await pageOf(Array.from({ length: 101 }, () => ({})))).notes).toHaveLength(100);
  });
});
