import { inspect } from "node:util";

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { createAudiences } from "../../src/core/audiences.ts";
import { isAudienceError } from "../../src/core/errors.ts";
import type { Audience } from "../../src/core/model.ts";
import { dialects } from "../faults/support/dialects.ts";
import { createVirtualTime } from "../faults/support/virtual-time.ts";
import { turns } from "../leaving/support/traces.ts";
import { dialogues, responseOf } from "./support/random-answers.ts";
import { campaignTimeout, runsOf, tell, isQuoted } from "./support/runs.ts";
import { unhandledDuring } from "./support/unhandled.ts";

const runs = runsOf(500, 10_000);
let answered = 0;
const access = { apiKey: "Canary7Secret", accountId: "a", projectKey: "p", accountGroupId: "g" };
/** A page may bring one item; a repeated answer brings none, and twenty such are enough. */
const mostRequests = 400;

const isDate = (value: Date | null): boolean => value === null || !Number.isNaN(value.getTime());
const isCount = (count: Audience["size"]): boolean =>
  count === null || (Number.isSafeInteger(count.value) && count.value >= 0);

function expectAnAudience(audience: Audience): void {
  const { id, name, status, progress, size, matched, createdAt, updatedAt } = audience;
  expect(typeof id === "string" && id !== "" && typeof name === "string").toBe(true);
  expect(["processing", "ready", "partial", "failed", "unknown"]).toContain(status);
  expect(progress === null || (progress >= 0 && progress <= 1)).toBe(true);
  expect([isCount(size), isCount(matched), isDate(createdAt), isDate(updatedAt)]).toEqual([
    true,
    true,
    true,
    true,
  ]);
}

test(
  "no answer makes a listing hang, throw, or hand over what is no audience",
  async () => {
    const property = fc.asyncProperty(dialogues, async ({ vendor, answers }) => {
      const time = createVirtualTime();
      let requests = 0;
      const fetch: typeof globalThis.fetch = async () => {
        const answer = answers[requests % answers.length];
        requests += 1;
        return answer === undefined ? Response.error() : responseOf(answer);
      };
      const adapter = dialects[vendor].adapter(
        { ...access, baseUrl: "https://vendor.test/v1" },
        { ...time.options, fetch, requestsPerMinute: Number.POSITIVE_INFINITY },
      );
      const listing = createAudiences({ one: adapter }).list();
      const { items, report, continuationToken } = await listing.collect();
      answered += requests;
      const { error, status } = report.providers["one"] ?? {};
      expect(status).toBe(error === null ? "end" : "failed");
      expect(error === null || (isAudienceError(error) && error.provider === "one")).toBe(true);
      expect(inspect([error, report], { depth: 10 })).not.toContain(access.apiKey);
      expect(requests).toBeLessThanOrEqual(mostRequests);
      expect(time.pending()).toBe(0);
      items.map(expectAnAudience);
      expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
      // And whatever it was, its token is one that is taken.
      expect(continuationToken === undefined).toBe(error === null);
      const rest =
        continuationToken === undefined
          ? { items: [] }
          : await listing.collect({ continuationToken });
      const all = [...items, ...rest.items].map(({ id }) => id);
      expect(new Set(all).size).toBe(all.length);
      await turns(1);
    });
    expect(await unhandledDuring(() => fc.assert(property, runs))).toEqual([]);
    tell("random answers of a vendor", runs);
    expect(await isQuoted(`random answers given: ${answered}`)).toBe(true);
  },
  campaignTimeout(runs),
);
