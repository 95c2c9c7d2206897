import { describe, expect, test } from "vitest";

import { createAudiences } from "../../src/core/audiences.ts";
import type { Adapter } from "../../src/core/contract.ts";
import { loop, pagesOf, thrownBy } from "../support/core-read.ts";
import { listenersOf, reasons, watchRejections } from "../support/core-signal.ts";
import { held, settle, watch } from "../support/core-timing.ts";
import { recordOf, scripted } from "../support/core-vendor.ts";

watchRejections();

describe.each(reasons)("aborting with %s", (_words, reason) => {
  test("before the first step: no request, and the reason as it is", async () => {
    const one = scripted(["a1"]);
    const signal = AbortSignal.abort(reason);
    const list = createAudiences({ one }).list({ signal });
    for (const call of [() => list.toArray(), () => list.collect(), () => pagesOf(list)]) {
      expect(await thrownBy(call)).toBe(reason);
    }
    expect(await thrownBy(() => list[Symbol.asyncIterator]().next())).toBe(reason);
    expect(one.calls).toHaveLength(0);
    expect(listenersOf(signal)).toBe(0);
  });

  test.each(["rounds", "arrival"] as const)("while everybody hangs, in %s", async (order) => {
    const [a, b] = [held(scripted(["a1"])), held(scripted(["b1"]))];
    const controller = new AbortController();
    const { signal } = controller;
    const reading = watch(createAudiences({ a, b }).list({ order, signal }).collect());
    await settle();
    expect(reading.state()).toBe("pending");
    controller.abort(reason);
    await settle(); // neither vendor has heeded its signal
    expect(reading.state()).toBe("rejected");
    expect(reading.reason()).toBe(reason);
    expect(listenersOf(signal)).toBe(0);
    await a.releaseAll();
    await b.releaseAll();
    expect([a.calls.length, b.calls.length]).toEqual([1, 1]);
  });

  test("between two items: the next step throws, and nothing more is given or asked for", async () => {
    const one = scripted(["a1", "a2"], ["a3"], ["a4"]);
    const controller = new AbortController();
    const seen: string[] = [];
    const thrown = await thrownBy(async () => {
      for await (const { id } of createAudiences({ one }).list({ signal: controller.signal })) {
        seen.push(id);
        controller.abort(reason);
      }
    });
    expect(thrown).toBe(reason);
    expect(seen).toEqual(["a1"]);
    await settle();
    expect(one.calls).toHaveLength(2); // the second page was asked for ahead, before the abort
    expect(one.calls.every(({ signal }) => signal?.aborted)).toBe(true);
  });

  test("between two pages", async () => {
    const one = scripted(["a1", "a2"], ["a3"]);
    const controller = new AbortController();
    let count = 0;
    const thrown = await thrownBy(async () => {
      const list = createAudiences({ one }).list({ signal: controller.signal });
      for await (const _ of list.byPage({ size: 1 })) {
        count += 1;
        controller.abort(reason);
      }
    });
    expect(thrown).toBe(reason);
    expect(count).toBe(1);
  });

  test("after the last item, before the loop has ended", async () => {
    const one = scripted(["a1"]);
    const controller = new AbortController();
    const thrown = await thrownBy(async () => {
      for await (const _ of createAudiences({ one }).list({ signal: controller.signal })) {
        controller.abort(reason);
      }
    });
    expect(thrown).toBe(reason);
  });

  test("get and listMembers, of an adapter that pays no heed to its signal", async () => {
    let calls = 0;
    const never = (): Promise<never> => {
      calls += 1;
      return new Promise(() => undefined);
    };
    const deaf = { ...scripted(["a1"]), get: never, listMembers: never } satisfies Adapter;
    const audiences = createAudiences({ deaf });
    const ref = { provider: "deaf", id: "a1" } as const;
    const gone = AbortSignal.abort(reason);
    expect(await thrownBy(() => audiences.get(ref, { signal: gone }))).toBe(reason);
    expect(calls).toBe(0);
    const controller = new AbortController();
    const { signal } = controller;
    const asked = [
      watch(audiences.get(ref, { signal })),
      watch(audiences.listMembers(ref, { signal }).toArray()),
    ];
    await settle();
    controller.abort(reason);
    await settle();
    expect(asked.map((call) => call.state())).toEqual(["rejected", "rejected"]);
    expect(asked.map((call) => call.reason())).toEqual([reason, reason]);
    expect(listenersOf(signal)).toBe(0);
  });
});

describe("an abort", () => {
  test("goes to every request in flight", async () => {
    const [a, b] = [held(scripted(["a1"])), held(scripted(["b1"]))];
    const controller = new AbortController();
    const reading = watch(createAudiences({ a, b }).list({ signal: controller.signal }).collect());
    await settle();
    controller.abort("enough");
    await settle();
    expect(reading.state()).toBe("rejected");
    expect([...a.calls, ...b.calls].map(({ signal }) => signal?.reason)).toEqual([
      "enough",
      "enough",
    ]);
  });

  test("by a hook that is told of what was noticed on a page comes before the page", async () => {
    const controller = new AbortController();
    const told: unknown[] = [];
    const note = { code: "unknown_word", path: "data[].status", message: "holds x" } as const;
    const one = {
      ...scripted(),
      list: async () => ({
        items: [recordOf("a1")],
        more: false,
        next: undefined,
        notes: [note],
      }),
    } satisfies Adapter;
    const hooks = {
      onDiagnostic: () => controller.abort("enough"),
      onPage: (event: unknown) => told.push(event),
    };
    const list = createAudiences({ one }, hooks).list({ signal: controller.signal });
    expect(await loop(list)).toEqual({ seen: [], thrown: "enough" });
    expect(told).toEqual([]);
  });

  test("by a hook that is told of the last page is not lost, though nothing is left to read", async () => {
    const controller = new AbortController();
    const hooks = { onPage: () => controller.abort("enough") };
    const audiences = createAudiences({ one: scripted(["a1"]) }, hooks);
    const list = audiences.list({ signal: controller.signal });
    expect(await thrownBy(() => list.collect())).toBe("enough");
  });

  test("is not told as a vendor's failure", async () => {
    const controller = new AbortController();
    const one = {
      ...scripted(["a1"]),
      async list() {
        controller.abort("enough");
        throw new Error("aborted by the adapter in its own words");
      },
    } satisfies Adapter;
    const list = createAudiences({ one }).list({ signal: controller.signal });
    expect(await thrownBy(() => list.collect())).toBe("enough");
  });

  test("of a get is not told in the adapter's own words", async () => {
    const controller = new AbortController();
    const one = {
      ...scripted(["a1"]),
      async get() {
        controller.abort("enough");
        throw new Error("aborted by the adapter in its own words");
      },
    } satisfies Adapter;
    const ref = { provider: "one", id: "a1" } as const;
    const { signal } = controller;
    expect(await thrownBy(() => createAudiences({ one }).get(ref, { signal }))).toBe("enough");
  });

  test("after a get is over changes nothing, and nobody listens for it", async () => {
    const one = { ...scripted(["a1"]), get: async (id: string) => recordOf(id) } satisfies Adapter;
    const controller = new AbortController();
    const { signal } = controller;
    const found = await createAudiences({ one }).get({ provider: "one", id: "a1" }, { signal });
    expect(found).toMatchObject({ provider: "one", id: "a1" });
    expect(listenersOf(signal)).toBe(0);
    controller.abort("late");
  });
});
