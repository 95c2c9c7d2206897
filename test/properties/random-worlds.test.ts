import * as fc from "fast-check";
import { expect, test } from "vitest";

import type { Audience, Member } from "../../src/core/model.ts";
import type { Paged } from "../../src/core/paging/paged.ts";
import { vendors } from "../faults/support/dialects.ts";
import { listeners, turns } from "../leaving/support/traces.ts";
import { createPlannedWorld, plans } from "./support/planned-world.ts";
import type { PlannedWorld } from "./support/planned-world.ts";
import { campaignTimeout, runsOf, tell } from "./support/runs.ts";
import { unhandledDuring } from "./support/unhandled.ts";

const runs = runsOf(150, 4000);

const hop = fc.record({
  size: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
  limit: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
  /** The consumer leaves after so many pages; the caller aborts after so many steps. */
  leave: fc.option(fc.nat({ max: 8 }), { nil: undefined }),
  abort: fc.option(fc.nat({ max: 400 }), { nil: undefined }),
});
type Hop = typeof hop extends fc.Arbitrary<infer T> ? T : never;

const trials = fc.record({
  plans,
  order: fc.constantFrom("rounds" as const, "arrival" as const),
  /** The members of an audience, which are remembered in a window only, or the audiences of all three vendors. */
  members: fc.boolean(),
  /** One process after the other, each with the token of the one before. */
  hops: fc.array(hop, { minLength: 1, maxLength: 4 }),
});
type Trial = typeof trials extends fc.Arbitrary<infer T> ? T : never;

interface Walk {
  readonly ids: readonly string[];
  readonly token: string | undefined;
  readonly complete: boolean;
  readonly thrown: unknown;
}

const idOf = (item: Audience | Member): string =>
  "id" in item ? item.id : String(Reflect.get(Object(item.raw), "id"));

async function walk(
  world: PlannedWorld,
  { order, members }: Pick<Trial, "order" | "members">,
  { size, limit, leave = Number.POSITIVE_INFINITY }: Partial<Hop>,
  token: string | undefined,
  signal: AbortSignal,
): Promise<Walk> {
  const ids: string[] = [];
  let position = token;
  let complete = false;
  let pages = 0;
  const audiences = world.audiences();
  const listing: Paged<Audience | Member> = members
    ? audiences.listMembers({ provider: "sonarly", id: "one" }, { signal })
    : audiences.list({ order, signal });
  const from = token === undefined ? {} : { continuationToken: token };
  try {
    for await (const page of listing.byPage({ size, limit, ...from })) {
      ids.push(...page.items.map(idOf));
      position = page.continuationToken;
      ({ complete } = page.report);
      pages += 1;
      if (pages > leave) {
        break;
      }
    }
    return { ids, token: position, complete, thrown: undefined };
  } catch (thrown) {
    return { ids, token: position, complete, thrown };
  }
}

async function abortAfter(
  steps: number,
  controller: AbortController,
  reason: Error,
): Promise<void> {
  for (let index = 1; index <= steps; index += 1) {
    await (index % 20 === 0 ? turns(1) : Promise.resolve());
  }
  controller.abort(reason);
}

/** Every page may be asked for five times, twenty pages may bring nothing, and a paced wait comes once a second. */
const mostRequests = (pages: number): number => (pages + 21) * 5 + 120;

async function holdsTheLaws({ plans: planned, hops, ...what }: Trial): Promise<void> {
  const world = createPlannedWorld(planned);
  const asked = what.members ? (["sonarly"] as const) : vendors;
  const all = asked.flatMap(world.ids);
  const reason = new Error("the caller's own");
  const seen: string[] = [];
  let token: string | undefined;
  let complete = false;
  for (const { abort, ...how } of hops) {
    const controller = new AbortController();
    const walking = walk(world, what, how, token, controller.signal);
    if (abort !== undefined) {
      await abortAfter(abort, controller, reason);
    }
    const ended = await walking;
    await turns(2);
    seen.push(...ended.ids);
    ({ token, complete } = ended);

    // An error is the signal's own, and nothing is left behind.
    expect([undefined, abort === undefined ? undefined : reason]).toContain(ended.thrown);
    expect([world.underWay(), listeners(controller.signal)]).toEqual([0, 0]);
    // Each item once, none invented, each vendor's in its order.
    expect(new Set(seen).size).toBe(seen.length);
    for (const vendor of asked) {
      const own = seen.filter((id) => id.startsWith(vendor));
      expect(own).toEqual(world.ids(vendor).slice(0, own.length));
    }
    // Complete means all of them; and where there is no token, nothing is missing.
    expect(complete && seen.length < all.length).toBe(false);
    expect(token === undefined && ended.thrown === undefined && !complete).toBe(false);
    if (complete) {
      break;
    }
  }
  for (const vendor of asked) {
    const most = mostRequests(planned[vendor].pages.length) * hops.length;
    expect(world.requests(vendor)).toBeLessThanOrEqual(most);
  }
  // Once healed, the token gives what is missing and nothing else.
  world.heal();
  const { signal } = new AbortController();
  const rest = complete ? undefined : await walk(world, what, {}, token, signal);
  expect(rest?.complete).not.toBe(false);
  expect(rest?.thrown).toBeUndefined();
  expect([...seen, ...(rest?.ids ?? [])].toSorted()).toEqual(all.toSorted());
}

test(
  "whatever the vendors, the order, the shape and the instant of leaving",
  async () => {
    const unhandled = await unhandledDuring(() =>
      fc.assert(fc.asyncProperty(trials, holdsTheLaws), runs),
    );
    expect(unhandled).toEqual([]);
    tell("random worlds of three vendors", runs);
  },
  campaignTimeout(runs),
);
