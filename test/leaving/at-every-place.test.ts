import { once } from "node:events";
import { Readable } from "node:stream";

import nock from "nock";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import type { Audience } from "../../src/core/model.ts";
import type { Paged } from "../../src/core/paging/paged.ts";
import { thrownBy } from "../support/core-read.ts";
import { vendors } from "../faults/support/dialects.ts";
import { pageSize } from "../faults/support/emulated.ts";
import { createStalled, places } from "./support/stalled.ts";
import type { Stalled } from "./support/stalled.ts";
import { listeners, settlesWithin, turns, watchTimers } from "./support/traces.ts";
import type { TimerWatch } from "./support/traces.ts";

beforeAll(() => nock.restore());

let timers: TimerWatch;
beforeEach(() => {
  timers = watchTimers();
});
afterEach(() => timers[Symbol.dispose]());

/** What is under way: requests that come, requests that wait, timers. */
async function leftBy({ world }: Stalled): Promise<readonly number[]> {
  await world.server.quiet();
  const requests = world.server.requests.length;
  await turns(5);
  const came = world.server.requests.length - requests;
  return [came, world.server.waiting(), timers.pending()];
}
const nothing = [0, 0, 0];

const shapes: Readonly<Record<string, (paged: Paged<Audience>) => AsyncIterable<unknown>>> = {
  items: (paged) => paged,
  pages: (paged) => paged.byPage(),
  "pages of two": (paged) => paged.byPage({ size: 2 }),
};
const shapeNames = Object.keys(shapes);
const cells = vendors.flatMap((vendor, index) =>
  places.map((place, number) => ({
    vendor,
    place,
    name: place.name,
    shape: shapeNames[(index + number) % shapeNames.length] ?? "items",
  })),
);

function iterate(paged: Paged<Audience>, shape: string): AsyncIterable<unknown> {
  return shapes[shape]?.(paged) ?? paged;
}

describe.each(cells)("$vendor, $shape, waiting for $name", ({ vendor, place, shape }) => {
  test("break", async () => {
    await using stalled = await createStalled(vendor, place);
    for await (const _ of iterate(stalled.audiences.list({ pageSize }), shape)) {
      await stalled.there;
      break;
    }
    expect(await leftBy(stalled)).toEqual(nothing);
  });

  test("throw", async () => {
    await using stalled = await createStalled(vendor, place);
    const reason = new Error("the consumer's own");
    const thrown = await thrownBy(async () => {
      for await (const _ of iterate(stalled.audiences.list({ pageSize }), shape)) {
        await stalled.there;
        throw reason;
      }
    });
    expect(thrown).toBe(reason);
    expect(await leftBy(stalled)).toEqual(nothing);
  });

  test("return, while the next page is waited for", async () => {
    await using stalled = await createStalled(vendor, place);
    const listing = stalled.audiences.list({ pageSize });
    const iterator = iterate(listing, shape)[Symbol.asyncIterator]();
    let step = iterator.next();
    const all = thrownBy(async () => {
      while ((await step).done !== true) {
        step = iterator.next();
      }
      throw new Error("through");
    });
    await stalled.there;
    await turns(3);
    const returned = iterator.return?.();
    expect(await settlesWithin(20, Promise.all([returned, all]))).toBe(true);
    // The step that was under way ends without an item and without an error.
    expect([await returned, await step]).toEqual([
      { done: true, value: undefined },
      { done: true, value: undefined },
    ]);
    expect(await leftBy(stalled)).toEqual(nothing);
  });

  test("a stream of it, destroyed", async () => {
    await using stalled = await createStalled(vendor, place);
    const stream = Readable.from(iterate(stalled.audiences.list({ pageSize }), shape));
    const closed = once(stream, "close");
    stream.resume();
    await stalled.there;
    await turns(3);
    stream.destroy();
    expect(await settlesWithin(20, closed)).toBe(true);
    expect(await leftBy(stalled)).toEqual(nothing);
  });

  test("abort, while the next page is waited for", async () => {
    await using stalled = await createStalled(vendor, place);
    const controller = new AbortController();
    const { signal } = controller;
    const reason = new Error("the caller's own");
    const loop = thrownBy(async () => {
      for await (const _ of iterate(stalled.audiences.list({ pageSize, signal }), shape)) {
        // goes on to what never comes
      }
    });
    await stalled.there;
    await turns(3);
    expect(listeners(signal)).toBe(1);
    controller.abort(reason);
    expect(await settlesWithin(20, loop)).toBe(true);
    expect(await loop).toBe(reason);
    expect(listeners(signal)).toBe(0);
    expect(await leftBy(stalled)).toEqual(nothing);
  });

  test("abort, while the consumer is busy", async () => {
    await using stalled = await createStalled(vendor, place);
    const controller = new AbortController();
    const { signal } = controller;
    const reason = new Error("the caller's own");
    const thrown = await thrownBy(async () => {
      for await (const _ of iterate(stalled.audiences.list({ pageSize, signal }), shape)) {
        await stalled.there;
        controller.abort(reason);
      }
    });
    expect(thrown).toBe(reason);
    expect(listeners(signal)).toBe(0);
    expect(await leftBy(stalled)).toEqual(nothing);
  });
});
