import { describe, expect, test } from "vitest";

import type { HttpRequest } from "../../src/core/http.ts";
import { errorOf, untyped } from "../support/core-read.ts";
import { client, ok, refused, secret } from "../support/core-http.ts";

/** What is sent of a request. */
async function sent(request: Partial<HttpRequest>) {
  const { ask, requests } = client(ok, { setup: { headers: { "x-version": "3" } } });
  await ask(request);
  const [one] = requests;
  return {
    method: one?.method,
    headers: Object.fromEntries(one?.headers ?? []),
    body: await one?.text(),
  };
}

const always = {
  accept: "application/json",
  authorization: `Bearer ${secret}`,
  "x-version": "3",
};

describe("a request", () => {
  test("without a body says nothing of its type", async () => {
    expect(await sent({})).toEqual({ method: "GET", headers: always, body: "" });
  });

  test("with a body is JSON, and its own headers go before the vendor's", async () => {
    const request = { method: "POST", body: { a: [1] }, headers: { "x-version": "4" } } as const;
    expect(await sent(request)).toEqual({
      method: "POST",
      headers: { ...always, "x-version": "4", "content-type": "application/json" },
      body: '{"a":[1]}',
    });
  });
});

test("a question that is put as a body is repeated like any other", async () => {
  const { ask, requests } = client(refused(503));
  await errorOf(() => ask({ method: "POST", body: { since: 1 } }));
  expect(requests).toHaveLength(5);
});

test("a vendor of which no error is known is asked all the same", async () => {
  const silent = { setup: { failure: untyped(undefined) }, retries: 0 };
  expect(await client(ok, silent).ask()).toEqual({ fine: true });
  expect(await errorOf(() => client(refused(400), silent).ask())).toMatchObject({
    code: "rejected",
    message: "acme: list was refused with 400.",
  });
});
