import { afterAll, describe, expect, test } from "vitest";
import { createClock, serveEmulators, startInstant } from "../../../src/testing/index.ts";
import { at, keysOf, overHttp, vendors } from "./support.ts";

// The clock stands still, so that dates can be told; waits are real, and short or aborted.
const served = await serveEmulators({ port: 0, size: 12, clock: createClock() });
afterAll(() => served.close());

/** How far a body could be read. */
async function drain(response: Response): Promise<{ bytes: number; error: unknown }> {
  let bytes = 0;
  try {
    for await (const piece of response.body ?? []) bytes += piece.length;
    return { bytes, error: undefined };
  } catch (error) {
    return { bytes, error };
  }
}

describe.each(vendors)("%s", (vendor) => {
  test.each(["drop", "apply then drop"])(
    "%s: the socket is closed without an answer",
    async (words) => {
      const list = overHttp(vendor, served, `: ${words}`);
      await expect(list.ask()).rejects.toMatchObject({
        message: "fetch failed",
        cause: { code: "UND_ERR_SOCKET" },
      });
      expect(await list.walk()).toEqual(await keysOf(vendor));
    },
  );

  test.each([0, 100])(
    "drop body after %i: exactly so many bytes, then the socket is closed",
    async (after) => {
      const list = overHttp(vendor, served, `: drop body after ${after}`);
      const response = await list.open();
      expect(response.status).toBe(200);
      expect(await drain(response)).toEqual({
        bytes: after,
        error: expect.objectContaining({ message: "terminated" }),
      });
      expect(await list.walk()).toEqual(await keysOf(vendor));
    },
  );

  test("stall: nothing, and the server lets go when the client does", async () => {
    const list = overHttp(vendor, served, ": stall");
    const controller = new AbortController();
    const asked = list.emulators[vendor].requests.length;
    const answer = list.ask({ signal: controller.signal });
    await until(() => list.faults.list()[0]?.met === 1);
    controller.abort(new Error("too slow"));
    await expect(answer).rejects.toThrow("too slow");
    await until(() => list.emulators[vendor].requests.length > asked);
    expect(list.emulators[vendor].requests.at(-1)?.status).toBeUndefined();
  });

  test("stall body: the headers come", async () => {
    const controller = new AbortController();
    const list = overHttp(vendor, served, ": stall body");
    const response = await list.open({ signal: controller.signal });
    expect(response.status).toBe(200);
    controller.abort(new Error("too slow"));
    expect(await drain(response)).toEqual({
      bytes: 0,
      error: expect.objectContaining({ message: "too slow" }),
    });
  });

  test("drip: a body in as many pieces as it has bytes", async () => {
    const list = overHttp(vendor, served, ": drip every 0");
    expect((await list.ask({ size: 1 })).keys).toHaveLength(1);
  });

  test.each(["oversized 3MB", "oversized 3MB gzip"])("%s", async (words) => {
    const list = overHttp(vendor, served, `: ${words}`);
    const response = await list.open();
    expect(response.headers.get("content-encoding")).toBe(words.endsWith("gzip") ? "gzip" : null);
    const text = await response.text();
    expect(text.length).toBeGreaterThan(3_000_000);
    expect(at(JSON.parse(text), ["padding"])).toHaveLength(3_000_000);
  });

  test.each(["endless body", "endless body gzip"])(
    "%s: until the client has had enough",
    async (words) => {
      const reader = (await overHttp(vendor, served, `: ${words}`).open()).body?.getReader();
      let bytes = 0;
      while (bytes < 1_000_000) bytes += (await reader?.read())?.value?.length ?? Infinity;
      expect(bytes).toBeLessThan(100_000_000);
      await reader?.cancel();
    },
  );

  test("a date stands beside the vendor's own", async () => {
    const { headers } = await overHttp(vendor, served, ": 503 retry-after-date 60").ask();
    expect(headers.get("date")).toBe(new Date(startInstant).toUTCString());
    expect(headers.get("retry-after")).toBe(new Date(startInstant + 60_000).toUTCString());
  });

  test.each(["html", "empty body", "truncated json", "null", "204", 'content type "text/plain"'])(
    "%s: as in process",
    async (words) => {
      const list = overHttp(vendor, served, `: ${words}`);
      expect((await list.ask()).status).toBe(words === "204" ? 204 : 200);
      expect(list.faults.list()).toMatchObject([{ met: 1 }]);
    },
  );

  test.each(["long", "reserved", "url"])("odd cursor %s travels through a URL", async (looks) => {
    const list = overHttp(vendor, served, `always: odd cursor ${looks}`);
    expect(await list.walk()).toEqual(await keysOf(vendor));
  });

  test("a redirect to another server is only followed by those who want to", async () => {
    const { baseUrl } = served[vendor === "whop" ? "batch" : "whop"];
    const answer = await overHttp(vendor, served, `: redirect "${baseUrl}/nowhere"`).ask();
    expect(answer.status).toBe(307);
    expect(answer.headers.get("location")).toBe(`${baseUrl}/nowhere`);
  });
});

/** Turns of the event loop until something is so. */
async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 10_000 && !isSo(); turn += 1)
    await new Promise((resolve) => setImmediate(resolve));
  expect(isSo()).toBe(true);
}
