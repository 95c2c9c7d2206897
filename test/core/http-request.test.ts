import { describe, expect, test } from "vitest";

import type { HttpRequest } from "../../src/core/http.ts";
import type { CallContext } from "../../src/core/call-context.ts";
import type { WriteJournal } from "../../src/core/writing/contract.ts";
import { errorOf, thrownBy, untyped } from "../support/core-read.ts";
import { client, inTurn, lost, ok, refused, secret } from "../support/core-http.ts";

const idempotencyKey = "key-1";
const journal: WriteJournal = untyped({});

/** What is sent of a request. */
async function sent(request: Partial<HttpRequest>, context: Partial<CallContext> = {}) {
  const { ask, requests } = client(ok, { setup: { headers: { "x-version": "3" } } });
  await ask(request, context);
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

  test.for([
    [{ keyedAs: "create" }, { idempotencyKey }, "key-1/create"],
    [{ keyedAs: "create" }, {}, undefined],
    [{}, { idempotencyKey }, undefined],
  ] as const)("%j under %j is sent with the key %j", async ([request, context, key]) => {
    const { headers } = await sent({ method: "POST", ...request }, context);
    expect(headers["idempotency-key"]).toBe(key);
  });
});

describe("a write that is lost", () => {
  const post = { method: "POST", body: {} } as const;
  const keyed = { ...post, keyedAs: "create" } as const;

  test.for<readonly [string, Partial<HttpRequest>, Partial<CallContext>, number]>([
    ["is sent once", post, {}, 1],
    ["is sent once where there is a key and it is not for it", post, { idempotencyKey }, 1],
    ["is sent once where it wants a key and there is none", keyed, {}, 1],
    ["is sent again under its key", keyed, { idempotencyKey }, 5],
    ["is looked for first where a journal is kept", keyed, { idempotencyKey, journal }, 1],
    [
      "is sent again where it only prepares one, journal or not",
      { ...keyed, writes: false },
      { idempotencyKey, journal },
      5,
    ],
    ["is sent again where that does no harm", { ...post, idempotent: true }, { journal }, 5],
  ])("%s", async ([, request, context, times]) => {
    const { ask, requests } = client(refused(503));
    await errorOf(() => ask(request, context));
    expect(requests).toHaveLength(times);
  });

  test.for<readonly [Partial<HttpRequest>, Partial<CallContext>, object]>([
    [post, {}, { ambiguous: true, idempotencyKey: undefined }],
    [post, { idempotencyKey }, { ambiguous: true, idempotencyKey: undefined }],
    [keyed, {}, { ambiguous: true, idempotencyKey: undefined }],
    [keyed, { idempotencyKey }, { ambiguous: true, idempotencyKey }],
    [{ ...keyed, writes: false }, { idempotencyKey }, { ambiguous: false }],
    [{}, {}, { ambiguous: false }],
    [{ writes: true }, {}, { ambiguous: true }],
  ])("as %j under %j is told as %j", async ([request, context, told]) => {
    const { ask } = client(lost(), { retries: 0 });
    expect(await errorOf(() => ask(request, context))).toMatchObject(told);
  });

  test("and finds nothing any more is done, if that is what it was to do", async () => {
    const request = { method: "DELETE", idempotent: true } as const;
    const ask = (goneIsDone?: boolean) =>
      client(inTurn(lost(), refused(404))).ask({ ...request, ...(goneIsDone && { goneIsDone }) });
    expect(await ask(true)).toBeUndefined();
    expect(await errorOf(() => ask())).toMatchObject({ code: "not_found" });
  });

  test("because its caller left ends with the caller's reason, even if it is none", async () => {
    for (const reason of [null, undefined, "enough", new TypeError("x")]) {
      const controller = new AbortController();
      const { ask } = client(() => {
        controller.abort(reason);
        return new Promise(() => undefined);
      });
      const thrown = await thrownBy(() => ask(post, { signal: controller.signal }));
      expect(thrown).toBe(controller.signal.reason);
    }
  });
});

test("a vendor of which no error is known is asked all the same", async () => {
  const silent = { setup: { failure: untyped(undefined) }, retries: 0 };
  expect(await client(ok, silent).ask()).toEqual({ fine: true });
  expect(await errorOf(() => client(refused(400), silent).ask())).toMatchObject({
    code: "rejected",
    message: "acme: list was refused with 400.",
  });
});
