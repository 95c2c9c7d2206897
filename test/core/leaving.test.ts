import { describe, expect, test } from "vitest";

import { createAudiences } from "../../src/core/audiences.ts";
import { thrownBy } from "../support/core-read.ts";
import { listenersOf, watchRejections } from "../support/core-signal.ts";
import { held, settle, watch } from "../support/core-timing.ts";
import { ids, scripted } from "../support/core-vendor.ts";
import type { Vendor } from "../support/core-vendor.ts";

watchRejections();

const three = () => ({
  a: scripted(["a1", "a2"], ["a3"], ["a4"]),
  b: scripted(["b1", "b2"], ["b3"], ["b4"]),
  hanging: held(scripted(["h1"])),
});

const counts = (vendors: Readonly<Record<string, Vendor>>): number[] =>
  Object.values(vendors).map(({ calls }) => calls.length);

/** What is left some time after a listing was left. */
async function remains(vendors: Readonly<Record<string, Vendor>>, signal: AbortSignal) {
  const before = counts(vendors);
  await settle();
  const own = Object.values(vendors).flatMap(({ calls }) => calls.map((call) => call.signal));
  return {
    furtherRequests: counts(vendors).some((count, index) => count !== before[index]),
    listeners: listenersOf(signal),
    inFlight: own.some((other) => other?.aborted !== true),
  };
}
const nothing = { furtherRequests: false, listeners: 0, inFlight: false };

describe.each(["rounds", "arrival"] as const)("leaving a loop in %s", (order) => {
  test.each([1, 2])("by break at item %i", async (stop) => {
    const vendors = three();
    const { signal } = new AbortController();
    let seen = 0;
    for await (const _ of createAudiences(vendors).list({ order, signal })) {
      seen += 1;
      if (seen === stop) {
        break;
      }
    }
    expect(await remains(vendors, signal)).toEqual(nothing);
  });

  test("by throw, and the error is the thrower's", async () => {
    const vendors = three();
    const { signal } = new AbortController();
    const mine = new Error("mine");
    const thrown = await thrownBy(async () => {
      for await (const _ of createAudiences(vendors).list({ order, signal })) {
        throw mine;
      }
    });
    expect(thrown).toBe(mine);
    expect(await remains(vendors, signal)).toEqual(nothing);
  });

  test("by return, at a page", async () => {
    const vendors = three();
    const { signal } = new AbortController();
    const pages = createAudiences(vendors).list({ order, signal }).byPage({ size: 1 });
    const iterator = pages[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.next();
    await iterator.return?.();
    expect(await remains(vendors, signal)).toEqual(nothing);
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  test.each(["items", "pages"] as const)(
    "by return while a step of its %s is under way, as a stream that is destroyed does",
    async (shape) => {
      const vendors = { one: held(scripted(["h1"])), two: held(scripted(["h2"])) };
      const { signal } = new AbortController();
      const list = createAudiences(vendors).list({ order, signal });
      const iterator = (shape === "items" ? list : list.byPage())[Symbol.asyncIterator]();
      const step = watch<IteratorResult<unknown>>(iterator.next());
      await settle();
      const left = watch<unknown>(iterator.return?.() ?? Promise.resolve());
      await settle(); // no vendor has answered
      expect([step.state(), left.state()]).toEqual(["fulfilled", "fulfilled"]);
      expect(step.value()).toEqual({ done: true, value: undefined });
      expect(await remains(vendors, signal)).toEqual(nothing);
    },
  );

  test.each(["toArray", "collect"] as const)("by the limit of %s", async (call) => {
    const vendors = three();
    const { signal } = new AbortController();
    await createAudiences(vendors).list({ order, signal })[call]({ limit: 2 });
    expect(await remains(vendors, signal)).toEqual(nothing);
  });
});

describe("a listing that is over", () => {
  test("leaves nothing behind after its end", async () => {
    const vendors = { a: scripted(["a1"], ["a2"]), b: scripted(["b1"]) };
    const { signal } = new AbortController();
    await createAudiences(vendors).list({ signal }).toArray();
    expect(await remains(vendors, signal)).toEqual(nothing);
  });

  test("leaves nothing behind after a failure, or a refused option", async () => {
    const vendors = { a: scripted(["a1"], new Error("broken")) };
    const { signal } = new AbortController();
    const audiences = createAudiences(vendors);
    await thrownBy(() => audiences.list({ signal }).toArray());
    await thrownBy(() => audiences.list({ signal }).collect({ continuationToken: "wrong" }));
    await thrownBy(() => audiences.list({ signal }).collect({ limit: -1 }));
    expect(await remains(vendors, signal)).toEqual(nothing);
  });

  test("listens to the caller once, however many requests it makes", async () => {
    const pages = ids("a", 30).map((id) => [id]);
    const { signal } = new AbortController();
    const list = createAudiences({ a: scripted(...pages), b: scripted(...pages) }).list({ signal });
    const seen = new Set<number>();
    for await (const _ of list) {
      seen.add(listenersOf(signal));
    }
    expect([...seen]).toEqual([1]);
    expect(listenersOf(signal)).toBe(0);
  });

  test("that was never looped over listens to nobody", () => {
    const { signal } = new AbortController();
    const list = createAudiences({ a: scripted(["a1"]) }).list({ signal });
    list.byPage()[Symbol.asyncIterator]();
    expect(listenersOf(signal)).toBe(0);
  });

  test("a page that fails after the loop was left is nobody's rejection", async () => {
    const sick = held(scripted(["s1"], new Error("late")));
    const iterator = createAudiences({ sick }).list()[Symbol.asyncIterator]();
    const first = iterator.next();
    await settle();
    await sick.release();
    await first;
    await iterator.return?.();
    await sick.releaseAll();
    expect(sick.calls).toHaveLength(2);
  });
});
