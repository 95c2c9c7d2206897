import { describe, expect, test } from "vitest";
import type { Vendor } from "../../../src/testing/index.ts";
import { inProcess, keysOf, vendors } from "./support.ts";

async function bytesAfter(vendor: Vendor, script: string): Promise<Uint8Array> {
  const response = await inProcess(vendor, script).open();
  expect(response.status).toBe(200);
  return new Uint8Array(await response.arrayBuffer());
}

describe.each(vendors)("%s", (vendor) => {
  test.each([
    ["html", "text/html; charset=utf-8", /^<!doctype html>/],
    ["plain text", "text/plain", /^OK$/],
    ["empty body", "application/json", /^$/],
    ["null", "application/json", /^null$/],
    ["[]", "application/json", /^\[\]$/],
    ["{}", "application/json", /^\{\}$/],
    ['body "{\\"a\\":" type "application/problem+json"', "application/problem+json", /^\{"a":$/],
  ])("%s: with 200, once", async (words, type, text) => {
    const list = inProcess(vendor, `page 2: ${words}`);
    const answer = await list.askPage(2);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe(type);
    expect(answer.text).toMatch(text);
    expect(await list.walk()).toEqual(await keysOf(vendor));
  });

  test("{} then oversized: still JSON", async () => {
    const { body } = await inProcess(vendor, ": {} then oversized 10").ask();
    expect(body).toEqual({ padding: "xxxxxxxxxx" });
  });

  test("html with another status", async () => {
    expect((await inProcess(vendor, ": html 502").ask()).status).toBe(502);
  });

  test("truncated json: half of it or so many bytes, on a whole connection", async () => {
    const whole = await bytesAfter(vendor, "page 2: drop");
    const half = Math.floor(whole.length / 2);
    expect(await bytesAfter(vendor, ": truncated json")).toEqual(whole.slice(0, half));
    expect(await bytesAfter(vendor, ": truncated json after 60")).toEqual(whole.slice(0, 60));
    expect(await bytesAfter(vendor, ": truncated json after 0")).toHaveLength(0);
  });

  test("truncated json: waits for an answer that is long enough to be cut", async () => {
    const list = inProcess(vendor, ": truncated json after 2000");
    expect((await list.ask({ size: 1 })).status).toBe(200);
    expect(list.faults.met()).toBe(0);
    expect((await list.ask({ size: 100 })).body).toBeUndefined();
    expect(list.faults.met()).toBe(1);
  });

  test("content type: another one, and the same body", async () => {
    const { headers, body } = await inProcess(vendor, ': content type "text/plain"').ask();
    expect(headers.get("content-type")).toBe("text/plain");
    expect(body).toEqual((await inProcess(vendor, "").ask()).body);
  });

  describe("too big", () => {
    test.each(["oversized 200kB", "oversized 200kB gzip"])("%s: still the page", async (words) => {
      const list = inProcess(vendor, `page 2: ${words}`);
      const answer = await list.askPage(2);
      expect(answer.text.length).toBeGreaterThan(200_000);
      expect(answer.text.length).toBeLessThan(210_000);
      expect(answer.keys).toHaveLength(3);
      expect(await list.walk()).toEqual(await keysOf(vendor));
    });

    test.each(["oversized 50MB", "oversized 50MB gzip", "endless body", "endless body gzip"])(
      "%s: made while it is read, and no longer",
      async (words) => {
        const reader = (await inProcess(vendor, `: ${words}`).open()).body?.getReader();
        let bytes = 0;
        while (bytes < 300_000) bytes += (await reader?.read())?.value?.length ?? Infinity;
        expect(bytes).toBeLessThan(1_000_000);
        await reader?.cancel();
        expect((await reader?.read())?.done).toBe(true);
      },
    );

    test("an abort ends it", async () => {
      const controller = new AbortController();
      const list = inProcess(vendor, ": endless body");
      const { body } = await list.open({ signal: controller.signal });
      const reader = body?.getReader();
      await reader?.read();
      const reason = new Error("enough");
      controller.abort(reason);
      await expect(
        (async () => {
          for (;;) await reader?.read();
        })(),
      ).rejects.toBe(reason);
    });
  });
});
