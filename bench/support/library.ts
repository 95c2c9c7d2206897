import { batch } from "../../adapters/batch.ts";
import { sonarly } from "../../adapters/sonarly.ts";
import { whop } from "../../adapters/whop.ts";
import type { Adapter } from "../../src/core/adapter.ts";
import { createAudiences } from "../../src/index.ts";
import type { Audience } from "../../src/core/model.ts";
import type { Paged } from "../../src/core/paging/paged.ts";
import type { Input, Vendor } from "./input.ts";

const adapters: Readonly<Record<Vendor, (baseUrl: string) => Adapter>> = {
  whop: (baseUrl) =>
    whop({ baseUrl, apiKey: "key", accountId: "biz_1", requestsPerMinute: Infinity }),
  batch: (baseUrl) =>
    batch({ baseUrl, apiKey: "key", projectKey: "project", requestsPerMinute: Infinity }),
  sonarly: (baseUrl) =>
    sonarly({ baseUrl, apiKey: "key", accountGroupId: "group", requestsPerMinute: Infinity }),
};

/** The library as a user sets it up, but for the vendors' address and the limiters. */
export function listing({ origin, vendors, order }: Input, signal?: AbortSignal): Paged<Audience> {
  const providers = vendors.map((vendor) => [vendor, adapters[vendor](`${origin}/${vendor}`)]);
  return createAudiences<Record<string, Adapter>>(Object.fromEntries(providers)).list({
    order,
    signal,
  });
}
