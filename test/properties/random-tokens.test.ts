import * as fc from "fast-check";
import { expect, test } from "vitest";

import { isAudienceError } from "../../src/core/errors.ts";
import { encodeToken } from "../../src/core/paging/token.ts";
import type { LaneState } from "../../src/core/paging/lane-state.ts";
import type { Position } from "../../src/core/paging/token.ts";
import { vendors } from "../faults/support/dialects.ts";
import { createPlannedWorld } from "./support/planned-world.ts";
import type { Plans } from "./support/planned-world.ts";
import { campaignTimeout, runsOf, tell } from "./support/runs.ts";
import { unhandledDuring } from "./support/unhandled.ts";

const runs = runsOf(400, 10_000);
const whole: Plans = {
  whop: { pages: [3, 0, 2, 4], troubles: [] },
  batch: { pages: [5], troubles: [] },
  sonarly: { pages: [1, 1, 1], troubles: [] },
};

const natural = fc.oneof(fc.nat({ max: 6 }), fc.maxSafeNat());
const text = fc.oneof(
  fc.constantFrom("p0", "p1", "p2", "p99", "p-1", "pNaN", "", "__proto__"),
  fc.string({ unit: "binary", maxLength: 12 }),
);
/** Well formed, and of any content: a web endpoint takes its tokens from anybody. */
const lane: fc.Arbitrary<LaneState> = fc.record({
  status: fc.constantFrom("open" as const, "end" as const, "failed" as const),
  cursor: fc.option(text, { nil: null }),
  pageSize: fc.option(
    natural.map((size) => size + 1),
    { nil: null },
  ),
  skip: natural,
  recent: fc.array(fc.stringMatching(/^[\w-]{8}$/), { maxLength: 3 }).map((each) => each.join("")),
  cycle: fc.tuple(text, natural, natural),
  pages: natural,
  items: natural,
  requests: natural,
  duplicates: natural,
  refused: natural,
  expected: fc.option(natural, { nil: null }),
});
const position: fc.Arbitrary<Position> = fc.record({
  subject: fc.constant("list"),
  order: fc.constantFrom("rounds" as const, "arrival" as const),
  turn: natural,
  lanes: fc.record({ whop: lane, batch: lane, sonarly: lane }),
});
const tokens = fc.oneof(
  {
    weight: 3,
    arbitrary: position.map((each) => ({ token: encodeToken(each), order: each.order })),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ token: fc.string({ unit: "binary" }), order: fc.constant("rounds" as const) })
      .map(({ token, order }) => ({ token: `ak1.${token}`, order })),
  },
);

/** Three vendors of four pages at most, each of which may bring nothing twenty times. */
const mostRequests = 100;

test(
  "a forged token is refused, or ends; it makes nobody ask for more than the vendor gives",
  async () => {
    const property = fc.asyncProperty(tokens, async ({ token, order }) => {
      const world = createPlannedWorld(whole);
      const listing = world.audiences().list({ order });
      let refused: unknown;
      const collected = await listing
        .collect({ continuationToken: token })
        .catch((error: unknown) => {
          refused = error;
        });
      expect(refused === undefined || (isAudienceError(refused) && refused.code)).toEqual(
        refused === undefined ? true : "invalid_argument",
      );
      const ids = (collected?.items ?? []).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.filter((id) => !world.all().includes(id))).toEqual([]);
      expect(vendors.map(world.mostAskedFor).every((size) => size <= 100)).toBe(true);
      const requests = vendors.map(world.requests);
      expect(Math.max(...requests)).toBeLessThanOrEqual(refused === undefined ? mostRequests : 0);
      expect(world.underWay()).toBe(0);
    });
    expect(await unhandledDuring(() => fc.assert(property, runs))).toEqual([]);
    tell("forged tokens", runs);
  },
  campaignTimeout(runs),
);
