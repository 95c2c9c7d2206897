import { describe, expect, test } from "vitest";
import {
  createBatchEmulator,
  createSonarlyEmulator,
  createWhopEmulator,
} from "../../../src/testing/index.ts";
import { askBatch, askSonarly, askWhop } from "./support.ts";

const statuses = async (
  count: number,
  request: () => Promise<{ status: number }>,
): Promise<Map<number, number>> => {
  const seen = new Map<number, number>();
  for (let index = 0; index < count; index += 1) {
    const { status } = await request();
    seen.set(status, (seen.get(status) ?? 0) + 1);
  }
  return seen;
};

describe("Whop: 600 a minute for each operation and credential", () => {
  test("the 601st is a 429 that tells the wait in its text and nowhere else", async () => {
    const whop = createWhopEmulator({ rateLimits: true, size: 1 });
    expect(await statuses(600, () => askWhop(whop))).toEqual(new Map([[200, 600]]));
    whop.advance(48_000);
    const refused = await askWhop(whop);
    expect(refused).toMatchObject({
      status: 429,
      body: {
        error: { type: "rate_limit_exceeded", message: expect.stringMatching(/\b12 seconds/) },
      },
    });
    expect(refused.headers.get("retry-after")).toBeNull();
    whop.advance(12_000);
    expect((await askWhop(whop)).status).toBe(200);
  });

  test("another key has its own budget", async () => {
    const whop = createWhopEmulator({
      rateLimits: true,
      rateLimit: { requests: 1, seconds: 60 },
      size: 1,
    });
    const key = whop.issueKey();
    expect([
      (await askWhop(whop)).status,
      (await askWhop(whop)).status,
      (await askWhop(whop, {}, { key })).status,
    ]).toEqual([200, 429, 200]);
  });
});

describe("Batch: one a second for each project", () => {
  test("the second within a second is a 429 without Retry-After, on whatever route", async () => {
    const batch = createBatchEmulator({ rateLimits: true, size: 1 });
    expect((await askBatch(batch, "/audiences/list")).status).toBe(200);
    batch.advance(999);
    const refused = await askBatch(batch, "/audiences/view", { name: "test" });
    expect(refused).toMatchObject({
      status: 429,
      body: { error_message: expect.any(String), error_code: "TOO_MANY_REQUESTS" },
    });
    expect(refused.headers.get("retry-after")).toBeNull();
    batch.advance(1);
    expect((await askBatch(batch, "/audiences/list")).status).toBe(200);
  });
});

describe("Sonarly: no documented numbers", () => {
  test("the emulator's own, or those it is given", async () => {
    const sonarly = createSonarlyEmulator({
      rateLimits: true,
      rateLimit: { requests: 2, seconds: 10 },
      size: 1,
    });
    expect(await statuses(3, () => askSonarly(sonarly, "/audiences"))).toEqual(
      new Map([
        [200, 2],
        [429, 1],
      ]),
    );
    expect((await askSonarly(sonarly, "/audiences")).body).toMatchObject({
      success: false,
      error: { code: "RATE_LIMITED" },
    });
    sonarly.advance(10_000);
    expect((await askSonarly(sonarly, "/audiences")).status).toBe(200);
  });
});

test("without rateLimits nothing is limited", async () => {
  const batch = createBatchEmulator({ size: 1 });
  expect(await statuses(30, () => askBatch(batch, "/audiences/list"))).toEqual(
    new Map([[200, 30]]),
  );
});

test("requests that are refused for their key do not use up anybody's budget", async () => {
  const batch = createBatchEmulator({ rateLimits: true, size: 1 });
  await askBatch(batch, "/audiences/list", {}, { key: "wrong" });
  expect((await askBatch(batch, "/audiences/list")).status).toBe(200);
});
