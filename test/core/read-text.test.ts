import { describe, expect, test } from "vitest";

import { readText, tooLarge } from "../../src/core/http/body.ts";
import { thrownBy } from "../support/core-read.ts";
import { listenersOf } from "../support/core-signal.ts";
import { settle, watch } from "../support/core-timing.ts";

/** A body of these pieces that stays open, and whether somebody gave it up. */
function openBody(...pieces: readonly (string | Uint8Array)[]) {
  const cancelled: unknown[] = [];
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const stream = new ReadableStream<Uint8Array>({
    start(given) {
      controller = given;
      for (const piece of pieces) {
        given.enqueue(typeof piece === "string" ? new TextEncoder().encode(piece) : piece);
      }
    },
    cancel(reason) {
      cancelled.push(reason);
    },
  });
  return { response: new Response(stream), cancelled, close: () => controller?.close() };
}

describe("the text of an answer", () => {
  test("is empty where there is no body", async () => {
    expect(await readText(new Response(null, { status: 204 }), 10)).toBe("");
  });

  test("is read without a signal, and with none given", async () => {
    expect(await readText(new Response("fine"), 4)).toBe("fine");
    expect(await readText(new Response("fine"), 4, null)).toBe("fine");
  });

  test("is read under a signal, which is left as it was", async () => {
    const { signal } = new AbortController();
    const { response, close, cancelled } = openBody("fi", "ne");
    const reading = readText(response, 4, signal);
    expect(listenersOf(signal)).toBe(1);
    close();
    expect(await reading).toBe("fine");
    expect(listenersOf(signal)).toBe(0);
    expect(cancelled).toEqual([]);
  });

  test("is a sign that is no JSON where it is no UTF-8, whole or at its end", async () => {
    expect(await readText(new Response(Uint8Array.of(0x7b, 0xff)), 10)).toBe("\ufffd");
    expect(await readText(new Response(Uint8Array.of(0x7b, 0xe9)), 10)).toBe("\ufffd");
  });
});

describe("a body is given up", () => {
  test("above the cap, and not before", async () => {
    const { response, cancelled } = openBody("1234", "5");
    expect(await thrownBy(() => readText(response, 4))).toBe(tooLarge);
    expect(cancelled).toHaveLength(1);
  });

  test("at an abort, once", async () => {
    const controller = new AbortController();
    const { response, cancelled } = openBody("1234");
    const reading = watch(readText(response, 10, controller.signal));
    await settle();
    expect(reading.state()).toBe("pending");
    expect(cancelled).toEqual([]);
    controller.abort();
    await settle();
    expect(cancelled).toHaveLength(1);
    expect(reading.state()).toBe("fulfilled");
    expect(listenersOf(controller.signal)).toBe(0);
  });

  test("at once under a signal that is aborted already", async () => {
    const { response, cancelled } = openBody("1234");
    await readText(response, 10, AbortSignal.abort());
    expect(cancelled).toHaveLength(1);
  });
});
