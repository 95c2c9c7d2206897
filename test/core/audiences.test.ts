import { describe, expect, test } from "vitest";

import { memory } from "../../adapters/memory.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import { capabilities } from "../../src/core/contract.ts";
import type { Adapter } from "../../src/core/contract.ts";
import { errorOf, idsOf, pagesOf, untyped } from "../support/core-read.ts";
import { recordOf, scripted } from "../support/core-vendor.ts";

describe("createAudiences refuses, and says what to pass,", () => {
  test.each<readonly [string, unknown, RegExp]>([
    ["no provider", {}, /at least one provider/],
    ["undefined for one", { one: undefined }, /"one" is no adapter/],
    ["null for one", { one: null }, /"one" is no adapter/],
    ["a factory that was not called", { one: memory }, /"one" is no adapter/],
    ["an adapter without list", { one: { vendor: "acme", maxPageSize: 1 } }, /"one" is no adapter/],
  ])("%s", async (_words, providers, message) => {
    const error = await errorOf(() => createAudiences(untyped(providers)));
    expect(error).toMatchObject({ code: "invalid_argument" });
    expect(error.message).toMatch(message);
  });
});

describe("list", () => {
  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "10", null])(
    "refuses a pageSize of %s at the first step, before any request",
    async (pageSize) => {
      const one = scripted(["a1"]);
      const list = createAudiences({ one }).list({ pageSize: untyped(pageSize) });
      for (const call of [() => list.toArray(), () => list.collect(), () => pagesOf(list)]) {
        const error = await errorOf(call);
        expect(error).toMatchObject({ code: "invalid_argument" });
        expect(error.message).toContain("pageSize must be a whole number of at least 1");
      }
      expect(one.calls).toHaveLength(0);
    },
  );

  test("refuses a provider that is not configured, and says which there are", async () => {
    const audiences = createAudiences({ one: scripted(["a1"]), two: scripted(["b1"]) });
    const error = await errorOf(() => audiences.list({ providers: [untyped("three")] }).toArray());
    expect(error.message).toBe('There is no provider "three"; there are one, two.');
  });

  test("refuses a misspelt option, which would do nothing", async () => {
    const one = scripted(["a1"]);
    const list = createAudiences({ one }).list(untyped({ pagesize: 5 }));
    const error = await errorOf(() => list.toArray());
    expect(error).toMatchObject({ code: "invalid_argument" });
    expect(error.message).toContain("pagesize");
    expect(one.calls).toHaveLength(0);
  });

  test("refuses an empty choice of providers", async () => {
    const error = await errorOf(() =>
      createAudiences({ one: scripted() }).list({ providers: [] }).toArray(),
    );
    expect(error).toMatchObject({ code: "invalid_argument" });
  });

  test("asks a provider that is named twice once", async () => {
    const one = scripted(["a1"]);
    const items = await createAudiences({ one })
      .list({ providers: ["one", "one"] })
      .toArray();
    expect(idsOf(items)).toEqual(["a1"]);
    expect(one.calls).toHaveLength(1);
  });

  test("gives each audience its provider's name, whatever the adapter says", async () => {
    const one = {
      ...scripted(),
      list: async () => ({
        items: [{ ...recordOf("a1"), provider: "mine" }],
        more: false,
        next: undefined,
      }),
    } satisfies Adapter;
    const [audience] = await createAudiences({ one }).list().toArray();
    expect(audience).toMatchObject({ provider: "one", id: "a1" });
  });

  test("leaves the caller's objects and the adapter's records as they were", async () => {
    const record = Object.freeze(recordOf("a1"));
    const one = {
      ...scripted(),
      list: async () => ({ items: Object.freeze([record]), more: false, next: undefined }),
    } satisfies Adapter;
    const options = Object.freeze({ providers: Object.freeze(["one"] as const), pageSize: 5 });
    const items = await createAudiences(Object.freeze({ one })).list(options).toArray();
    expect(idsOf(items)).toEqual(["a1"]);
    expect("provider" in record).toBe(false);
  });
});

describe("a reference", () => {
  const audiences = createAudiences({
    local: memory({ audiences: [{ id: "1" }], members: { 1: [] } }),
    plain: scripted(),
  });

  test.each([
    { provider: "local" },
    { provider: "local", id: "" },
    { provider: "local", id: 1 },
    { provider: "nobody", id: "1" },
    { id: "1" },
    {},
  ])("of %j is refused", async (ref) => {
    const asked = [
      () => audiences.get(untyped(ref)),
      () => audiences.listMembers(untyped(ref)).toArray(),
    ];
    for (const call of asked) {
      expect(await errorOf(call)).toMatchObject({ code: "invalid_argument" });
    }
  });

  test("may be an audience as list gave it", async () => {
    const [audience] = await audiences.list({ providers: ["local"] }).toArray();
    expect(await audiences.get(untyped(audience))).toEqual(audience);
  });
});

describe("what a vendor cannot do", () => {
  const bare = scripted(["a1"]);
  const audiences = createAudiences({ bare, local: memory({ audiences: [{ id: "1" }] }) });
  const ref = untyped({ provider: "bare", id: "a1" });

  test("is unsupported, before any request, and the error says where it works", async () => {
    for (const call of [() => audiences.get(ref), () => audiences.listMembers(ref).toArray()]) {
      const error = await errorOf(call);
      expect(error).toMatchObject({ code: "unsupported", provider: "bare", transient: false });
      expect(error.message).toMatch(
        /^bare \(acme\) has no (?:get|listMembers)\. It works with local;/,
      );
    }
    expect(bare.calls).toHaveLength(0);
  });

  test("is told by supports, for every capability there is", () => {
    const able = capabilities.filter((capability) =>
      audiences.supports({ provider: "bare" }, capability),
    );
    expect(able).toEqual(["list"]);
    const local = capabilities.filter((capability) =>
      audiences.supports({ provider: "local" }, capability),
    );
    expect(local).toEqual(expect.arrayContaining(["list", "get", "listMembers"]));
  });
});

describe("an adapter", () => {
  test.each<readonly [string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["no items", { more: false }],
    ["items that are no list", { items: {}, more: false }],
    ["no flag", { items: [] }],
    ["a flag of the wrong type", { items: [], more: "false" }],
    ["a cursor that is no text", { items: [], more: true, next: 42 }],
    ["ids that are no texts", { items: [{ id: 1 }, { id: 2 }], more: false }],
    ["fewer keys than items", { items: [{ id: "1" }, { id: "2" }], keys: ["1"], more: false }],
  ])("that gives %s for a page has failed, and the others go on", async (_words, given) => {
    const broken = {
      ...scripted(),
      list: async () => untyped(given),
    } satisfies Adapter;
    const audiences = createAudiences({ broken, well: scripted(["w1"]) });
    const { items, report } = await audiences.list().collect();
    expect(idsOf(items)).toEqual(["w1"]);
    expect(report.complete).toBe(false);
    expect(report.providers["broken"]).toMatchObject({
      status: "failed",
      error: { provider: "broken" },
    });
  });

  test.each([undefined, null, { more: false }, { items: {}, more: false }, { items: [], more: 1 }])(
    "that gives %j for a page of members has failed too",
    async (given) => {
      const broken = { ...scripted(), listMembers: async () => untyped(given) } satisfies Adapter;
      const list = createAudiences({ broken }).listMembers({ provider: "broken", id: "1" });
      expect(await errorOf(() => list.toArray())).toMatchObject({ code: "incomplete" });
    },
  );
});
