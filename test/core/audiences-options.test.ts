import { describe, expect, test } from "vitest";

import { createAudiences } from "../../src/core/audiences.ts";
import type { Adapter, MemberPageRequest } from "../../src/core/contract.ts";
import { fingerprint } from "../../src/core/fingerprint.ts";
import { insideOf } from "../../src/core/inside.ts";
import type { Member } from "../../src/core/model.ts";
import { decodeToken } from "../../src/core/paging/token.ts";
import { errorOf, idsOf, part, thrownBy, untyped } from "../support/core-read.ts";
import { ids, offset, recordOf, scripted } from "../support/core-vendor.ts";

const member = (raw: string): Member<string> => ({ identifiers: {}, attributes: {}, raw });

/** A vendor of one audience with four members, at the most two a page. */
function withMembers() {
  const asked: MemberPageRequest[] = [];
  const held = ["m1", "m2", "m3", "m4"];
  const adapter = {
    ...scripted(["aud"]),
    maxPageSize: 2,
    async listMembers(request) {
      asked.push(request);
      const start = Number(request.cursor ?? 0);
      const end = start + request.pageSize;
      const items = held.slice(start, end).map(member);
      return { items, more: end < held.length, next: String(end) };
    },
  } satisfies Adapter<unknown, string>;
  return { adapter, asked, audiences: createAudiences({ one: adapter }) };
}
const ref = { provider: "one", id: "aud" } as const;

async function down(): Promise<never> {
  throw new Error("down");
}

describe("the size of the vendors' pages", () => {
  test.for([
    [undefined, 2],
    [1, 1],
    [2, 2],
    [3, 2],
  ] as const)("of members, where %s is wanted, is %i", async ([pageSize, size]) => {
    const { audiences, asked } = withMembers();
    const members = await audiences.listMembers(ref, { pageSize }).toArray();
    expect(members.map(({ raw }) => raw)).toEqual(["m1", "m2", "m3", "m4"]);
    expect(asked[0]).toEqual({ id: "aud", cursor: undefined, pageSize: size });
    expect(new Set(asked.map((request) => request.pageSize))).toEqual(new Set([size]));
  });

  test("of audiences may be one", async () => {
    const one = offset(ids("a", 2), 5);
    await createAudiences({ one }).list({ pageSize: 1 }).toArray();
    expect(one.calls.map(({ pageSize }) => pageSize)).toEqual([1, 1]);
  });

  test("is never more than the vendor's, though a token says so", async () => {
    const before = createAudiences({ one: offset(ids("a", 9), 6) });
    const { continuationToken = "" } = await before.list().collect({ limit: 1 });
    const one = offset(ids("a", 9), 4);
    const { items } = await createAudiences({ one }).list().collect({ continuationToken });
    expect(one.calls.map(({ cursor, pageSize }) => [cursor, pageSize])).toEqual([
      [undefined, 4],
      ["4", 4],
      ["8", 4],
    ]);
    expect(idsOf(items)).toEqual(ids("a", 8, 2));
  });
});

describe("what is refused, before any request, and in which words", () => {
  test.for<readonly [string, object, string]>([
    [
      "an option of list that is none",
      { pagesize: 5 },
      'There is no option "pagesize"; there are providers, pageSize, order, signal.',
    ],
    ["an order that is none", { order: "random" }, 'order must be "rounds" or "arrival".'],
    ["an order that is null", { order: null }, 'order must be "rounds" or "arrival".'],
    ["a page size below 1", { pageSize: 0 }, "pageSize must be a whole number of at least 1."],
  ])("%s", async ([, options, message]) => {
    const one = scripted(["a1"]);
    const error = await errorOf(() => createAudiences({ one }).list(untyped(options)).toArray());
    expect([error.code, error.message]).toEqual(["invalid_argument", message]);
    expect(one.calls).toEqual([]);
  });

  test.for<readonly [string, object, string]>([
    [
      "an option of listMembers that is none",
      { order: "rounds" },
      'There is no option "order"; there are pageSize, signal.',
    ],
    ["a page size below 1", { pageSize: 0 }, "pageSize must be a whole number of at least 1."],
  ])("%s", async ([, options, message]) => {
    const { audiences, asked } = withMembers();
    const error = await errorOf(() => audiences.listMembers(ref, untyped(options)).toArray());
    expect([error.code, error.message]).toEqual(["invalid_argument", message]);
    expect(asked).toEqual([]);
  });
});

describe("what an adapter gives", () => {
  test("for telling audiences apart goes before their ids", async () => {
    const one = {
      ...scripted(),
      list: async () => ({
        items: [recordOf("a1"), recordOf("a1"), recordOf("a2")],
        keys: ["x", "y", "y"],
        more: false,
        next: undefined,
      }),
    } satisfies Adapter;
    const { items, report } = await createAudiences({ one }).list().collect();
    expect(idsOf(items)).toEqual(["a1", "a1"]);
    expect(part(report, "one").duplicates).toBe(1);
  });

  test("is named field by field, and nothing else goes with it", async () => {
    const record = {
      ...recordOf("a1"),
      description: "People who came back",
      status: "partial",
      vendorStatus: "PARTIAL",
      size: { value: 3, unit: "people" },
      matched: { value: 2, unit: "ids" },
      progress: 0.5,
      error: "Some rows were refused.",
      createdAt: new Date(0),
      updatedAt: new Date(1),
    } as const;
    const one = {
      ...scripted(),
      list: async () => ({ items: [{ ...record, more: 1 }], more: false, next: undefined }),
      get: async () => ({ ...record, more: 1 }),
    } satisfies Adapter;
    const audiences = createAudiences({ one });
    const expected = { provider: "one", ...record };
    expect(await audiences.list().toArray()).toEqual([expected]);
    expect(await audiences.get({ provider: "one", id: "a1" })).toEqual(expected);
  });

  test("for a failure says of which call, for members too", async () => {
    const one = { ...scripted(), list: down, get: down, listMembers: down } satisfies Adapter;
    const audiences = createAudiences({ one });
    const errors = [
      part((await audiences.list().collect()).report, "one").error,
      await thrownBy(() => audiences.get(ref)),
      part((await audiences.listMembers(ref).collect()).report, "one").error,
    ];
    for (const [index, operation] of ["list", "get", "listMembers"].entries()) {
      expect(errors[index]).toMatchObject({
        code: "invalid_response",
        provider: "one",
        operation,
        message: `one: ${operation} failed in the adapter. Report it to its author; error.cause says why.`,
      });
    }
  });
});

test.for(["vendor", "maxPageSize", "calls", "toString", ""])(
  "%j is no capability, whatever an adapter has under that name",
  (name) => {
    const audiences = createAudiences({ one: scripted() });
    expect(audiences.supports({ provider: "one" }, untyped(name))).toBe(false);
  },
);

test("what is behind an interface is known of one that createAudiences made, and of no other", async () => {
  const one = scripted(["a1"]);
  const audiences = createAudiences({ one });
  expect(insideOf(audiences).audiences).toBe(audiences);
  expect(insideOf(audiences).registry.adapterOf("one")).toBe(one);
  const error = await errorOf(() => insideOf({ ...audiences }));
  expect([error.code, error.message]).toEqual([
    "invalid_argument",
    "audiences must be what createAudiences returned.",
  ]);
});

test("a token outlives its process and its release: what it is of stays the same", async () => {
  const { adapter, audiences } = withMembers();
  const list = createAudiences({ one: { ...adapter, list: offset(ids("a", 3), 2).list } }).list();
  const { continuationToken: ofList } = await list.collect({ limit: 1 });
  const { continuationToken: ofMembers } = await audiences.listMembers(ref).collect({ limit: 1 });
  const rest = { order: "rounds", names: ["one"] } as const;
  const members = `listMembers ${fingerprint('["one","aud"]')}`;
  expect(decodeToken(ofList, { subject: "list", ...rest }).lanes["one"]?.items).toBe(1);
  expect(decodeToken(ofMembers, { subject: members, ...rest }).lanes["one"]?.items).toBe(1);
});
