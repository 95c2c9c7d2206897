import assert from "node:assert/strict";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { errorOf, thrownBy } from "../support/core-read.ts";
import { client, inTurn, ok, refused, silence } from "../support/core-http.ts";
import type { Reply } from "../support/core-http.ts";
import { listenersOf, reasons, watchRejections } from "../support/core-signal.ts";
import { settle, watch } from "../support/core-timing.ts";

watchRejections();
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  const left = vi.getTimerCount();
  vi.useRealTimers();
  assert.equal(left, 0, "no call leaves a timer behind");
});

/** A body that a test writes, and of which it is told whether somebody gave it up. */
function openBody() {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const cancelled: unknown[] = [];
  const body = new ReadableStream<Uint8Array>({
    start(given) {
      controller = given;
    },
    cancel(reason) {
      cancelled.push(reason);
    },
  });
  const write = (text: string): void => controller?.enqueue(new TextEncoder().encode(text));
  const reply: Reply = () =>
    new Response(body, { headers: { "content-type": "application/json" } });
  return { reply, write, cancelled };
}

/** Lets time pass, and what follows from it happen. */
async function after(milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
  await settle();
}

describe("the timeout of an attempt", () => {
  test("is 30 s where nobody answers, and names itself", async () => {
    const { ask, requests } = client(silence, { retries: 0 });
    const asking = watch(ask());
    await after(29_999);
    expect(asking.state()).toBe("pending");
    await after(1);
    expect(asking.reason()).toMatchObject({ code: "timeout", provider: "acme", transient: true });
    expect(String(asking.reason())).toContain("30000 ms");
    expect(requests[0]?.signal.aborted).toBe(true);
  });

  test("covers the body: one that stalls is no answer", async () => {
    const stalled = openBody();
    const { ask } = client(stalled.reply, { retries: 0, timeout: 1000 });
    const asking = watch(ask());
    await settle();
    stalled.write('{"fine":');
    await after(999);
    expect(asking.state()).toBe("pending");
    await after(1);
    expect(asking.reason()).toMatchObject({ code: "timeout" });
    expect(stalled.cancelled).toHaveLength(1);
  });

  test("is not set back by a drip", async () => {
    const drip = openBody();
    const { ask } = client(drip.reply, { retries: 0, timeout: 1000 });
    const asking = watch(ask());
    for (let count = 0; count < 9; count += 1) {
      await after(100);
      drip.write(" ");
    }
    expect(asking.state()).toBe("pending");
    await after(100);
    expect(asking.reason()).toMatchObject({ code: "timeout" });
  });

  test("is of each attempt: a read is tried again", async () => {
    const { ask, requests } = client(inTurn(silence, silence, ok), { timeout: 1000 });
    const asking = watch(ask());
    await after(1000);
    await after(1000);
    expect(asking.value()).toEqual({ fine: true });
    expect(requests).toHaveLength(3);
  });

  test("of a write is not tried again: it may have been done", async () => {
    const { write, requests } = client(silence, { timeout: 1000 });
    const asking = watch(write({ body: {} }));
    await after(1000);
    expect(asking.reason()).toMatchObject({ code: "timeout" });
    expect(requests).toHaveLength(1);
  });

  test("is cut to what maxRetryTime leaves", async () => {
    const { ask } = client(silence, { timeout: 30_000, maxRetryTime: 2000, retries: 0 });
    const asking = watch(ask());
    await after(1999);
    expect(asking.state()).toBe("pending");
    await after(1);
    expect(asking.reason()).toMatchObject({ code: "timeout" });
  });

  test("may be longer than a timer can hold, and does not fire at once", async () => {
    const answer = openBody();
    const { ask } = client(answer.reply, { timeout: 1e12, maxRetryTime: Number.POSITIVE_INFINITY });
    const controller = new AbortController();
    const asking = watch(ask({}, { signal: controller.signal }));
    await after(60_000);
    expect(asking.state()).toBe("pending");
    controller.abort();
    await settle();
    expect(asking.state()).toBe("rejected");
  });

  test("is over with the answer", async () => {
    const { ask, requests } = client(ok);
    await ask();
    await after(60_000);
    expect(requests).toHaveLength(1);
  });
});

describe.each(reasons)("an abort with %s", (_words, reason) => {
  test("before the call sends nothing", async () => {
    const { ask, requests } = client(ok);
    expect(await thrownBy(() => ask({}, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(requests).toHaveLength(0);
  });

  test("while nobody answers ends the call at once, and is not tried again", async () => {
    const { ask, requests } = client(silence);
    const controller = new AbortController();
    const asking = watch(ask({}, { signal: controller.signal }));
    await settle();
    controller.abort(reason);
    await settle();
    expect(asking.state()).toBe("rejected");
    expect(asking.reason()).toBe(reason);
    expect(requests).toHaveLength(1);
    expect(requests[0]?.signal.aborted).toBe(true);
    expect(listenersOf(controller.signal)).toBe(0);
  });

  test("in the middle of a body gives the body up", async () => {
    const stalled = openBody();
    const { ask } = client(stalled.reply);
    const controller = new AbortController();
    const asking = watch(ask({}, { signal: controller.signal }));
    await settle();
    stalled.write("[1,");
    controller.abort(reason);
    await settle();
    expect(asking.reason()).toBe(reason);
    expect(stalled.cancelled).toHaveLength(1);
  });

  test("while waiting for a repeat, with a real timer, ends the wait", async () => {
    const { ask, requests } = client(refused(429, { "retry-after": "60" }), { sleep: undefined });
    const controller = new AbortController();
    const asking = watch(ask({}, { signal: controller.signal }));
    await settle();
    await after(30_000);
    expect(asking.state()).toBe("pending");
    controller.abort(reason);
    await settle();
    expect(asking.state()).toBe("rejected");
    expect(asking.reason()).toBe(reason);
    expect(requests).toHaveLength(1);
    expect(listenersOf(controller.signal)).toBe(0);
  });
});

test("a call that is over listens to its signal no more", async () => {
  const { signal } = new AbortController();
  const { ask } = client(inTurn(ok, () => new Response("", { status: 404 })));
  await ask({}, { signal });
  await errorOf(() => ask({}, { signal }));
  expect(listenersOf(signal)).toBe(0);
});
