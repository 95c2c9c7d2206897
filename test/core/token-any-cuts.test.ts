import * as fc from "fast-check";
import { expect, test } from "vitest";

import { createAudiences } from "../../src/core/audiences.ts";
import { idsOf, part } from "../support/core-read.ts";
import { scripted } from "../support/core-vendor.ts";

/** Pages of these items. */
const stepsOf = (prefix: string, pages: readonly (readonly number[])[]) =>
  pages.map((page) => page.map((item) => `${prefix}${item}`));

const orders = ["rounds", "arrival"] as const;

test("with any pages, any repeats and any cuts, the parts are the whole, and the report adds up", async () => {
  const page = fc.array(fc.nat(9), { maxLength: 5 }); // of ten items, so that many come again
  const shape = fc.array(page, { minLength: 1, maxLength: 6 });
  const cuts = fc.array(fc.nat(6), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(
      shape,
      shape,
      cuts,
      fc.constantFrom(...orders),
      async (left, right, limits, order) => {
        const make = () =>
          createAudiences({
            l: scripted(...stepsOf("l", left)),
            r: scripted(...stepsOf("r", right)),
          });
        const whole = await make().list({ order }).collect();
        const seen: string[] = [];
        let token: string | undefined;
        let { report } = whole;
        for (const limit of [...limits, 1000]) {
          const options = token === undefined ? { limit } : { limit, continuationToken: token };
          const next = await make().list({ order }).collect(options);
          seen.push(...idsOf(next.items));
          ({ continuationToken: token, report } = next);
          if (token === undefined) {
            break;
          }
        }
        expect(seen.toSorted()).toEqual(idsOf(whole.items).toSorted());
        for (const provider of ["l", "r"]) {
          const { pages, items, duplicates, status } = part(report, provider);
          expect(part(whole.report, provider)).toMatchObject({ pages, items, duplicates, status });
        }
      },
    ),
    { seed: 20_261_121, numRuns: 150 },
  );
});
