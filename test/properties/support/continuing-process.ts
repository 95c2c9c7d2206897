// Another process, which knows nothing but what it is told: goes on with each token that comes on a line, and answers
// with the ids it got.
import { createInterface } from "node:readline";

import { createEmulatedListing, named } from "./emulated-listing.ts";
import type { Change, Scenario } from "./emulated-listing.ts";

export interface Question {
  readonly scenario: Scenario;
  readonly changes: readonly Change[];
  readonly token: string;
}

export interface Answer {
  readonly ids: readonly string[];
  readonly complete: boolean;
  readonly requests: number;
}

async function answer({ scenario, changes, token }: Question): Promise<Answer> {
  const listing = createEmulatedListing(scenario);
  changes.map(listing.change);
  const { items, report } = await listing.list().collect({ continuationToken: token });
  const requests = Object.values(report.providers).map((provider) => provider.requests);
  return {
    ids: items.map(named),
    complete: report.complete,
    requests: requests.reduce((sum, each) => sum + each, 0),
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  const question: Question = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(await answer(question))}\n`);
}
