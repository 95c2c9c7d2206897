import { afterEach, describe, expect, test } from "vitest";
import * as z from "zod";

import { createAudiences } from "../../src/core/audiences.ts";
import type { Adapter } from "../../src/core/contract.ts";
import { path } from "../../src/core/url.ts";
import { errorOf, idsOf, untyped } from "../support/core-read.ts";
import { client, text } from "../support/core-http.ts";
import { recordOf, scripted } from "../support/core-vendor.ts";

/** What every object has from its prototype, and must never have from a vendor. */
afterEach(() => {
  const polluted = ["polluted", "isAdmin", "0"].filter((name) => name in {});
  if (polluted.length > 0 || Object.keys(Object.prototype).length > 0) {
    throw new Error(`Object.prototype was changed: ${polluted.join()}`);
  }
});

const poison = `"__proto__":{"polluted":true,"id":"other"},"constructor":{"prototype":{"polluted":true}},"prototype":{"isAdmin":true},"toString":"x","hasOwnProperty":"y"`;

/** An adapter over HTTP that answers with this text. */
function answering(body: string) {
  const { http } = client(text(body), { retries: 0 });
  const page = http.page({
    request: () => ({ path: path`things` }),
    response: z.looseObject({ data: z.array(z.unknown()), more: z.boolean() }),
    at: "data",
    items: ({ data }) => data,
    item: z.looseObject({ id: z.string(), name: z.string().nullish() }),
    map: (raw) => ({ ...recordOf(raw.id), raw }),
    key: ({ id }) => id,
    more: ({ more }) => more,
    next: () => undefined,
  });
  return createAudiences({ one: { ...scripted(), list: page } satisfies Adapter });
}

describe("keys such as __proto__ in an answer", () => {
  test("in a record are data, and nothing else", async () => {
    const audiences = answering(
      `{"data":[{"id":"1","name":"n",${poison}}],"more":false,${poison}}`,
    );
    const { items, report } = await audiences.list().collect();
    expect(idsOf(items)).toEqual(["1"]);
    expect(report.providers["one"]).toMatchObject({ status: "end", refused: 0 });
    const raw: unknown = items[0]?.raw;
    expect(Object.getPrototypeOf(raw)).toBe(Object.prototype);
    expect(untyped(raw)).not.toMatchObject({ polluted: true });
  });

  test("in a record that is damaged are data too", async () => {
    const audiences = answering(`{"data":[{"id":"1","name":{"first":1},${poison}}],"more":false}`);
    const { items } = await audiences.list().collect();
    expect(idsOf(items)).toEqual(["1"]);
    expect(Object.getPrototypeOf(items[0]?.raw)).toBe(Object.prototype);
  });

  test("do not stand for a field that is missing", async () => {
    const audiences = answering(`{"data":[{"__proto__":{"id":"ghost"}}],"more":false}`);
    const { items, report } = await audiences.list().collect();
    expect(items).toEqual([]);
    expect(report.providers["one"]).toMatchObject({ refused: 1 });
    const shell = answering(`{"__proto__":{"data":[],"more":false}}`);
    expect((await shell.list().collect()).report.providers["one"]).toMatchObject({
      status: "failed",
      error: { code: "invalid_response" },
    });
  });

  test("as ids of items are ids", async () => {
    const names = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"];
    const one = scripted(names.slice(0, 2), names.slice(1, 4), names.slice(3));
    const audiences = createAudiences({ one });
    const { items, report } = await audiences.list().collect();
    expect(idsOf(items)).toEqual(names);
    expect(report.providers["one"]).toMatchObject({ duplicates: 2 });
  });

  test("as cursors are cursors", async () => {
    const one = scripted({ ids: ["a1"], more: true, next: "__proto__" });
    const { report } = await createAudiences({ one }).list().collect();
    expect(one.cursors()).toEqual([null, "__proto__"]);
    expect(report.complete).toBe(false);
  });
});

describe("provider names", () => {
  test.each([
    "__proto__",
    "",
    " ",
    "a b",
    "a.b",
    "a,b",
    "1a",
    "_a",
    "-a",
    "ü",
    "a\n",
    "a/b",
    "a:b",
  ])("%j is refused", async (name) => {
    const providers = JSON.parse(`{${JSON.stringify(name)}: null}`);
    providers[name] = scripted(["a1"]);
    const error = await errorOf(() =>
      createAudiences(Object.fromEntries([[name, scripted(["a1"])]])),
    );
    expect(error).toMatchObject({ code: "invalid_argument" });
    expect(error.message).toContain(JSON.stringify(name));
  });

  test.each(["constructor", "toString", "hasOwnProperty", "valueOf", "prototype", "a_b-1", "A"])(
    "%s works like any other",
    async (name) => {
      const make = () => createAudiences({ [name]: scripted(["a1", "a2"]), z: scripted(["z1"]) });
      const first = await make().list().collect({ limit: 1 });
      const { continuationToken = "" } = first;
      const rest = await make().list().collect({ continuationToken });
      expect(idsOf([...first.items, ...rest.items])).toEqual(["a1", "a2", "z1"]);
      expect(Object.keys(rest.report.providers)).toEqual([name, "z"]);
      expect(rest.report.complete).toBe(true);
    },
  );

  test.each(["constructor", "toString", "__proto__"])(
    "%s is no provider where it is not configured",
    async (provider) => {
      const audiences = createAudiences({ one: scripted(["a1"]) });
      expect(
        await errorOf(() => audiences.list({ providers: [untyped(provider)] }).toArray()),
      ).toMatchObject({
        code: "invalid_argument",
      });
      const ref = untyped({ provider, id: "a1" });
      expect(await errorOf(() => audiences.get(ref))).toMatchObject({ code: "invalid_argument" });
      expect(await errorOf(() => audiences.supports(ref, "get"))).toMatchObject({
        code: "invalid_argument",
      });
    },
  );

  test.each(["constructor", "toString", "vendor", "maxPageSize", "__proto__"])(
    "%s is no capability",
    (capability) => {
      const audiences = createAudiences({ one: scripted(["a1"]) });
      expect(audiences.supports({ provider: "one" }, untyped(capability))).toBe(false);
    },
  );
});
