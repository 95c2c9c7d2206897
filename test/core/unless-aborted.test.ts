import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { describe, expect, test } from "vitest";

import { memory } from "../../adapters/memory.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import type { MemberWrite } from "../../src/core/writing/contract.ts";
import type { MemberInput } from "../../src/core/model.ts";
import { unlessAborted } from "../../src/core/unless-aborted.ts";
import { listenersOf, reasons, watchRejections } from "../support/core-signal.ts";

watchRejections();

setFlagsFromString("--expose-gc");
/** A whole collection, at once. */
const collect = (): void => {
  runInNewContext("gc")();
};
const never = (): Promise<never> => new Promise<never>(() => undefined);

describe("a step of a long work", () => {
  test("listens while it waits, and leaves no listener behind", async () => {
    const { signal } = new AbortController();
    for (const step of [async () => 1, () => Promise.reject(new Error("it failed"))]) {
      const run = unlessAborted(signal, step);
      expect(listenersOf(signal)).toBe(1);
      await run.catch(() => undefined);
      expect(listenersOf(signal)).toBe(0);
    }
  });

  test.for(reasons)("is given up with the signal's own reason: %s", async ([, reason]) => {
    const controller = new AbortController();
    const run = unlessAborted(controller.signal, never);
    controller.abort(reason);
    await expect(run).rejects.toBe(reason);
    expect(listenersOf(controller.signal)).toBe(0);
  });

  test("is not begun under a signal that is aborted", async () => {
    const reason = new Error("enough");
    let begun = 0;
    const step = async (): Promise<void> => {
      begun += 1;
    };
    await expect(unlessAborted(AbortSignal.abort(reason), step)).rejects.toBe(reason);
    expect(begun).toBe(0);
  });

  test("that fails after the abort is nobody's unhandled rejection", async () => {
    const controller = new AbortController();
    let fail: ((reason: unknown) => void) | undefined;
    const step = new Promise<never>((_resolve, reject) => {
      fail = reject;
    });
    const run = unlessAborted(controller.signal, () => step);
    controller.abort(new Error("enough"));
    await expect(run).rejects.toThrow("enough");
    fail?.(new Error("too late"));
  });
});

test("a write of many members under a signal keeps nothing of those that are through", async () => {
  const { signal } = new AbortController();
  const seen: WeakRef<MemberInput>[] = [];
  let held = 0;
  let listening = 0;
  async function* people(): AsyncGenerator<MemberInput> {
    for (let index = 0; index < 20_000; index += 1) {
      const member = { identifiers: { externalId: [String(index)] } };
      if (index % 1000 === 0) {
        // A weak reference that was looked at holds on until the next turn.
        await new Promise(setImmediate);
        collect();
        held = Math.max(held, seen.filter((one) => one.deref() !== undefined).length);
        listening = Math.max(listening, listenersOf(signal));
      }
      yield member;
    }
  }
  // Takes members and forgets them.
  const taking = {
    ...memory({ audiences: [{ id: "a", name: "A" }] }),
    async addMembers({ members }: MemberWrite) {
      let written = 0;
      for await (const chunk of members) {
        written += chunk.length;
        seen.push(...chunk.slice(0, 1).map((member) => new WeakRef(member)));
      }
      return { written };
    },
  };
  const audiences = createAudiences({ taking });
  await audiences.addMembers({ provider: "taking", id: "a" }, people(), { signal });
  expect(seen).toHaveLength(200);
  // Those on their way, and no more for every thousand that came before.
  expect(held).toBeLessThan(4);
  // The call's own, and that of the step that waits.
  expect(listening).toBe(2);
  expect(listenersOf(signal)).toBe(0);
});
