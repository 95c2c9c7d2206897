import { describe, expect, test } from "vitest";
import { createEmulators } from "../../../src/testing/index.ts";

const elsewhere = "https://elsewhere.example/audiences";

/** The list of Whop, which redirects once. */
function redirecting(location: string, status = 307) {
  const emulators = createEmulators({
    size: 2,
    faults: `whop.list: redirect ${status} "${location}"`,
  });
  const { whop } = emulators;
  const url = `${whop.baseUrl}/audiences?account_id=${whop.accountId}`;
  const headers = { authorization: `Bearer ${whop.apiKey}` };
  const ask = (init: RequestInit = {}): Promise<Response> =>
    emulators.fetch(url, { headers, ...init });
  return { ...emulators, url, ask };
}

describe("a redirect, in process as with a network", () => {
  test("manual: is the answer", async () => {
    const answer = await redirecting(elsewhere).ask({ redirect: "manual" });
    expect(answer.status).toBe(307);
    expect(answer.headers.get("location")).toBe(elsewhere);
  });

  test("error: rejects", async () => {
    await expect(redirecting(elsewhere).ask({ redirect: "error" })).rejects.toMatchObject({
      message: "fetch failed",
      cause: { message: "unexpected redirect" },
    });
  });

  test("follow: another host is not there", async () => {
    await expect(redirecting(elsewhere).ask()).rejects.toThrow("fetch failed");
  });

  test("follow: the same host gets the key again", async () => {
    const { url } = redirecting(elsewhere);
    expect((await redirecting(url).ask()).status).toBe(200);
    expect((await redirecting(new URL(url).pathname).ask()).status).toBe(400);
  });

  test("follow: another vendor does not get the key", async () => {
    const { batch, ask } = redirecting("https://api.batch.com/2.11/audiences/list");
    expect((await ask()).status).toBe(401);
    expect(batch.requests).toHaveLength(1);
  });

  test("follow: not for ever", async () => {
    const { url, whop, ask } = redirecting(elsewhere);
    whop.faults.clear();
    whop.faults.add(`whop.list always: redirect "${url}"`);
    await expect(ask()).rejects.toThrow("fetch failed");
    expect(whop.requests).toHaveLength(21);
  });

  test("303 turns a POST into a GET", async () => {
    const { whop, url } = redirecting(elsewhere);
    whop.faults.clear();
    whop.faults.add(`whop.create: redirect 303 "${url}"`);
    const headers = { authorization: `Bearer ${whop.apiKey}` };
    const answer = await whop.fetch(`${whop.baseUrl}/audiences`, {
      method: "POST",
      headers,
      body: "{}",
    });
    expect(answer.status).toBe(200);
    expect(whop.requests.map(({ method }) => method)).toEqual(["POST", "GET"]);
  });
});

test("gzip is undone, as fetch does, and the header stays", async () => {
  const { whop, ask } = redirecting(elsewhere);
  whop.faults.clear();
  whop.faults.add("whop.list: oversized 1kB gzip");
  const answer = await ask();
  expect(answer.headers.get("content-encoding")).toBe("gzip");
  expect(await answer.json()).toHaveProperty("padding", "x".repeat(1000));
});

test("a signal that outlives many requests keeps no listener of theirs", async () => {
  const { signal } = new AbortController();
  let listeners = 0;
  let most = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  Object.assign(signal, {
    addEventListener: (...given: Parameters<typeof add>) => {
      listeners += 1;
      most = Math.max(most, listeners);
      add(...given);
    },
    removeEventListener: (...given: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...given);
    },
  });
  const { whop, ask } = redirecting(elsewhere);
  whop.faults.clear();
  whop.faults.add("whop.list always: delay 0 then drip every 0");
  for (let number = 0; number < 3; number += 1) {
    const { body } = await ask({ signal });
    const reader = body?.getReader();
    await reader?.read();
    await reader?.cancel();
  }
  expect(listeners).toBe(0);
  expect(most).toBeGreaterThan(0);
});
