import { describe, expect, test } from "vitest";

import { createAudiences } from "../../src/core/audiences.ts";
import { createEmulators } from "../../src/testing/index.ts";
import { dialects, vendors } from "./support/dialects.ts";
import { createVirtualTime } from "./support/virtual-time.ts";

describe.each(vendors)("%s down for long", (vendor) => {
  const emulators = createEmulators({ size: 10 });
  const { baseUrl, apiKey } = emulators[vendor];
  const access = {
    baseUrl,
    apiKey,
    accountId: emulators.whop.accountId,
    projectKey: emulators.batch.projectKey,
    accountGroupId: emulators.sonarly.accountGroupId,
  };
  let down = true;
  let requests = 0;
  const fetch: typeof globalThis.fetch = async (...given) => {
    requests += 1;
    return down ? new Response("Back soon", { status: 503 }) : emulators.fetch(...given);
  };
  const adapter = dialects[vendor].adapter(access, {
    ...createVirtualTime().options,
    fetch,
    requestsPerMinute: Number.POSITIVE_INFINITY,
  });
  const audiences = createAudiences({ [vendor]: adapter });

  test("is asked no more than one and a half times a call", async () => {
    for (let call = 0; call < 20; call += 1) {
      await audiences.list().collect(); // what was saved up is spent
    }
    requests = 0;
    const calls = 200;
    for (let call = 0; call < calls; call += 1) {
      const { report } = await audiences.list().collect();
      expect(report.providers[vendor]?.error?.code).toBe("unavailable");
    }
    expect(requests / calls).toBeLessThanOrEqual(1.5);
  });

  test("is read at once when it is back", async () => {
    down = false;
    requests = 0;
    const { items, report } = await audiences.list({ pageSize: 5 }).collect();
    expect([items.length, requests, report.complete]).toEqual([10, 2, true]);
  });
});
