import * as fc from "fast-check";

import { createAudiences } from "../../../src/core/audiences.ts";
import type { Audiences, Providers } from "../../../src/core/facade.ts";
import { dialects, vendors } from "../../faults/support/dialects.ts";
import type { VendorName } from "../../faults/support/dialects.ts";
import { createVirtualTime } from "../../faults/support/virtual-time.ts";

const troubles = [
  "503",
  "429",
  "429 in a second",
  "408",
  "reset",
  "proxy",
  "401",
  "404",
  "redirect",
  "same cursor",
  "no cursor",
  "wrong flag",
  "items again",
  "empty page",
] as const;
type Trouble = (typeof troubles)[number];

export interface Plan {
  /** How many items each page has; in sum, the list. */
  readonly pages: readonly number[];
  readonly troubles: readonly {
    readonly page: number;
    readonly what: Trouble;
    readonly times: number;
  }[];
}

export type Plans = Readonly<Record<VendorName, Plan>>;

const plan: fc.Arbitrary<Plan> = fc.record({
  pages: fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 7 }),
  troubles: fc.array(
    fc.record({
      page: fc.nat({ max: 6 }),
      what: fc.constantFrom(...troubles),
      times: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constant(1_000_000)),
    }),
    { maxLength: 4 },
  ),
});

export const plans: fc.Arbitrary<Plans> = fc.record({ whop: plan, batch: plan, sonarly: plan });

export interface PlannedWorld {
  readonly audiences: () => Audiences<Providers>;
  readonly ids: (vendor: VendorName) => readonly string[];
  readonly all: () => readonly string[];
  readonly heal: () => void;
  readonly requests: (vendor: VendorName) => number;
  /** The largest page that was asked for. */
  readonly mostAskedFor: (vendor: VendorName) => number;
  /** Requests and waits that nobody has ended. */
  readonly underWay: () => number;
}

const idsOnPage = (vendor: VendorName, { pages }: Plan, page: number): readonly string[] =>
  Array.from({ length: pages[page] ?? 0 }, (_, index) => `${vendor}-${page}-${index}`);

interface PageText {
  items: readonly string[];
  more: unknown;
  cursor: unknown;
}

/** As the vendor writes it; a cursor that is not there is null. */
function write(vendor: VendorName, { items, more, cursor }: PageText): string {
  const records = items.map((id) => ({ id, name: id }));
  return JSON.stringify(
    {
      whop: { data: records, page_info: { has_next_page: more, end_cursor: cursor } },
      batch: { audiences: records, has_more: more, next_from: cursor },
      sonarly: { success: true, data: { items: records, hasMore: more, nextCursor: cursor } },
    }[vendor],
  );
}

function refuse(what: Trouble): Response | undefined {
  switch (what) {
    case "503":
      return new Response("Back soon", { status: 503 });
    case "429":
      return new Response("{}", { status: 429 });
    case "429 in a second":
      return new Response("{}", { status: 429, headers: { "retry-after": "1" } });
    case "408":
      return new Response("", { status: 408 });
    case "proxy":
      return new Response("<html></html>");
    case "401":
      return new Response("{}", { status: 401 });
    case "404":
      return new Response("{}", { status: 404 });
    case "redirect":
      return new Response(null, { status: 307, headers: { location: "https://elsewhere.test" } });
    default:
      return undefined;
  }
}

/** Three vendors as planned, in this process, at a time that passes only by waiting. */
export function createPlannedWorld(planned: Plans): PlannedWorld {
  const counts: Record<VendorName, number> = { whop: 0, batch: 0, sonarly: 0 };
  const largest: Record<VendorName, number> = { whop: 0, batch: 0, sonarly: 0 };
  const time = createVirtualTime();
  let healed = false;
  let underWay = 0;

  function answer(vendor: VendorName, cursor: string | null, calls: Map<number, number>): Response {
    const own = planned[vendor];
    // "p3-1" leads to the fourth page, and so does "p3-2": a cursor may be another one each time.
    const page = cursor === null ? 0 : Number(/^p(\d+)/.exec(cursor)?.[1]);
    const call = (calls.get(page) ?? 0) + 1;
    calls.set(page, call);
    const trouble = own.troubles.find((each) => each.page === page && call <= each.times);
    const what = healed ? undefined : trouble?.what;
    if (what === "reset") {
      throw new TypeError("fetch failed", { cause: new Error("socket hang up") });
    }
    const refusal = what === undefined ? undefined : refuse(what);
    if (refusal !== undefined) {
      return refusal;
    }
    const more = page + 1 < own.pages.length;
    const text: PageText = { items: idsOnPage(vendor, own, page), more, cursor: `p${page + 1}` };
    if (what === "same cursor") {
      text.cursor = cursor ?? "p0";
    } else if (what === "no cursor") {
      text.cursor = null;
    } else if (what === "wrong flag") {
      text.more = String(more);
    } else if (what === "items again") {
      text.items = [...idsOnPage(vendor, own, Math.max(0, page - 1)), ...text.items];
    } else if (what === "empty page") {
      Object.assign(text, { items: [], more: true, cursor: `p${page}-${call}` });
    }
    return new Response(write(vendor, text));
  }

  const calls = { whop: new Map(), batch: new Map(), sonarly: new Map() };
  return {
    audiences() {
      const adapters = vendors.map((vendor) => {
        const fetch: typeof globalThis.fetch = async (input, init) => {
          const request = new Request(input, init);
          request.signal.throwIfAborted();
          counts[vendor] += 1;
          underWay += 1;
          try {
            await Promise.resolve();
            const { searchParams } = new URL(request.url);
            const asked = Number(searchParams.get("first") ?? searchParams.get("limit"));
            largest[vendor] = Math.max(largest[vendor], asked);
            return answer(
              vendor,
              searchParams.get(dialects[vendor].cursorParameter),
              calls[vendor],
            );
          } finally {
            underWay -= 1;
          }
        };
        const options = { ...time.options, fetch, requestsPerMinute: Number.POSITIVE_INFINITY };
        const access = { apiKey: "key", accountId: "a", projectKey: "p", accountGroupId: "g" };
        const baseUrl = `https://${vendor}.test`;
        return [vendor, dialects[vendor].adapter({ ...access, baseUrl }, options)] as const;
      });
      return createAudiences(Object.fromEntries(adapters));
    },
    ids: (vendor) =>
      planned[vendor].pages.flatMap((_, page) => idsOnPage(vendor, planned[vendor], page)),
    all: () =>
      vendors.flatMap((vendor) =>
        planned[vendor].pages.flatMap((_, page) => idsOnPage(vendor, planned[vendor], page)),
      ),
    heal: () => {
      healed = true;
    },
    requests: (vendor) => counts[vendor],
    mostAskedFor: (vendor) => largest[vendor],
    underWay: () => underWay + time.pending(),
  };
}
