import nock from "nock";
import { afterAll, beforeAll, expect, test } from "vitest";

import { vendors } from "./support/dialects.ts";
import { judge } from "./support/judge.ts";
import { libraryClient } from "./support/library-client.ts";
import { faults, figure } from "./table/index.ts";

/** One after the other, so that every fault meets both shapes. */
const clients = [libraryClient("pages"), libraryClient("items")] as const;
const cases = faults.map((fault, index) => ({
  title: `${fault.row}: ${fault.name}`,
  fault,
  cells: vendors.map((vendor, place) => ({
    vendor,
    client: clients[(index + place) % 2 === 0 ? 0 : 1],
  })),
}));
let met = 0;

// The sockets are what is tested: nothing stands between them and the client.
beforeAll(() => nock.restore());
afterAll(() => void process.stdout.write(`${figure(met)}\n`));

test.each(cases)(
  "$title",
  async ({ fault, cells }) => {
    const verdicts = cells.map(async ({ vendor, client }) => ({
      vendor,
      violations: await judge(client, fault, vendor),
    }));
    for (const { vendor, violations } of await Promise.all(verdicts)) {
      met += violations.length === 0 ? 1 : 0;
      expect.soft(violations, vendor).toEqual([]);
    }
  },
  60_000,
);
