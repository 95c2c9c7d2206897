import { describe, expect, test } from "vitest";

import { batch } from "../../adapters/batch.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import { createEmulators } from "../../src/testing/index.ts";
import type { Emulators } from "../../src/testing/index.ts";
import { createPace } from "../faults/support/paced.ts";
import { thrownBy } from "../support/core-read.ts";
import { turns } from "./support/traces.ts";

interface Paced {
  readonly emulators: Emulators;
  readonly audiences: ReturnType<typeof pacedAudiences>;
}

function pacedAudiences(emulators: Emulators) {
  const { options } = createPace(emulators.clock, emulators.batch.fetch);
  return createAudiences({ batch: batch({ ...emulators.batch, ...options }) });
}

function createPaced(faults = ""): Paced {
  const emulators = createEmulators({ rateLimits: true, size: 3, faults });
  return { emulators, audiences: pacedAudiences(emulators) };
}

describe("a place that the limiter has kept", () => {
  test("is given back by whoever leaves before it comes", async () => {
    const { emulators, audiences } = createPaced();
    await audiences.list().toArray();
    const began = emulators.clock.now();
    // Somebody who cannot wait, a hundred times over: at one a second, that would be most of two minutes.
    for (let visit = 0; visit < 100; visit += 1) {
      const controller = new AbortController();
      const { signal } = controller;
      const reading = thrownBy(() => audiences.list({ signal }).toArray());
      controller.abort(new Error("gone"));
      await reading;
    }
    await turns(5);
    const { items } = await audiences.list().collect();
    expect(items).toHaveLength(3);
    expect(emulators.clock.now() - began).toBeLessThan(3000);
  });

  test("is not used while the vendor has asked everybody to wait", async () => {
    const { emulators, audiences } = createPaced("batch.list call 2: 429 retry-after 60");
    const sent: number[] = [];
    const began = emulators.clock.now();
    const listings = [1, 2, 3, 4, 5].map(async () => {
      const { report } = await audiences.list().collect();
      sent.push(emulators.clock.now() - began);
      return report.complete;
    });
    expect(await Promise.all(listings)).toEqual([true, true, true, true, true]);
    expect(emulators.batch.requests.filter(({ status }) => status === 429)).toHaveLength(1);
    // One before the refusal, all others behind the wait.
    expect(sent.filter((moment) => moment > 2000 && moment < 60_000)).toEqual([]);
    expect(emulators.batch.requests).toHaveLength(6);
  });
});
