import { describe, expect, test } from "vitest";

import { createAudiences } from "../../src/core/audiences.ts";
import { errorOf, idsOf } from "../support/core-read.ts";
import { held, settle, watch } from "../support/core-timing.ts";
import { ids, scripted } from "../support/core-vendor.ts";

describe("arrival", () => {
  test("pages come as they arrive", async () => {
    const [a, b] = [held(scripted(["a1"], ["a2"])), held(scripted(["b1"], ["b2"], ["b3"]))];
    const reading = watch(createAudiences({ a, b }).list({ order: "arrival" }).toArray());
    await settle();
    for (const vendor of [b, b, a, b, a]) {
      await vendor.release();
    }
    expect(idsOf(reading.value() ?? [])).toEqual(["b1", "b2", "a1", "b3", "a2"]);
  });

  test("an item comes as soon as any vendor has answered", async () => {
    const [a, b] = [held(scripted(["a1"])), held(scripted(["b1"]))];
    const iterator = createAudiences({ a, b }).list({ order: "arrival" })[Symbol.asyncIterator]();
    const first = watch(iterator.next());
    await settle();
    expect(first.state()).toBe("pending");
    await b.release();
    expect(first.value()).toMatchObject({ done: false, value: { provider: "b", id: "b1" } });
  });

  test("pages that came together are given in turn, so nobody is starved", async () => {
    const audiences = createAudiences({
      a: scripted(["a1"], ["a2"], ["a3"]),
      b: scripted(["b1"], ["b2"], ["b3"]),
    });
    const iterator = audiences.list({ order: "arrival" })[Symbol.asyncIterator]();
    const seen: string[] = [];
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
      seen.push(next.value.id);
      await settle(); // both have answered before the next is taken
    }
    expect(seen).toEqual(["a1", "b1", "a2", "b2", "a3", "b3"]);
  });

  test("a hanging vendor holds up none of the others, and nothing piles up behind it", async () => {
    const hanging = held(scripted(["h1"]));
    const quick = scripted(...ids("q", 500).map((id) => [id]));
    const other = scripted(...ids("o", 500).map((id) => [id]));
    const list = createAudiences({ hanging, quick, other }).list({ order: "arrival" });
    const iterator = list[Symbol.asyncIterator]();
    const seen = new Set<string>();
    for (let count = 0; count < 1000; count += 1) {
      const { value } = await iterator.next();
      seen.add(value?.id ?? "");
    }
    expect(seen.size).toBe(1000);
    expect(hanging.calls).toHaveLength(1);
    expect([quick.calls.length, other.calls.length]).toEqual([500, 500]);
    const last = watch(iterator.next());
    await settle();
    expect(last.state()).toBe("pending");
    await hanging.release();
    expect(last.value()).toMatchObject({ value: { id: "h1" } });
    expect(await iterator.next()).toMatchObject({ done: true });
  });

  test("one page ahead of the reader, and one request in flight for each provider", async () => {
    const one = held(scripted(["a1"], ["a2"], ["a3"]));
    const iterator = createAudiences({ one }).list({ order: "arrival" })[Symbol.asyncIterator]();
    const first = iterator.next();
    await settle();
    await one.release();
    expect(await first).toMatchObject({ value: { id: "a1" } });
    await one.release();
    expect(one.calls).toHaveLength(2);
    expect(one.most()).toBe(1);
  });

  test("requests are as many as pages", async () => {
    const [a, b] = [scripted(["a1"], [], ["a2"]), scripted(["b1"])];
    const { report } = await createAudiences({ a, b }).list({ order: "arrival" }).collect();
    expect([a.calls.length, b.calls.length]).toEqual([3, 1]);
    expect(Object.values(report.providers).map(({ requests }) => requests)).toEqual([3, 1]);
  });

  test("an order that is none is refused", async () => {
    const one = scripted(["a1"]);
    // @ts-expect-error -- JavaScript could
    const error = await errorOf(() => createAudiences({ one }).list({ order: "random" }).toArray());
    expect(error).toMatchObject({ code: "invalid_argument" });
    expect(error.message).toContain("order");
    expect(one.calls).toHaveLength(0);
  });
});
