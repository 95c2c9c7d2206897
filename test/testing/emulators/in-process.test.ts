import { describe, expect, test } from "vitest";
import {
  createEmulators,
  createTickingClock,
  createWhopEmulator,
  startInstant,
} from "../../../src/testing/index.ts";
import { askWhop, readWhop, walk } from "./support.ts";

const { whop, batch, sonarly, fetch: fetchAny, clock } = createEmulators({ size: 3 });
const listUrl = `${whop.baseUrl}/audiences?account_id=${whop.accountId}`;
const headers = { authorization: `Bearer ${whop.apiKey}` };

describe("fetch", () => {
  test("the addresses are the vendors' own", () => {
    expect([whop.baseUrl, batch.baseUrl, sonarly.baseUrl]).toEqual([
      "https://api.whop.com/api/v1",
      "https://api.batch.com/2.11",
      "https://api.sonarly.io/v1",
    ]);
  });

  test("takes a string, a URL or a Request, and init wins over the Request", async () => {
    expect((await whop.fetch(listUrl, { headers })).status).toBe(200);
    expect((await whop.fetch(new URL(listUrl), { headers })).status).toBe(200);
    expect((await whop.fetch(new Request(listUrl, { headers }))).status).toBe(200);
    expect((await whop.fetch(new Request(listUrl, { headers }), { headers: {} })).status).toBe(401);
  });

  test("any other host is a network error", async () => {
    for (const url of [
      "https://example.com/",
      batch.baseUrl,
      "http://api.whop.com/api/v1/audiences",
    ]) {
      await expect(whop.fetch(url)).rejects.toThrow(TypeError);
    }
  });

  test("that of all three reaches each of them", async () => {
    for (const { baseUrl } of [whop, batch, sonarly])
      expect((await fetchAny(`${baseUrl}/nothing`)).status).toBe(404);
    await expect(fetchAny("https://example.com/")).rejects.toThrow(TypeError);
  });
});

describe("a signal", () => {
  test("aborted before: rejects with its own reason, and nothing is asked", async () => {
    const asked = whop.requests.length;
    const reason = new Error("changed my mind");
    await expect(whop.fetch(listUrl, { headers, signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
    await expect(
      whop.fetch(new Request(listUrl, { signal: AbortSignal.abort(reason) })),
    ).rejects.toBe(reason);
    expect(whop.requests).toHaveLength(asked);
  });

  test("aborted while waiting: rejects with its own reason", async () => {
    const slow = createWhopEmulator({
      size: 1,
      intercept: () => new Promise<Response>(() => undefined),
    });
    const controller = new AbortController();
    const reason = new Error("too slow");
    const answer = slow.fetch(`${slow.baseUrl}/audiences`, { signal: controller.signal });
    setImmediate(() => controller.abort(reason));
    await expect(answer).rejects.toBe(reason);
  });
});

describe("intercept", () => {
  test("knows vendor, operation, how many calls and which page", async () => {
    const calls: unknown[] = [];
    const watched = createWhopEmulator({
      size: 5,
      intercept: ({ vendor, operation, call, page }, next) => {
        calls.push([vendor, operation, call, page]);
        return next();
      },
    });
    await walk(readWhop(watched), 2);
    await askWhop(watched, { after: "made up" });
    expect(calls).toEqual([
      ["whop", "list", 1, 1],
      ["whop", "list", 2, 2],
      ["whop", "list", 3, 3],
      ["whop", "list", 4, undefined],
    ]);
  });

  test("may answer in an operation's place, once the operation has or has not run", async () => {
    const broken = createWhopEmulator({
      size: 1,
      intercept: ({ call }, next) => (call === 1 ? new Response("", { status: 503 }) : next()),
    });
    expect([(await askWhop(broken)).status, (await askWhop(broken)).status]).toEqual([503, 200]);
  });

  test("may break the connection, which is logged without a status", async () => {
    const broken = createWhopEmulator({
      size: 1,
      intercept: () => {
        throw new TypeError("fetch failed");
      },
    });
    await expect(askWhop(broken)).rejects.toThrow("fetch failed");
    expect(broken.requests).toMatchObject([{ operation: "list", status: undefined }]);
  });
});

describe("the log", () => {
  test("has method, path, operation, page and status, and no key", async () => {
    const fresh = createWhopEmulator({ size: 3 });
    await walk(readWhop(fresh), 2);
    await askWhop(fresh, {}, { key: "wrong" });
    await fresh.fetch(`${fresh.baseUrl}/nothing`);
    expect(fresh.requests).toMatchObject([
      {
        method: "GET",
        path: expect.stringContaining("/api/v1/audiences?"),
        operation: "list",
        page: 1,
        status: 200,
      },
      { operation: "list", page: 2, status: 200 },
      { operation: "list", page: 1, status: 401 },
      { path: "/api/v1/nothing", operation: undefined, page: undefined, status: 404 },
    ]);
    expect(JSON.stringify(fresh.requests)).not.toContain(fresh.apiKey);
  });
});

describe("the state", () => {
  test("a list that was taken does not change any more", () => {
    const fresh = createWhopEmulator({ size: 2 });
    const before = fresh.audiences.list();
    const [first] = before;
    const added = fresh.audiences.add({ name: "New" });
    fresh.audiences.update(first?.id ?? "", { name: "Renamed" });
    expect(before).toHaveLength(2);
    expect(before[0]?.name).toBe(first?.name);
    expect(fresh.audiences.list()).toHaveLength(3);
    expect(fresh.audiences.list()[0]).toEqual(added);
    expect(fresh.audiences.get(first?.id ?? "")?.name).toBe("Renamed");
  });

  test("changing what is not there, or adding what is, is a mistake; removing it is not", () => {
    const fresh = createWhopEmulator({ size: 1 });
    const [only] = fresh.audiences.list();
    expect(() => fresh.audiences.update("adaud_Nothing", {})).toThrow(RangeError);
    expect(() => fresh.audiences.add({ id: only?.id ?? "" })).toThrow(RangeError);
    expect([
      fresh.audiences.remove(only?.id ?? ""),
      fresh.audiences.remove(only?.id ?? ""),
    ]).toEqual([true, false]);
  });
});

describe("the clock", () => {
  test("stands at the start until it is advanced, for all three at once", () => {
    expect(whop.clock.now()).toBe(startInstant);
    whop.advance(1500);
    expect([batch.clock.now(), sonarly.clock.now(), clock.now()]).toEqual([
      startInstant + 1500,
      startInstant + 1500,
      startInstant + 1500,
    ]);
    expect(() => whop.advance(-1)).toThrow(RangeError);
    expect(() => whop.advance(Number.NaN)).toThrow(RangeError);
  });

  test("may be the caller's, moved ahead of it by advance", () => {
    let now = 1000;
    const own = createWhopEmulator({ size: 1, clock: { now: () => now } });
    now = 2000;
    own.advance(500);
    expect(own.clock.now()).toBe(2500);
  });

  test("may run", async () => {
    const ticking = createTickingClock();
    const before = ticking.now();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(ticking.now()).toBeGreaterThan(before);
    expect(before - startInstant).toBeLessThan(1000);
  });
});
