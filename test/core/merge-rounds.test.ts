import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createAudiences } from "../../src/core/audiences.ts";
import { idsOf, part } from "../support/core-read.ts";
import { held, settle, watch } from "../support/core-timing.ts";
import type { HeldVendor } from "../support/core-timing.ts";
import { scripted } from "../support/core-vendor.ts";

const unequal = () => ({
  a: held(scripted(["a1", "a2"], ["a3"], ["a4"])),
  b: held(scripted(["b1"], [], ["b2", "b3"], [], ["b4"])),
  c: held(scripted([])),
  d: held(scripted(["d1", "d2", "d3"])),
});
const inTurn = ["a1", "a2", "b1", "d1", "d2", "d3", "a3", "a4", "b2", "b3", "b4"];

/** Answers waiting calls in the order that the choices say, until there are none. */
async function releaseBy(
  vendors: readonly HeldVendor[],
  choices: readonly number[],
): Promise<void> {
  for (let step = 0; step < 200; step += 1) {
    const waiting = vendors.filter((vendor) => vendor.waiting() > 0);
    const chosen = waiting[(choices[step % choices.length] ?? 0) % waiting.length];
    if (chosen === undefined) {
      return;
    }
    await chosen.release();
  }
}

describe("rounds", () => {
  test("one page of each provider in turn, then the next round", async () => {
    const vendors = unequal();
    const reading = createAudiences(vendors).list().toArray();
    await releaseBy(Object.values(vendors), [0]);
    expect(idsOf(await reading)).toEqual(inTurn);
  });

  test("the order is the same whatever the timing, and requests are as many as pages", async () => {
    const choices = fc.array(fc.nat(3), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(choices, async (order) => {
        const vendors = unequal();
        const reading = createAudiences(vendors).list().collect();
        await settle();
        await releaseBy(Object.values(vendors), order);
        const { items, report } = await reading;
        expect(idsOf(items)).toEqual(inTurn);
        expect(Object.values(vendors).map(({ calls }) => calls.length)).toEqual([3, 5, 1, 1]);
        expect(Object.values(vendors).map((vendor) => vendor.most())).toEqual([1, 1, 1, 1]);
        expect(Object.values(report.providers).map(({ pages }) => pages)).toEqual([3, 5, 1, 1]);
        expect(Object.values(report.providers).map(({ requests }) => requests)).toEqual([
          3, 5, 1, 1,
        ]);
      }),
      { seed: 20_261_121, numRuns: 25 },
    );
  });

  test("the providers named are listed, in the order of their names", async () => {
    const audiences = createAudiences({
      a: scripted(["a1"]),
      b: scripted(["b1"]),
      c: scripted(["c1"]),
    });
    const items = await audiences.list({ providers: ["c", "a"] }).toArray();
    expect(idsOf(items)).toEqual(["c1", "a1"]);
  });

  test("the same id at two vendors is two audiences", async () => {
    const audiences = createAudiences({ a: scripted(["1"]), b: scripted(["1"]) });
    const items = await audiences.list().toArray();
    expect(items.map(({ provider, id }) => [provider, id])).toEqual([
      ["a", "1"],
      ["b", "1"],
    ]);
  });
});

describe("what is in flight", () => {
  test("all providers are asked at once, at the first step", async () => {
    const vendors = unequal();
    const iterator = createAudiences(vendors).list()[Symbol.asyncIterator]();
    const first = watch(iterator.next());
    await settle();
    expect(Object.values(vendors).map(({ calls }) => calls.length)).toEqual([1, 1, 1, 1]);
    expect(first.state()).toBe("pending");
  });

  test("each is asked one page ahead of the reader, and no further", async () => {
    const one = scripted(["a1"], ["a2"], ["a3"], ["a4"]);
    const iterator = createAudiences({ one }).list()[Symbol.asyncIterator]();
    for (const count of [2, 3, 4, 4]) {
      await iterator.next();
      await settle();
      expect(one.calls).toHaveLength(count);
    }
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(one.calls).toHaveLength(4);
  });

  test("a reader who takes his time holds one page of each provider, not more", async () => {
    const [a, b] = [scripted(["a1"], ["a2"], ["a3"]), scripted(["b1"], ["b2"], ["b3"])];
    const iterator = createAudiences({ a, b }).list()[Symbol.asyncIterator]();
    await iterator.next();
    await settle();
    expect([a.calls.length, b.calls.length]).toEqual([2, 1]);
    await iterator.next();
    await settle();
    expect([a.calls.length, b.calls.length]).toEqual([2, 2]);
  });

  test("the next page is asked for while items of this one are still being read", async () => {
    const one = held(scripted(["a1", "a2"], ["a3"]));
    const iterator = createAudiences({ one }).list()[Symbol.asyncIterator]();
    const first = iterator.next();
    await settle();
    await one.release();
    expect(await first).toMatchObject({ value: { id: "a1" } });
    expect(one.cursors()).toEqual([null, "c1"]);
  });

  test("a page waits for its turn without being asked for again", async () => {
    const [slow, quick] = [held(scripted(["a1"])), scripted(["b1"], ["b2"])];
    const reading = watch(createAudiences({ slow, quick }).list().collect());
    await settle();
    expect(quick.calls).toHaveLength(1);
    expect(reading.state()).toBe("pending");
    await slow.releaseAll();
    expect(idsOf(reading.value()?.items ?? [])).toEqual(["a1", "b1", "b2"]);
    expect(part(reading.value()?.report, "quick").requests).toBe(2);
  });
});
