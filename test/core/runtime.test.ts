import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { defaultRuntime } from "../../src/core/runtime.ts";
import { listenersOf, reasons, watchRejections } from "../support/core-signal.ts";
import { settle, watch } from "../support/core-timing.ts";

watchRejections();
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const { sleep, now, random } = defaultRuntime;

async function after(milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
  await settle();
}

describe("sleep", () => {
  test("lasts as long as it was told", async () => {
    const sleeping = watch(sleep(1000));
    await after(999);
    expect(sleeping.state()).toBe("pending");
    await after(1);
    expect(sleeping.state()).toBe("fulfilled");
  });

  test("longer than a timer can hold does not end at once", async () => {
    const sleeping = watch(sleep(2 ** 40));
    await after(86_400_000);
    expect(sleeping.state()).toBe("pending");
    vi.clearAllTimers();
  });

  test("leaves no listener behind at its end", async () => {
    const { signal } = new AbortController();
    const sleeping = watch(sleep(10, signal));
    expect(listenersOf(signal)).toBe(1);
    await after(10);
    expect(sleeping.state()).toBe("fulfilled");
    expect(listenersOf(signal)).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each(reasons)(
    "ends with an abort's reason, %s, and leaves nothing behind",
    async (_words, reason) => {
      const controller = new AbortController();
      const sleeping = watch(sleep(1000, controller.signal));
      await after(500);
      controller.abort(reason);
      await settle();
      expect(sleeping.state()).toBe("rejected");
      expect(sleeping.reason()).toBe(reason);
      expect(listenersOf(controller.signal)).toBe(0);
      expect(vi.getTimerCount()).toBe(0);
    },
  );

  test("of an aborted signal does not begin", async () => {
    const sleeping = watch(sleep(1000, AbortSignal.abort("gone")));
    await settle();
    expect(sleeping.reason()).toBe("gone");
    expect(vi.getTimerCount()).toBe(0);
  });
});

test("the clock does not go back, and chance is between 0 and 1", () => {
  const [one, two] = [now(), now()];
  expect(two).toBeGreaterThanOrEqual(one);
  const drawn = random();
  expect(drawn >= 0 && drawn < 1).toBe(true);
});
