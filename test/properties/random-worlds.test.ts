import * as fc from "fast-check";
import { expect, test } from "vitest";

import { vendors } from "../faults/support/dialects.ts";
import { listeners, turns } from "../leaving/support/traces.ts";
import { createPlannedWorld, plans } from "./support/planned-world.ts";
import type { PlannedWorld } from "./support/planned-world.ts";
import { campaignTimeout, runsOf, tell } from "./support/runs.ts";
import { unhandledDuring } from "./support/unhandled.ts";

const runs = runsOf(800);

const trials = fc.record({
  plans,
  order: fc.constantFrom("rounds" as const, "arrival" as const),
  size: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
  /** The consumer leaves after so many pages; the caller aborts after so many steps. */
  leave: fc.option(fc.nat({ max: 8 }), { nil: undefined }),
  abort: fc.option(fc.nat({ max: 400 }), { nil: undefined }),
});
type Trial = typeof trials extends fc.Arbitrary<infer T> ? T : never;

interface Walk {
  readonly ids: readonly string[];
  readonly token: string | undefined;
  readonly complete: boolean;
  readonly thrown: unknown;
}

const finished: Walk = { ids: [], token: undefined, complete: true, thrown: undefined };

async function walk(
  world: PlannedWorld,
  { order, size, leave = Number.POSITIVE_INFINITY }: Omit<Trial, "plans" | "abort">,
  token: string | undefined,
  signal: AbortSignal,
): Promise<Walk> {
  const ids: string[] = [];
  let position = token;
  let complete = false;
  let pages = 0;
  try {
    const listing = world.audiences().list({ order, signal });
    const from = token === undefined ? {} : { continuationToken: token };
    for await (const page of listing.byPage({ size, ...from })) {
      ids.push(...page.items.map(({ id }) => id));
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

async function holdsTheLaws({ plans: planned, abort, ...how }: Trial): Promise<void> {
  const world = createPlannedWorld(planned);
  const controller = new AbortController();
  const reason = new Error("the caller's own");
  const first = walk(world, how, undefined, controller.signal);
  if (abort !== undefined) {
    await abortAfter(abort, controller, reason);
  }
  const { ids, token, complete, thrown } = await first;
  await turns(2);

  // An error is the signal's own; nothing is left; nobody is hammered.
  expect([undefined, abort === undefined ? undefined : reason]).toContain(thrown);
  expect([world.underWay(), listeners(controller.signal)]).toEqual([0, 0]);
  for (const vendor of vendors) {
    expect(world.requests(vendor)).toBeLessThanOrEqual(mostRequests(planned[vendor].pages.length));
  }
  // Each item once, none invented, each vendor's in its order; complete means all of them.
  expect(new Set(ids).size).toBe(ids.length);
  for (const vendor of vendors) {
    const own = ids.filter((id) => id.startsWith(vendor));
    expect(own).toEqual(world.ids(vendor).slice(0, own.length));
  }
  expect(complete).toBe(complete && ids.length === world.all().length);
  expect(token === undefined && thrown === undefined && !complete).toBe(false);
  // Once healed, the token gives what is missing and nothing else.
  world.heal();
  const { order, size } = how;
  const rest = complete
    ? finished
    : await walk(world, { order, size, leave: undefined }, token, new AbortController().signal);
  expect(rest).toMatchObject({ complete: true, token: undefined, thrown: undefined });
  expect([...ids, ...rest.ids].toSorted()).toEqual(world.all().toSorted());
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
