import * as fc from "fast-check";
import { expect, test } from "vitest";

import { vendors } from "../faults/support/dialects.ts";
import { createEmulatedListing, named } from "./support/emulated-listing.ts";
import type { Change } from "./support/emulated-listing.ts";
import { campaignTimeout, runsOf, tell } from "./support/runs.ts";
import { unhandledDuring } from "./support/unhandled.ts";

const runs = runsOf(60, 1000);

const change: fc.Arbitrary<Change> = fc.record({
  vendor: fc.constantFrom(...vendors),
  kind: fc.constantFrom("insert first", "insert last", "remove", "rename"),
  place: fc.nat({ max: 12 }),
});
const sizes = fc.record({
  whop: fc.nat({ max: 12 }),
  batch: fc.nat({ max: 12 }),
  sonarly: fc.nat({ max: 12 }),
});
const trials = fc.record({
  scenario: fc.record({
    seed: fc.integer({ min: 1, max: 1000 }),
    sizes,
    pageSize: fc.integer({ min: 1, max: 5 }),
    order: fc.constantFrom("rounds" as const, "arrival" as const),
  }),
  /** Between one page and the next: what changes, and whether another process goes on. */
  steps: fc.array(
    fc.record({ changes: fc.array(change, { maxLength: 3 }), restart: fc.boolean() }),
    {
      maxLength: 12,
    },
  ),
  size: fc.integer({ min: 1, max: 7 }),
});
type Trial = typeof trials extends fc.Arbitrary<infer T> ? T : never;

/** A change gives each new audience a name of its own, so that none comes back under an old one. */
const renumbered = (changes: readonly Change[], step: number): readonly Change[] =>
  changes.map(({ vendor, kind, place }, index) => ({
    vendor,
    kind,
    place: kind === "remove" ? place : place + 100 * (step * 10 + index + 1),
  }));

async function nothingIsLostOrDoubled({ scenario, steps, size }: Trial): Promise<void> {
  const listing = createEmulatedListing(scenario);
  const ever = new Set(listing.ids());
  let throughout = listing.ids();
  const seen: string[] = [];
  let token: string | undefined;
  let step = 0;
  for (let done = false; !done;) {
    done = true;
    const from = token === undefined ? {} : { continuationToken: token };
    for await (const page of listing.list().byPage({ size, ...from })) {
      seen.push(...page.items.map(named));
      token = page.continuationToken;
      const { changes = [], restart = false } = steps[step] ?? {};
      step += 1;
      renumbered(changes, step).map(listing.change);
      const now = new Set(listing.ids());
      throughout = throughout.filter((id) => now.has(id));
      now.forEach((id) => ever.add(id));
      if (restart && token !== undefined) {
        done = false;
        break;
      }
    }
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(throughout.filter((id) => !seen.includes(id))).toEqual([]);
  expect(seen.filter((id) => !ever.has(id))).toEqual([]);
}

test(
  "lists that change while they are read, in one process and across several",
  async () => {
    const property = fc.asyncProperty(trials, nothingIsLostOrDoubled);
    expect(await unhandledDuring(() => fc.assert(property, runs))).toEqual([]);
    tell("lists that change while they are read", runs);
  },
  campaignTimeout(runs),
);
