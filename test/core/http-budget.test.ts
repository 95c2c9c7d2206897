import { describe, expect, test } from "vitest";

import { createRetryBudget } from "../../src/core/http/budget.ts";
import { errorOf } from "../support/core-read.ts";
import { client, ok, refused, text } from "../support/core-http.ts";
import type { Reply } from "../support/core-http.ts";

/** Answers by the number of the request, counted from 1. */
function byNumber(reply: (number: number) => Reply): Reply {
  let number = 0;
  return (request) => {
    number += 1;
    return reply(number)(request);
  };
}

describe("a vendor that is down for long", () => {
  test.each<readonly [string, Reply]>([
    ["answers 503", refused(503)],
    ["answers 429 and names no time", refused(429)],
    ["breaks every connection", () => Promise.reject(new TypeError("fetch failed"))],
    ["answers something else", text("<html>")],
  ])("and %s gets no more than 1.5 requests a call", async (_words, fault) => {
    const { ask, requests } = client(fault);
    const counts: number[] = [];
    for (let call = 0; call < 200; call += 1) {
      await errorOf(() => ask());
      counts.push(requests.length);
    }
    const early = counts[49] ?? 0;
    expect(((counts[199] ?? 0) - early) / 150).toBeLessThanOrEqual(1.5);
    expect(early).toBeLessThanOrEqual(1.5 * 50 + 10); // the first few calls may try in full
    expect(counts[0]).toBe(5);
  });

  test("many calls at once share the budget", async () => {
    const { ask, requests } = client(refused(503));
    await Promise.all(Array.from({ length: 100 }, () => errorOf(() => ask())));
    expect(requests.length).toBeLessThanOrEqual(160);
  });

  test("every provider has a budget of its own", async () => {
    const [down, other] = [client(refused(503)), client(refused(503))];
    for (let call = 0; call < 50; call += 1) {
      await errorOf(() => down.ask());
    }
    await errorOf(() => other.ask());
    expect(other.requests).toHaveLength(5);
  });

  test("that comes back is served, and can be shaky again", async () => {
    let down = true;
    const { ask, requests } = client(
      byNumber((number) => (down || number % 2 === 1 ? refused(503) : ok)),
    );
    for (let call = 0; call < 50; call += 1) {
      await errorOf(() => ask());
    }
    down = false;
    let served = 0;
    const before = requests.length;
    for (let call = 0; call < 100; call += 1) {
      served += await ask().then(
        () => 1,
        () => 0,
      );
    }
    expect(served).toBeGreaterThan(95);
    expect(requests.length - before).toBeLessThanOrEqual(2 * 100);
  });
});

describe("a vendor that is shaky", () => {
  test.each([2, 3, 5])("and serves one request in %i is read for ever", async (nth) => {
    const { ask, requests } = client(
      byNumber((number) => (number % nth === 0 ? ok : refused(500))),
    );
    for (let call = 0; call < 150; call += 1) {
      expect(await ask()).toEqual({ fine: true });
    }
    expect(requests).toHaveLength(150 * nth);
  });

  test("and asks for a wait every second time is read for ever", async () => {
    const slow = refused(429, { "retry-after": "1" });
    const { ask } = client(byNumber((number) => (number % 2 === 0 ? ok : slow)));
    for (let call = 0; call < 200; call += 1) {
      expect(await ask()).toEqual({ fine: true });
    }
  });
});

describe("the purse", () => {
  test("pays ten repeats, then half a one a call", () => {
    const budget = createRetryBudget();
    expect(Array.from({ length: 11 }, () => budget.spend())).toEqual([
      ...Array.from({ length: 10 }, () => true),
      false,
    ]);
    budget.settle(10, false);
    expect(budget.spend()).toBe(false);
    budget.settle(0, false);
    expect([budget.spend(), budget.spend()]).toEqual([true, false]);
  });

  test("gets back what a call cost that succeeded, and never holds more than at first", () => {
    const budget = createRetryBudget();
    for (let count = 0; count < 100; count += 1) {
      budget.settle(4, true);
    }
    expect(Array.from({ length: 12 }, () => budget.spend()).filter(Boolean)).toHaveLength(10);
    budget.settle(4, true);
    expect(Array.from({ length: 12 }, () => budget.spend()).filter(Boolean)).toHaveLength(4);
  });
});
