import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { vendors } from "../faults/support/dialects.ts";
import { createOtherProcess } from "./support/continued.ts";
import type { OtherProcess } from "./support/continued.ts";
import { createEmulatedListing, named } from "./support/emulated-listing.ts";
import type { Change, Scenario } from "./support/emulated-listing.ts";
import { isQuoted } from "./support/runs.ts";

// Another process may have to wait for a machine that does something else as well.
vi.setConfig({ testTimeout: 60_000 });

let other: OtherProcess;
beforeAll(() => {
  other = createOtherProcess();
});
let boundaries = 0;
afterAll(async () => {
  await other[Symbol.asyncDispose]();
});

interface Stop {
  readonly before: readonly string[];
  readonly token: string;
}

/** One walk of pages of one, and after every item the token that goes on behind it. */
async function everyStop(scenario: Scenario): Promise<{ whole: string[]; stops: Stop[] }> {
  const whole: string[] = [];
  const stops: Stop[] = [];
  for await (const { items, continuationToken } of createEmulatedListing(scenario)
    .list()
    .byPage({ size: 1 })) {
    whole.push(...items.map(named));
    if (continuationToken !== undefined) {
      stops.push({ before: [...whole], token: continuationToken });
    }
  }
  return { whole, stops };
}

const sizes = [
  { sizes: { whop: 17, batch: 23, sonarly: 9 }, pageSize: 5 },
  { sizes: { whop: 6, batch: 1, sonarly: 12 }, pageSize: 1 },
  { sizes: { whop: 40, batch: 0, sonarly: 33 }, pageSize: 100 },
];
const even = { sizes: { whop: 12, batch: 12, sonarly: 12 }, pageSize: 4 };
const scenarios: readonly Scenario[] = (["rounds", "arrival"] as const).flatMap((order) =>
  [...sizes, even].map((each, seed) => Object.assign({ order, seed: seed + 1 }, each)),
);
const title = ({ order, pageSize, sizes: { whop, batch, sonarly } }: Scenario): string =>
  `${whop} + ${batch} + ${sonarly} audiences, ${pageSize} a page, in ${order}`;
const titled = scenarios.map((scenario) => ({ title: title(scenario), scenario }));

test.each(titled)("behind every item: $title", async ({ scenario }) => {
  const { whole, stops } = await everyStop(scenario);
  expect(whole.toSorted()).toEqual(createEmulatedListing(scenario).ids().toSorted());
  for (const { before, token } of stops) {
    const { ids, complete } = await other.ask({ scenario, changes: [], token });
    expect(complete).toBe(true);
    const all = [...before, ...ids];
    // In rounds the order is the same, too, whoever reads; by arrival there is none to keep.
    expect(scenario.order === "rounds" ? all : all.toSorted()).toEqual(
      scenario.order === "rounds" ? whole : whole.toSorted(),
    );
    boundaries += 1;
  }
  expect(stops.length).toBeGreaterThanOrEqual(whole.length - 1);
});

describe.each(vendors)("%s goes down in the middle", (vendor) => {
  test.each(["rounds", "arrival"] as const)("behind every item, in %s", async (order) => {
    const healthy: Scenario = { ...even, order, seed: 7 };
    const { whole } = await everyStop(healthy);
    const { stops } = await everyStop({ ...healthy, down: { vendor, page: 2 } });
    expect(stops).toHaveLength(29); // 28 items, and the page that tells how it ended
    for (const { before, token } of stops) {
      const { ids, complete } = await other.ask({ scenario: healthy, changes: [], token });
      expect([...before, ...ids].toSorted()).toEqual(whole.toSorted());
      expect(complete).toBe(true);
      boundaries += 1;
    }
  });
});

const shifts: readonly Change[][] = [
  ...vendors.flatMap((vendor) => [
    [{ vendor, kind: "insert first" as const, place: 1 }],
    [{ vendor, kind: "insert last" as const, place: 2 }],
    [{ vendor, kind: "remove" as const, place: 3 }],
    [{ vendor, kind: "rename" as const, place: 5 }],
  ]),
  vendors.flatMap((vendor) => [
    { vendor, kind: "insert first" as const, place: 1 },
    { vendor, kind: "remove" as const, place: 7 },
    { vendor, kind: "rename" as const, place: 4 },
    { vendor, kind: "insert last" as const, place: 3 },
    { vendor, kind: "remove" as const, place: 0 },
  ]),
];
const shifted = shifts.map((changes) => ({
  what: changes.map(({ vendor, kind, place }) => `${vendor} ${kind} ${place}`).join(", "),
  changes,
}));

test.each(shifted)("the lists change after every item: $what", async ({ changes }) => {
  const scenario: Scenario = { ...even, order: "rounds", seed: 3 };
  const { whole, stops } = await everyStop(scenario);
  const later = createEmulatedListing(scenario);
  changes.map(later.change);
  const now = new Set(later.ids());
  const throughout = whole.filter((id) => now.has(id));
  for (const { before, token } of stops) {
    const { ids, complete } = await other.ask({ scenario, changes, token });
    const all = [...before, ...ids];
    expect(new Set(all).size).toBe(all.length);
    expect(throughout.filter((id) => !all.includes(id))).toEqual([]);
    expect(ids.filter((id) => !now.has(id))).toEqual([]);
    expect(complete).toBe(true);
    boundaries += 1;
  }
});

test("docs/reliability.md says how many there were", async () => {
  const figure = `boundaries continued in another process: ${boundaries} of ${boundaries}`;
  expect(await isQuoted(figure)).toBe(true);
});
