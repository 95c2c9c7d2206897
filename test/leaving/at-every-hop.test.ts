import { expect, test } from "vitest";

import { createAudiences } from "../../src/core/audiences.ts";
import type { ListOrder } from "../../src/core/paging/merge.ts";
import { dialects, vendors } from "../faults/support/dialects.ts";
import type { VendorName } from "../faults/support/dialects.ts";
import { createVirtualTime } from "../faults/support/virtual-time.ts";
import { listeners, turns } from "./support/traces.ts";

const access = { apiKey: "key", accountId: "a", projectKey: "p", accountGroupId: "g" };
const baseUrl = "https://vendor.test/v1";

/** Pages that are there at once, so that only the library's own steps lie between the beginning and the end. */
function pageAt(vendor: VendorName, cursor: string | null): string {
  const number = Number(cursor ?? "1");
  const items = [1, 2].map((each) => ({
    id: `${vendor}${number}${each}`,
    name: `n${number}${each}`,
  }));
  const [more, next] = [number < 3, String(number + 1)];
  return JSON.stringify(
    {
      whop: { data: items, page_info: { has_next_page: more, end_cursor: next } },
      batch: { audiences: items, has_more: more, next_from: next },
      sonarly: { success: true, data: { items, hasMore: more, nextCursor: next } },
    }[vendor],
  );
}

interface Scene {
  readonly run: (signal: AbortSignal) => Promise<unknown>;
  readonly requests: () => number;
  /** Requests and waits that nobody has ended. */
  readonly underWay: () => number;
}

/** Every second request of every vendor is refused, so that waits are among the instants, too. */
function createScene(order: ListOrder, shape: "items" | "pages" | "collect" | "get"): Scene {
  const time = createVirtualTime();
  let requests = 0;
  let underWay = 0;
  const adapters = vendors.map((vendor) => {
    let calls = 0;
    const fetch: typeof globalThis.fetch = async (input, init) => {
      // As every fetch does: what is aborted is not sent.
      const request = new Request(input, init);
      request.signal.throwIfAborted();
      requests += 1;
      calls += 1;
      underWay += 1;
      await Promise.resolve();
      underWay -= 1;
      const cursor = new URL(request.url).searchParams.get(dialects[vendor].cursorParameter);
      return calls % 2 === 0
        ? new Response("{}", { status: 503 })
        : new Response(pageAt(vendor, cursor));
    };
    const options = { ...time.options, fetch, requestsPerMinute: Number.POSITIVE_INFINITY };
    return [vendor, dialects[vendor].adapter({ ...access, baseUrl }, options)] as const;
  });
  const audiences = createAudiences(Object.fromEntries(adapters));
  return {
    requests: () => requests,
    underWay: () => underWay + time.pending(),
    async run(signal) {
      if (shape === "get") {
        const ref = { provider: "whop", id: "whop11" };
        const [one, other] = await Promise.all([1, 2].map(() => audiences.get(ref, { signal })));
        return one?.id === other?.id ? 18 : 0;
      }
      const listing = audiences.list({ signal, order });
      if (shape === "collect") {
        return (await listing.collect()).items.length;
      }
      let count = 0;
      for await (const one of shape === "items" ? listing : listing.byPage({ size: 5 })) {
        count += "items" in one ? one.items.length : 1;
      }
      return count;
    },
  };
}

/** Anything can be a reason, and is thrown as it is. */
const reasons = [new Error("the caller's own"), "a text", null, 17, {}, false, 0n, ""] as const;
const cells = (["rounds", "arrival"] as const).flatMap((order, index) =>
  (["items", "pages", "collect", "get"] as const).map((shape, place) => ({
    order,
    shape,
    reason: reasons[index * 4 + place],
  })),
);

/** Aborts after so many steps: of the microtask queue, and every so often of the event loop. */
async function step(steps: number): Promise<void> {
  for (let index = 1; index <= steps; index += 1) {
    await (index % 50 === 0 ? turns(1) : Promise.resolve());
  }
}

test.each(cells)("$shape in $order, aborted after every step", async (cell) => {
  const { order, shape, reason } = cell;
  let finished = false;
  let instants = 0;
  while (!finished && instants < 5000) {
    const scene = createScene(order, shape);
    const controller = new AbortController();
    const { signal } = controller;
    const outcome = scene.run(signal).then(
      (value) => ({ value }),
      (thrown: unknown) => ({ thrown }),
    );
    await step(instants);
    controller.abort(reason);
    const requests = scene.requests();
    const ended = await outcome;
    finished = "value" in ended;
    // Either it was through, or it ends with the signal's own reason; nothing in between.
    expect(ended).toEqual(finished ? { value: 18 } : { thrown: reason });
    await turns(3);
    expect([scene.underWay(), listeners(signal)]).toEqual([0, 0]);
    expect(scene.requests()).toBe(requests);
    instants += 1;
  }
  expect(finished).toBe(true);
  expect(instants).toBeGreaterThan(80);
});
