import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { batch } from "../../adapters/batch.ts";
import { sonarly } from "../../adapters/sonarly.ts";
import { whop } from "../../adapters/whop.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import { proxied } from "./proxied.ts";

type Vendors = Awaited<ReturnType<typeof proxied>>;

let vendors: Vendors;
beforeAll(async () => {
  vendors = await proxied();
});
afterAll(() => vendors.close());

const open = ({ whop: w, batch: b, sonarly: s, fetch }: Vendors) =>
  createAudiences({
    whop: whop({ ...w, fetch }),
    batch: batch({ ...b, fetch, requestsPerMinute: Number.POSITIVE_INFINITY }),
    sonarly: sonarly({ ...s, fetch }),
  });

describe("the adapters through the vendors' own documents", () => {
  test("a merged listing is complete, and neither side breaks the contract", async () => {
    const { items, report } = await open(vendors).list({ pageSize: 40 }).collect();
    expect(report.complete).toBe(true);
    for (const provider of ["whop", "batch", "sonarly"]) {
      expect(items.some((audience) => audience.provider === provider)).toBe(true);
    }
    expect(vendors.violations).toEqual([]);
  });

  test("a Whop audience is read by the list's own filter", async () => {
    const audiences = open(vendors);
    const [first] = await audiences.list({ providers: ["whop"] }).toArray({ limit: 1 });
    const again = await audiences.get({ provider: "whop", id: first?.id ?? "" });
    expect(again).toEqual(first);
    expect(vendors.violations).toEqual([]);
  });

  test("a wrong key is refused by the vendor's rules and named by ours", async () => {
    const audiences = createAudiences({
      whop: whop({ ...vendors.whop, apiKey: "wrong", fetch: vendors.fetch }),
    });
    const { report } = await audiences.list().collect();
    expect(report.providers["whop"]?.error?.code).toBe("authentication");
    expect(vendors.violations).toEqual([]);
  });
});
