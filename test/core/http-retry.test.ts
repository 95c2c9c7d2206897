import { describe, expect, test } from "vitest";

import { errorOf } from "../support/core-read.ts";
import { client, inTurn, json, lost, ok, refused, text } from "../support/core-http.ts";
import type { Reply } from "../support/core-http.ts";

const transient: readonly (readonly [string, Reply, string])[] = [
  ["408", refused(408), "timeout"],
  ["425", refused(425), "rate_limited"],
  ["429", refused(429), "rate_limited"],
  ["500", refused(500), "unavailable"],
  ["502", refused(502), "unavailable"],
  ["503", refused(503), "unavailable"],
  ["504", refused(504), "unavailable"],
  ["599", refused(599), "unavailable"],
  [
    "a connection that is refused",
    lost(new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED 10.0.0.1:443") })),
    "network",
  ],
  [
    "a name that is not found",
    lost(
      new TypeError("fetch failed", { cause: new Error("getaddrinfo ENOTFOUND api.acme.test") }),
    ),
    "network",
  ],
  ["a plain error of the platform", lost(new Error("socket hang up")), "network"],
  ["a TypeError in words nobody knows", lost(new TypeError("something went wrong")), "network"],
  ["a thrown text", lost("broken"), "network"],
  ["nothing thrown at all", lost(undefined), "network"],
  ["JSON that is cut", text('{"fine": tr'), "invalid_response"],
  ["an empty body", text(""), "invalid_response"],
  ["HTML with 200", text("<html>busy</html>"), "invalid_response"],
];

const final: readonly (readonly [number, string])[] = [
  [400, "rejected"],
  [401, "authentication"],
  [402, "rejected"],
  [403, "permission"],
  [404, "not_found"],
  [409, "conflict"],
  [410, "not_found"],
  [413, "rejected"],
  [422, "rejected"],
];

describe("a read", () => {
  test.each(transient)("is repeated after %s", async (_words, fault) => {
    const { ask, requests } = client(inTurn(fault, ok));
    expect(await ask()).toEqual({ fine: true });
    expect(requests).toHaveLength(2);
  });

  test.each(transient)("is given up after %s, 1 + 4 times", async (_words, fault, code) => {
    const { ask, requests, retries } = client(fault);
    const error = await errorOf(() => ask());
    expect(error).toMatchObject({ code, provider: "acme", operation: "list", transient: true });
    expect(requests).toHaveLength(5);
    expect(retries.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4]);
  });

  test.each(final)("is not repeated after %i", async (status, code) => {
    const { ask, requests } = client(refused(status));
    const error = await errorOf(() => ask());
    expect(error).toMatchObject({ code, status, transient: false });
    expect(requests).toHaveLength(1);
  });

  test.each([0, 1, 2, 7])("is repeated %i times where retries says so", async (retries) => {
    const { ask, requests } = client(refused(503), { retries });
    await errorOf(() => ask());
    expect(requests).toHaveLength(1 + retries);
  });

  test("is repeated with the same address, method and headers", async () => {
    const { ask, requests } = client(inTurn(refused(503), lost(), ok));
    await ask({ query: { cursor: "a+b", limit: 5 } });
    const sent = requests.map(({ method, url, headers }) => [method, url, [...headers]]);
    expect(sent[1]).toEqual(sent[0]);
    expect(sent[2]).toEqual(sent[0]);
  });

  test("ends with the error of its last attempt", async () => {
    const { ask } = client(inTurn(refused(503), lost(), refused(404)));
    expect(await errorOf(() => ask())).toMatchObject({ code: "not_found" });
  });
});

describe("the wait before a repeat", () => {
  const delay = 100;
  const waitsWith = async (chance: number, retries = 6): Promise<readonly number[]> => {
    const { ask, time } = client(refused(503), {
      random: () => chance,
      retryDelay: delay,
      retries,
    });
    await errorOf(() => ask());
    return time.waits;
  };

  test("is anything up to a bound that doubles: full jitter", async () => {
    const bounds = [100, 200, 400, 800, 1600, 3200];
    expect(await waitsWith(0.999_999)).toEqual(bounds);
    expect(await waitsWith(0.5)).toEqual(bounds.map((bound) => bound / 2));
  });

  test("is no wait at all where chance has it", async () => {
    const { ask, requests } = client(inTurn(refused(503), refused(503), ok), { random: () => 0 });
    expect(await ask()).toEqual({ fine: true });
    expect(requests).toHaveLength(3);
    expect((await waitsWith(0)).every((wait) => wait === 0)).toBe(true);
  });

  test("is never more than 30 s", async () => {
    const { ask, time } = client(refused(503), {
      random: () => 0.999_999,
      retryDelay: 10_000,
      retries: 6,
      maxRetryTime: 1e9,
    });
    await errorOf(() => ask());
    expect(time.waits).toEqual([10_000, 20_000, 30_000, 30_000, 30_000, 30_000]);
  });

  test("that does not fit into maxRetryTime any more is not begun", async () => {
    const { ask, requests, time } = client(refused(503), {
      random: () => 0.999_999,
      retryDelay: 1000,
      maxRetryTime: 3500,
    });
    expect(await errorOf(() => ask())).toMatchObject({ code: "unavailable" });
    expect(time.waits).toEqual([1000, 2000]); // the third would be 4 s
    expect(requests).toHaveLength(3);
  });

  test("is not made where no time is left for it, even if it need not be waited for", async () => {
    const slow: Reply = (request) => {
      slowClient.time.pass(1000);
      return refused(503)(request);
    };
    const slowClient = client(slow, { random: () => 0, maxRetryTime: 1000 });
    await errorOf(() => slowClient.ask());
    expect(slowClient.requests).toHaveLength(1);
  });

  test("counts what the attempts took, not the waits alone", async () => {
    const slow: Reply = (request) => {
      slowClient.time.pass(2000);
      return refused(503)(request);
    };
    const slowClient = client(slow, {
      random: () => 0.999_999,
      retryDelay: 1000,
      maxRetryTime: 5000,
    });
    await errorOf(() => slowClient.ask());
    expect(slowClient.time.waits).toEqual([1000]);
  });
});

test("a page is asked for again where it was cut, and given once", async () => {
  const { ask, requests } = client(inTurn(text('{"data": ['), json({ data: [1] })));
  expect(await ask()).toEqual({ data: [1] });
  expect(requests).toHaveLength(2);
});
