import { describe, expect, test } from "vitest";
import { inProcess, keysOf, readUntilBroken, vendors } from "./support.ts";

describe.each(vendors)("%s", (vendor) => {
  test("drop: as fetch tells of a connection that broke, and the operation did not run", async () => {
    const list = inProcess(vendor, "call 2: drop");
    const first = await list.ask();
    await expect(list.ask({ cursor: first.next })).rejects.toMatchObject({
      name: "TypeError",
      message: "fetch failed",
      cause: { code: "ECONNRESET" },
    });
    expect(await list.walk()).toEqual(await keysOf(vendor));
    expect(list.emulators[vendor].requests[1]?.status).toBeUndefined();
  });

  test.each(["ENOTFOUND", "ECONNREFUSED"])("drop code %s", async (code) => {
    await expect(inProcess(vendor, `: drop code ${code}`).ask()).rejects.toMatchObject({
      cause: { code },
    });
  });

  test("apply then …: the operation ran, and its answer is lost", async () => {
    const counted = inProcess(vendor, ": apply then drop", {
      rateLimits: true,
      rateLimit: { requests: 1, seconds: 60 },
    });
    await expect(counted.ask()).rejects.toThrow("fetch failed");
    // The one request that is allowed was used up by the one whose answer was lost.
    expect((await counted.ask()).status).toBe(429);
    const spared = inProcess(vendor, ": drop", {
      rateLimits: true,
      rateLimit: { requests: 1, seconds: 60 },
    });
    await expect(spared.ask()).rejects.toThrow("fetch failed");
    expect((await spared.ask()).status).toBe(200);
  });

  test("apply then a status: the answer is another one", async () => {
    expect((await inProcess(vendor, ": apply then 500").ask()).status).toBe(500);
  });

  test.each([
    ["drop body", 0.5],
    ["drop body after 100", 100],
    ["drop body after 0", 0],
  ])("%s", async (words, length) => {
    const whole = (await inProcess(vendor, "").ask()).text;
    const list = inProcess(vendor, `: ${words}`);
    const response = await list.open();
    expect(response.status).toBe(200);
    const { text, error } = await readUntilBroken(response);
    const bytes = new TextEncoder().encode(whole);
    const left = length === 0.5 ? Math.floor(bytes.length / 2) : length;
    expect(text).toBe(new TextDecoder().decode(bytes.slice(0, left), { stream: true }));
    expect(error).toMatchObject({ message: "terminated", cause: { code: "ECONNRESET" } });
    expect(await list.walk()).toEqual(await keysOf(vendor));
  });

  test("stall: nothing, until the client gives up", async () => {
    const controller = new AbortController();
    const list = inProcess(vendor, ": stall");
    const answer = list.ask({ signal: controller.signal });
    const reason = new Error("too slow");
    setImmediate(() => controller.abort(reason));
    await expect(answer).rejects.toBe(reason);
    expect(list.faults.met()).toBe(1);
    expect(await list.walk()).toEqual(await keysOf(vendor));
  });

  test.each([
    ["stall body", 0],
    ["stall body after 10", 10],
  ])("%s: the headers, so many bytes, and nothing more", async (words, length) => {
    const controller = new AbortController();
    const response = await inProcess(vendor, `: ${words}`).open({ signal: controller.signal });
    expect(response.status).toBe(200);
    const reading = readUntilBroken(response);
    const reason = new Error("too slow");
    setImmediate(() => controller.abort(reason));
    const { text, error } = await reading;
    expect(text).toHaveLength(length);
    expect(error).toBe(reason);
  });

  test("a body that stalls can be left", async () => {
    const response = await inProcess(vendor, ": stall body").open();
    const reader = response.body?.getReader();
    const read = reader?.read();
    await reader?.cancel();
    expect((await read)?.done).toBe(true);
  });
});
