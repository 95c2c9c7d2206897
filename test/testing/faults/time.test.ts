import { describe, expect, test } from "vitest";
import { createClock, startInstant } from "../../../src/testing/index.ts";
import { inProcess, readUntilBroken, realTime, vendors } from "./support.ts";

describe.each(vendors)("%s", (vendor) => {
  test("drip: byte by byte, each after a second or what is told", async () => {
    for (const [words, every] of [
      ["drip", 1000],
      ["drip every 20", 20],
    ] as const) {
      const waits: number[] = [];
      const list = inProcess(vendor, `: ${words}`, {
        wait: async (milliseconds) => void waits.push(milliseconds),
      });
      const response = await list.open();
      const reader = response.body?.getReader();
      expect((await reader?.read())?.value).toHaveLength(1);
      expect((await reader?.read())?.value).toHaveLength(1);
      expect(waits).toEqual([every, every]);
      await reader?.cancel();
      expect(waits).toHaveLength(2);
    }
  });

  test("a body that drips stops when nobody waits for it", async () => {
    const controller = new AbortController();
    const signals: (AbortSignal | undefined)[] = [];
    const list = inProcess(vendor, ": drip", {
      wait: async (_, signal) => void signals.push(signal),
    });
    const response = await list.open({ signal: controller.signal });
    const reader = response.body?.getReader();
    await reader?.read();
    controller.abort(new Error("gone"));
    await expect(reader?.read()).rejects.toThrow("gone");
    expect(signals[0]?.aborted).toBe(true);
  });

  test("delay: so long, on whatever clock there is", async () => {
    const waits: number[] = [];
    const list = inProcess(vendor, "always: delay 250 then 503", {
      wait: async (milliseconds) => void waits.push(milliseconds),
    });
    expect([(await list.ask()).status, (await list.ask()).status]).toEqual([503, 503]);
    expect(waits).toEqual([250, 250]);
  });

  test("delay: ends with the client's interest", async () => {
    const list = realTime(vendor, ": delay 99999999999");
    const controller = new AbortController();
    const reason = new Error("too slow");
    setImmediate(() => controller.abort(reason));
    await expect(list.ask({ signal: controller.signal })).rejects.toBe(reason);
  });

  test("a body that drips in real time ends with the client's interest, too", async () => {
    const controller = new AbortController();
    const response = await realTime(vendor, ": drip").open({ signal: controller.signal });
    const reading = readUntilBroken(response);
    const reason = new Error("too slow");
    setImmediate(() => controller.abort(reason));
    expect(await reading).toEqual({ text: "", error: reason });
  });

  test("a wait can be one of the emulator's own time", async () => {
    const clock = createClock();
    const wait = async (milliseconds: number): Promise<void> => clock.advance(milliseconds);
    await inProcess(vendor, ": delay 5000", { clock, wait }).ask();
    expect(clock.now()).toBe(startInstant + 5000);
  });
});
