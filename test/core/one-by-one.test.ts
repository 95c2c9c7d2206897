import { describe, expect, test } from "vitest";

import {
  handfulList,
  inHandfuls,
  isInHandfuls,
  oneByOne,
} from "../../src/core/paging/one-by-one.ts";
import type { Handful } from "../../src/core/paging/one-by-one.ts";

/** A stream of handfuls, and whether it was left. */
function streamOf(
  handfuls: readonly (readonly number[])[],
  signal = new AbortController().signal,
  error?: Error,
) {
  const state = { left: false, steps: 0 };
  async function* handOut(): AsyncGenerator<Handful<number>, void, undefined> {
    try {
      for (const items of handfuls) {
        state.steps += 1;
        yield { items, signal };
        signal.throwIfAborted();
      }
      if (error !== undefined) {
        throw error;
      }
    } finally {
      state.left = true;
    }
  }
  return { state, open: handOut, items: oneByOne(handOut()) };
}

const end = { done: true, value: undefined };

describe("items, one by one,", () => {
  test("come in their order, and empty handfuls are passed over", async () => {
    const { items } = streamOf([[], [1, 2], [], [], [3], []]);
    expect(await Array.fromAsync(items)).toEqual([1, 2, 3]);
    expect(await items.next()).toEqual(end);
  });

  test("are asked for in any number at once, and come in the order of asking", async () => {
    const { items } = streamOf([[1], [2, 3], [4]]);
    const asked = Array.from({ length: 6 }, () => items.next());
    expect(await Promise.all(asked)).toEqual([
      ...[1, 2, 3, 4].map((value) => ({ done: false, value })),
      end,
      end,
    ]);
  });

  test("take no step of the stream while some are there", async () => {
    const { items, state } = streamOf([[1, 2, 3], [4]]);
    for (const steps of [1, 1, 1, 2]) {
      await items.next();
      expect(state.steps).toBe(steps);
    }
  });

  test("end with the stream's error, once", async () => {
    const error = new Error("down");
    const { items } = streamOf([[1]], undefined, error);
    expect(await items.next()).toEqual({ done: false, value: 1 });
    await expect(items.next()).rejects.toBe(error);
    expect(await items.next()).toEqual(end);
  });

  test("that were asked for behind a failure are at the end", async () => {
    const error = new Error("down");
    const { items } = streamOf([], undefined, error);
    const settled = await Promise.allSettled([items.next(), items.next()]);
    expect(settled).toEqual([
      { status: "rejected", reason: error },
      { status: "fulfilled", value: end },
    ]);
  });

  test("end where they are left, with what was still there", async () => {
    const { items, state } = streamOf([[1, 2, 3]]);
    await items.next();
    expect(await items.return?.()).toEqual(end);
    expect(state.left).toBe(true);
    expect(await items.next()).toEqual(end);
  });

  test("are not given after an abort, though they are there", async () => {
    const controller = new AbortController();
    const { items } = streamOf([[1, 2, 3]], controller.signal);
    await items.next();
    controller.abort("enough");
    await expect(items.next()).rejects.toBe("enough");
  });

  test("are looped over as they are", () => {
    const { items } = streamOf([]);
    expect(items[Symbol.asyncIterator]()).toBe(items);
  });
});

describe("a list of handfuls", () => {
  const { open } = streamOf([[1, 2], [], [3]]);
  const list = handfulList(open);

  test("is looped over item by item, each time anew", async () => {
    expect(await Array.fromAsync(list)).toEqual([1, 2, 3]);
    expect(await Array.fromAsync(list)).toEqual([1, 2, 3]);
  });

  test("gives its handfuls to who asks for those", async () => {
    const handfuls = await Array.fromAsync(list[inHandfuls](), ({ items }) => items);
    expect(handfuls).toEqual([[1, 2], [], [3]]);
  });

  test("is told from others", () => {
    expect([list, [1], oneByOne(open())].map(isInHandfuls)).toEqual([true, false, false]);
  });
});
