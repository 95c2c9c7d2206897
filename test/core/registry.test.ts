import { describe, expect, test } from "vitest";

import type { AnyAdapter } from "../../src/core/contract.ts";
import { createRegistry } from "../../src/core/registry.ts";
import { errorOf, untyped } from "../support/core-read.ts";
import { scripted } from "../support/core-vendor.ts";

const plain = scripted(); // its vendor is acme
const able: AnyAdapter = { ...scripted(), delete: async () => undefined };

const refusalOf = async (call: () => unknown): Promise<unknown> => {
  const { code, message } = await errorOf(call);
  return [code, message];
};

describe("providers", () => {
  test("there must be one", async () => {
    expect(await refusalOf(() => createRegistry({}))).toEqual([
      "invalid_argument",
      "createAudiences needs at least one provider, such as { whop: whop({ … }) }.",
    ]);
  });

  test.each(["", "1shop", "_shop", "shop name", "shöp", "shop:eu", "shop.eu", "shop\n"])(
    "may not be called %j",
    async (name) => {
      expect(await refusalOf(() => createRegistry({ [name]: plain }))).toEqual([
        "invalid_argument",
        `The provider name ${JSON.stringify(name)} must begin with a letter and hold letters, digits, "_" and "-" only.`,
      ]);
    },
  );

  test.each(["s", "Shop", "shop-eu_2"])("may be called %s", (name) => {
    expect(createRegistry({ [name]: plain }).adapterOf(name)).toBe(plain);
  });

  test.each([undefined, null, 7, {}, { list: true }, () => plain])(
    "%j is no adapter",
    async (adapter) => {
      expect(await refusalOf(() => createRegistry({ shop: untyped(adapter) }))).toEqual([
        "invalid_argument",
        'The provider "shop" is no adapter; pass what an adapter such as whop({ … }) returns.',
      ]);
    },
  );
});

describe("what is looked for and is not there", () => {
  const registry = createRegistry({ shop: plain, acme: plain, push: able, mail: able });
  const missing = (provider: string) => () => registry.methodOf({ provider, id: "1" }, "delete");

  test.each([
    ["other", 'There is no provider "other"; there are shop, acme, push, mail.'],
    ["toString", 'There is no provider "toString"; there are shop, acme, push, mail.'],
    [undefined, "There is no provider undefined; there are shop, acme, push, mail."],
    [7, "There is no provider number; there are shop, acme, push, mail."],
  ])("a provider of the name %j", async (name, message) => {
    expect(await refusalOf(() => registry.adapterOf(name))).toEqual(["invalid_argument", message]);
  });

  test("an id", async () => {
    for (const id of ["", 7, undefined]) {
      const ref = untyped({ provider: "push", id });
      expect(await refusalOf(() => registry.methodOf(ref, "delete"))).toEqual([
        "invalid_argument",
        'The audience reference to "push" has no id; pass the one that list gave.',
      ]);
    }
  });

  test("a capability: whose it is not, and who has it", async () => {
    expect(await errorOf(missing("shop"))).toMatchObject({
      code: "unsupported",
      provider: "shop",
      operation: "delete",
      message:
        "shop (acme) has no delete. It works with push, mail; the docs page of each provider says why.",
    });
    expect((await errorOf(missing("acme"))).message).toMatch(/^acme has no delete\. /);
    const alone = createRegistry({ shop: plain });
    const error = await errorOf(() => alone.methodOf({ provider: "shop", id: "1" }, "delete"));
    expect(error.message).toBe(
      "shop (acme) has no delete. No provider here has it; the docs page of each provider says why.",
    );
  });

  test("what is there is given", () => {
    expect(registry.methodOf({ provider: "push", id: "1" }, "delete")).toBe(able.delete);
  });
});

describe("a choice of providers", () => {
  const registry = createRegistry({ shop: plain, push: able });

  test("is all of them, or those that are named, each once and in the order of the names", () => {
    expect(registry.select(undefined)).toEqual([
      ["shop", plain],
      ["push", able],
    ]);
    expect(registry.select(["push", "shop", "push"])).toEqual([
      ["push", able],
      ["shop", plain],
    ]);
  });

  test("must not be empty, and must be of those there are", async () => {
    expect(await refusalOf(() => registry.select([]))).toEqual([
      "invalid_argument",
      "providers is empty; name some of shop, push.",
    ]);
    expect((await errorOf(() => registry.select(["mail"]))).message).toContain('"mail"');
  });
});
