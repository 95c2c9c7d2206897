import { describe, expect, test } from "vitest";

import { createAudiences } from "../../src/core/audiences.ts";
import { AudienceError } from "../../src/core/errors.ts";
import type { Adapter } from "../../src/core/contract.ts";
import type { AudienceRecord, AudienceStatus } from "../../src/core/model.ts";
import type { WaitOptions } from "../../src/core/writing/waiting.ts";
import { errorOf, untyped } from "../support/core-read.ts";
import { recordOf, scripted } from "../support/core-vendor.ts";

const ref = { provider: "shop", id: "vip" } as const;

type Look = Partial<AudienceRecord> | AudienceError;

const notFound = new AudienceError("not_found", "shop: there is none.");
const notReady = new AudienceError("not_ready", "shop: it is being filled.");
const processing: Look = { status: "processing" };

/** A vendor that is looked at so often, the last look for ever; its waits take no time. */
function looking(...looks: readonly Look[]) {
  const asked: (string | undefined)[] = [];
  const pauses: number[] = [];
  const adapter = {
    ...scripted(),
    async waitUntilReady(id, pending) {
      const look = looks[Math.min(asked.length, looks.length - 1)] ?? notFound;
      asked.push(pending);
      if (look instanceof Error) {
        throw look;
      }
      return { ...recordOf(id), ...look };
    },
  } satisfies Adapter;
  const audiences = createAudiences({ shop: adapter });
  const sleep: WaitOptions["sleep"] = async (milliseconds, signal) => {
    signal?.throwIfAborted();
    pauses.push(milliseconds);
  };
  return {
    asked,
    pauses,
    wait: (options: WaitOptions = {}) => audiences.waitUntilReady(ref, { sleep, ...options }),
  };
}

describe("waiting", () => {
  test.each(["ready", "partial", "failed"] satisfies AudienceStatus[])(
    "ends at once where it is %s",
    async (status) => {
      const { wait, pauses, asked } = looking({ status });
      expect(await wait()).toMatchObject({ provider: "shop", id: "vip", status });
      expect([asked, pauses]).toEqual([[undefined], []]);
    },
  );

  test.each(["processing", "unknown"] satisfies AudienceStatus[])(
    "goes on while it is %s",
    async (status) => {
      const { wait, asked } = looking({ status }, { status: "ready" });
      expect((await wait()).status).toBe("ready");
      expect(asked).toHaveLength(2);
    },
  );

  test("follows the write that it is asked to follow", async () => {
    const { wait, asked } = looking(processing, {});
    await wait({ pending: "t1" });
    expect(asked).toEqual(["t1", "t1"]);
  });

  test("looks less and less often, up to fifteen times the first pause", async () => {
    const { wait, pauses } = looking(...Array.from({ length: 10 }, () => processing), {});
    await wait({ interval: 100 });
    expect(pauses).toEqual([100, 150, 225, 337.5, 506.25, 759.375, 1139.0625, 1500, 1500, 1500]);
  });

  test("begins with two seconds and lasts half an hour, if nothing else is said", async () => {
    const { wait, pauses } = looking(processing);
    const error = await errorOf(() => wait());
    expect(pauses.slice(0, 3)).toEqual([2000, 3000, 4500]);
    const waited = pauses.reduce((sum, pause) => sum + pause, 0);
    expect(waited).toBeLessThanOrEqual(1_800_000);
    expect(waited).toBeGreaterThan(1_800_000 - 30_000);
    expect(error.message).toContain(`after ${Math.round(waited / 1000)} s.`);
  });

  test("tells of every look, also of those that show nothing", async () => {
    const seen: (string | null)[] = [];
    const { wait } = looking(notFound, processing, {});
    await wait({ onLook: (audience) => seen.push(audience?.status ?? null) });
    expect(seen).toEqual([null, "processing", "ready"]);
  });

  test("survives a listener's fault", async () => {
    const { wait } = looking({});
    const ready = await wait({
      onLook() {
        throw new Error("a listener's own fault");
      },
    });
    expect(ready.status).toBe("ready");
  });
});

describe("the time that is waited", () => {
  test("is used up to its end", async () => {
    const { wait, pauses } = looking(processing);
    await errorOf(() => wait({ interval: 100, timeout: 250 }));
    expect(pauses).toEqual([100, 150]);
    const shorter = looking(processing);
    const error = await errorOf(() => shorter.wait({ interval: 2000, timeout: 1000 }));
    expect(shorter.pauses).toEqual([1000]);
    expect(error).toMatchObject({ message: expect.stringContaining("after 1 s") });
  });

  test.each<readonly [string, Look, string]>([
    ["what it is", processing, "processing"],
    ["the vendor's word", { ...processing, vendorStatus: "SYNCING" }, "processing (SYNCING)"],
    ["no empty word", { ...processing, vendorStatus: "" }, "processing"],
    ["no person in a word", { ...processing, vendorStatus: "a@b.co" }, "processing ([email])"],
    ["that it is not shown", notReady, "not shown yet"],
  ])("ends with %s", async (_words, look, state) => {
    const error = await errorOf(() => looking(look).wait({ interval: 1000, timeout: 3000 }));
    expect(error).toMatchObject({
      code: "timeout",
      provider: "shop",
      operation: "waitUntilReady",
      transient: true,
      message: `shop: the audience is still ${state} after 3 s. The vendor goes on without us; wait again later.`,
    });
  });

  test.each([
    ["timeout", 0],
    ["timeout", -1],
    ["timeout", Number.NaN],
    ["interval", 0],
    ["interval", "2s"],
  ])("is refused where %s is %j", async (name, value) => {
    const { wait, asked } = looking({});
    const error = await errorOf(() => wait(untyped({ [name]: value })));
    expect(error).toMatchObject({
      code: "invalid_argument",
      message: `${name} must be a number of ms above 0.`,
    });
    expect(asked).toEqual([]);
  });

  test("is refused under another name", async () => {
    const error = await errorOf(() => looking({}).wait(untyped({ timeOut: 5 })));
    expect(error.message).toBe(
      'There is no option "timeOut"; there are signal, pending, timeout, interval, onLook, sleep.',
    );
  });
});

describe("a look that fails", () => {
  test("because nothing is there yet is forgiven for half a minute", async () => {
    const { wait, pauses } = looking(notFound);
    expect(await errorOf(() => wait({ interval: 10_000 }))).toBe(notFound);
    // Looked at after 0, 10 and 25 s, and no more forgiven after 47.5.
    expect(pauses).toEqual([10_000, 15_000, 22_500]);
    const exact = looking(notFound);
    await errorOf(() => exact.wait({ interval: 30_000 }));
    expect(exact.pauses).toEqual([30_000]);
  });

  test("because it is being filled is no failure, however long it takes", async () => {
    const { wait, asked } = looking(...Array.from({ length: 50 }, () => notReady), {});
    expect((await wait({ interval: 10_000, timeout: 10_000_000 })).status).toBe("ready");
    expect(asked).toHaveLength(51);
  });

  test("for any other reason ends the waiting", async () => {
    const denied = new AudienceError("permission", "shop: no.");
    const { wait, asked } = looking(processing, denied);
    expect(await errorOf(() => wait())).toBe(denied);
    expect(asked).toHaveLength(2);
  });
});

test("an abort ends the waiting with the signal's own reason", async () => {
  const { wait, asked } = looking(processing);
  await expect(wait({ signal: AbortSignal.abort("enough") })).rejects.toBe("enough");
  expect(asked).toEqual([]);
});
