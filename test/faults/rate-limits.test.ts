import { describe, expect, test } from "vitest";

import { batch } from "../../adapters/batch.ts";
import { sonarly } from "../../adapters/sonarly.ts";
import { whop } from "../../adapters/whop.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import { createEmulators } from "../../src/testing/index.ts";
import type { Emulators } from "../../src/testing/index.ts";
import { createPace } from "./support/paced.ts";

/** Sonarly documents a 429 and no numbers; 120 a minute is what its emulator enforces. */
const requestsPerMinute = 120;

function pacedAudiences(emulators: Emulators) {
  const { options } = createPace(emulators.clock, emulators.fetch);
  return createAudiences({
    whop: whop({ ...emulators.whop, ...options }),
    batch: batch({ ...emulators.batch, ...options }),
    sonarly: sonarly({ ...emulators.sonarly, ...options, requestsPerMinute }),
  });
}

function refusals(emulators: Emulators): Readonly<Record<string, number>> {
  const { whop: one, batch: two, sonarly: three } = emulators;
  return Object.fromEntries(
    Object.entries({ whop: one, batch: two, sonarly: three }).map(([name, { requests }]) => [
      name,
      requests.filter(({ status }) => status === 429).length,
    ]),
  );
}

const none = { whop: 0, batch: 0, sonarly: 0 };

describe("vendors that enforce their limits", () => {
  test("refuse nothing of a listing that goes well over them", async () => {
    const emulators = createEmulators({ rateLimits: true, size: 650 });
    const began = emulators.clock.now();
    const { items, report } = await pacedAudiences(emulators).list({ pageSize: 1 }).collect();
    expect(report.complete).toBe(true);
    expect(items).toHaveLength(1950);
    expect(refusals(emulators)).toEqual(none);
    // 650 requests at one a second: not much slower than is allowed.
    expect(emulators.clock.now() - began).toBeGreaterThan(649_000);
    expect(emulators.clock.now() - began).toBeLessThan(700_000);
  });

  test.each(["rounds", "arrival"] as const)(
    "refuse nothing of several listings at once, in %s: they share the limit",
    async (order) => {
      const emulators = createEmulators({ rateLimits: true, size: 60 });
      const audiences = pacedAudiences(emulators);
      const listings = [1, 2, 3, 4].map(() => audiences.list({ pageSize: 5, order }).collect());
      for (const { items, report } of await Promise.all(listings)) {
        expect(report.complete).toBe(true);
        expect(items).toHaveLength(180);
      }
      expect(refusals(emulators)).toEqual(none);
    },
  );

  test("refuse nothing of listings and single reads side by side", async () => {
    const emulators = createEmulators({ rateLimits: true, size: 30 });
    const audiences = pacedAudiences(emulators);
    const refs = emulators.batch.audiences.list().slice(0, 10);
    const reads = refs.map(({ name }) => audiences.get({ provider: "batch", id: name }));
    await Promise.all([...reads, audiences.list({ pageSize: 3 }).toArray()]);
    expect(refusals(emulators)).toEqual(none);
  });

  test("refuse nothing of a listing that is gone on with page by page", async () => {
    const emulators = createEmulators({ rateLimits: true, size: 12 });
    const audiences = pacedAudiences(emulators);
    let continuationToken: string | undefined;
    let count = 0;
    do {
      const page = await audiences
        .list({ pageSize: 4 })
        .collect({ limit: 5, ...(continuationToken !== undefined && { continuationToken }) });
      count += page.items.length;
      ({ continuationToken } = page);
    } while (continuationToken !== undefined);
    expect(count).toBe(36);
    expect(refusals(emulators)).toEqual(none);
  });
});

test("two processes that do not know of each other are refused, wait, and read everything", async () => {
  const emulators = createEmulators({ rateLimits: true, size: 40 });
  const listings = [1, 2].map(() => pacedAudiences(emulators).list({ pageSize: 10 }).collect());
  for (const { items, report } of await Promise.all(listings)) {
    expect(report.complete).toBe(true);
    expect(items).toHaveLength(120);
  }
  expect(refusals(emulators)["batch"]).toBeGreaterThan(0);
});
