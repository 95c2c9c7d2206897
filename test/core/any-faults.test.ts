import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createAudiences } from "../../src/core/audiences.ts";
import { AudienceError } from "../../src/core/errors.ts";
import type { Report } from "../../src/core/paging/report.ts";
import { idsOf, part } from "../support/core-read.ts";
import { ids, vendorOf } from "../support/core-vendor.ts";
import type { Answer, Vendor } from "../support/core-vendor.ts";

/** What goes wrong when a page is asked for, until it has gone wrong often enough. */
type Fault = "down" | "no cursor" | "same cursor" | "cycle" | "empty";

interface Plan {
  /** How many items each page has. */
  readonly lengths: readonly number[];
  /** Faults of each page, one a time it is asked for. */
  readonly faults: readonly (readonly Fault[])[];
}

const fault = fc.constantFrom<Fault>("down", "no cursor", "same cursor", "cycle", "empty");
const plans = fc.array(
  fc.record({ length: fc.nat(4), faults: fc.array(fault, { maxLength: 2 }) }),
  { minLength: 1, maxLength: 5 },
);
const planOf = (
  pages: readonly { readonly length: number; readonly faults: readonly Fault[] }[],
): Plan => ({
  lengths: pages.map(({ length }) => length),
  faults: pages.map(({ faults }) => faults),
});

const spoilt: Readonly<Record<Fault, (answer: Answer, cursor: string | undefined) => Answer>> = {
  down: () => {
    throw new AudienceError("unavailable", "Down.");
  },
  "no cursor": (answer) => ({ ...answer, more: true, next: undefined }),
  "same cursor": (answer, cursor) => ({ ...answer, more: true, next: cursor }),
  cycle: (answer, cursor) => ({ ...answer, more: true, next: cursor === undefined ? "" : "c1" }),
  empty: () => ({ ids: [], more: true, next: undefined }),
};

/** A vendor of these pages that is mended little by little. */
function mending(prefix: string, { lengths, faults }: Plan): Vendor {
  const left = faults.map((list) => [...list]);
  return vendorOf(({ cursor }) => {
    const index = Number(cursor?.slice(1) ?? 0);
    const more = index + 1 < lengths.length;
    const next = more ? `c${index + 1}` : undefined;
    const answer = { ids: ids(`${prefix}${index}_`, lengths[index] ?? 0), more, next };
    const kind = left[index]?.shift();
    return kind === undefined ? answer : spoilt[kind](answer, cursor);
  });
}

const wholeOf = (prefix: string, { lengths }: Plan): string[] =>
  lengths.flatMap((length, index) => ids(`${prefix}${index}_`, length));

describe("whatever goes wrong, and wherever one stops,", () => {
  test("going on until the report is complete gives every item once", async () => {
    const limits = fc.array(fc.nat(5), { minLength: 1, maxLength: 6 });
    const orders = fc.constantFrom("rounds" as const, "arrival" as const);
    await fc.assert(
      fc.asyncProperty(plans, plans, limits, orders, async (left, right, stops, order) => {
        const [one, two] = [planOf(left), planOf(right)];
        const vendors = { one: mending("a", one), two: mending("b", two) };
        const seen: string[] = [];
        let token: string | undefined;
        let complete = false;
        let report: Report | undefined;
        for (let round = 0; round < 60 && !complete; round += 1) {
          const limit = stops[round] ?? 1000;
          const options = token === undefined ? { limit } : { limit, continuationToken: token };
          const next = await createAudiences(vendors).list({ order }).collect(options);
          seen.push(...idsOf(next.items));
          ({ continuationToken: token } = next);
          ({ complete } = next.report);
          ({ report } = next);
          expect(complete).toBe(token === undefined);
        }
        expect(complete).toBe(true);
        for (const [name, plan] of [
          ["one", one],
          ["two", two],
        ] as const) {
          expect(part(report, name)).toMatchObject({
            status: "end",
            items: wholeOf("", plan).length,
          });
        }
        expect(seen.toSorted()).toEqual([...wholeOf("a", one), ...wholeOf("b", two)].toSorted());
      }),
      { seed: 20_261_121, numRuns: 300 },
    );
  });

  test("a loop gives what is healthy and then throws, and its token gives the rest", async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (pages) => {
        const plan = planOf(pages);
        const vendors = { one: mending("a", plan) };
        const audiences = createAudiences(vendors);
        const seen: string[] = [];
        let thrown: unknown;
        try {
          for await (const { id } of audiences.list()) {
            seen.push(id);
          }
        } catch (error) {
          thrown = error;
        }
        let token = thrown instanceof AudienceError ? thrown.continuationToken : undefined;
        expect(token === undefined).toBe(plan.faults.every((list) => list.length === 0));
        for (let round = 0; round < 20 && token !== undefined; round += 1) {
          const rest = await audiences.list().collect({ continuationToken: token });
          seen.push(...idsOf(rest.items));
          token = rest.continuationToken;
        }
        expect(seen).toEqual(wholeOf("a", plan));
      }),
      { seed: 20_261_121, numRuns: 200 },
    );
  });
});
