import { describe, expect, test } from "vitest";
import * as z from "zod";

import { path } from "../../src/core/url.ts";
import type { WriteContext, WriteJournal } from "../../src/core/writing/contract.ts";
import { createHttpWriting } from "../../src/core/writing/http-writing.ts";
import { createJsonList } from "../../src/core/writing/json-list.ts";
import type { WriteRequest } from "../../src/core/writing/write-transport.ts";
import { client, inTurn, json, lost, ok, refused, text } from "../support/core-http.ts";
import type { Reply } from "../support/core-http.ts";
import { errorOf, thrownBy, untyped } from "../support/core-read.ts";

const idempotencyKey = "key-1";
const journal: WriteJournal = untyped({});

test.for([
  [{ keyedAs: "add" }, "key-1/add"],
  [{}, undefined],
] as const)("%j is sent with the key %j", async ([request, key]) => {
  const { write, requests } = client(ok);
  await write({ ...request, headers: { "x-version": "4" }, body: { a: [1] } });
  const [sent] = requests;
  expect(sent?.method).toBe("POST");
  expect(sent?.headers.get("idempotency-key") ?? undefined).toBe(key);
  expect(sent?.headers.get("x-version")).toBe("4");
  expect(sent?.headers.get("content-type")).toBe("application/json");
  expect(await sent?.text()).toBe('{"a":[1]}');
});

test("a list that is JSON already goes as bytes, of which nobody keeps a copy to be redirected with", async () => {
  const { write, requests } = client(ok);
  const entries = createJsonList<number>();
  [1, 2].forEach(entries.add);
  await write({ body: { name: "é", entries } });
  await write({ body: { name: "é", entries: [1, 2] } });
  const [bytes, plain] = requests;
  expect([bytes?.redirect, plain?.redirect]).toEqual(["error", "manual"]);
  expect(await bytes?.text()).toBe('{"name":"é","entries":[1,2]}');
  expect(await plain?.text()).toBe('{"name":"é","entries":[1,2]}');
});

describe("a write that is lost", () => {
  const post = { method: "POST", body: {} } as const;
  const keyed = { ...post, keyedAs: "create" } as const;

  test.for<readonly [string, Partial<WriteRequest>, Partial<WriteContext>, number]>([
    ["is sent once", post, {}, 1],
    ["is sent again under its key", keyed, {}, 5],
    ["is looked for first where a journal is kept", keyed, { journal }, 1],
    [
      "is sent again where it only prepares one, journal or not",
      { ...keyed, writes: false },
      { journal },
      5,
    ],
    ["is sent again where that does no harm", { ...post, idempotent: true }, { journal }, 5],
    ["is sent once where that is said to do harm", { ...keyed, idempotent: false }, {}, 1],
    ["is sent again where it only looks", { method: "GET" }, { journal }, 5],
  ])("%s", async ([, request, context, times]) => {
    const { write, requests } = client(refused(503));
    await errorOf(() => write(request, context));
    expect(requests).toHaveLength(times);
  });

  test.for<readonly [Partial<WriteRequest>, object]>([
    [post, { ambiguous: true, idempotencyKey: undefined }],
    [keyed, { ambiguous: true, idempotencyKey }],
    [{ ...keyed, writes: false }, { ambiguous: false }],
    [{ method: "GET" }, { ambiguous: false }],
    [{ method: "GET", writes: true }, { ambiguous: true }],
  ])("as %j is told as %j", async ([request, told]) => {
    const { write } = client(lost(), { retries: 0 });
    expect(await errorOf(() => write(request))).toMatchObject(told);
  });

  test("and finds nothing any more is done, if that is what it was to do", async () => {
    const request = { method: "DELETE", idempotent: true } as const;
    const remove = (replies: Reply, goneIsDone?: boolean) =>
      client(replies).write({ ...request, ...(goneIsDone && { goneIsDone }) });
    expect(await remove(inTurn(lost(), refused(404)), true)).toBeUndefined();
    for (const [replies, gone] of [
      [inTurn(lost(), refused(404)), false],
      [inTurn(refused(429, { "retry-after": "1" }), refused(404)), true],
      [refused(404), true],
    ] as const) {
      expect(await errorOf(() => remove(replies, gone))).toMatchObject({ code: "not_found" });
    }
    const denied = await errorOf(() => remove(inTurn(lost(), refused(403)), true));
    expect(denied).toMatchObject({ code: "permission" });
  });

  test("because its caller left ends with the caller's reason, even if it is none", async () => {
    for (const reason of [null, undefined, "enough", new TypeError("x")]) {
      const controller = new AbortController();
      const { write } = client(() => {
        controller.abort(reason);
        return new Promise(() => undefined);
      });
      const thrown = await thrownBy(() => write(post, { signal: controller.signal }));
      expect(thrown).toBe(controller.signal.reason);
    }
  });
});

const unclear: readonly (readonly [string, Reply])[] = [
  ["500", refused(500)],
  ["503 with Retry-After", refused(503, { "retry-after": "1" })],
  ["408", refused(408)],
  ["a lost connection", lost()],
  ["a cut answer", text('{"fine"')],
];
const methods = ["POST", "PUT", "PATCH", "DELETE"] as const;

describe.each(methods)("a %s", (method) => {
  test.each(unclear)("is not repeated after %s", async (_words, fault) => {
    const { write, requests } = client(inTurn(fault, ok));
    await errorOf(() => write({ method, body: { add: 1 } }));
    expect(requests).toHaveLength(1);
  });

  test.each(unclear)(
    "declared idempotent is repeated after %s, to the byte",
    async (_words, fault) => {
      const { write, requests } = client(inTurn(fault, ok));
      expect(await write({ method, body: { add: [1, "é"] }, idempotent: true })).toEqual({
        fine: true,
      });
      const bodies = await Promise.all(requests.map((request) => request.text()));
      expect(bodies).toEqual(['{"add":[1,"é"]}', '{"add":[1,"é"]}']);
    },
  );

  test.each([{ "retry-after": "2" }, {}])(
    "is repeated after 429, which did nothing",
    async (headers) => {
      const { write, requests } = client(inTurn(refused(429, headers), ok));
      expect(await write({ method, body: {} })).toEqual({ fine: true });
      expect(requests).toHaveLength(2);
    },
  );
});

describe("what a write is answered with", () => {
  const item = z.looseObject({ id: z.string() });

  function writing(body: unknown, method: WriteRequest["method"]): Promise<unknown> {
    const write = createHttpWriting(client(json(body), { retries: 0 }).http).record({
      request: (id) => ({ path: path`things/${id}`, ...(method && { method }) }),
      response: z.looseObject({ data: z.unknown().optional() }),
      at: "data",
      pick: ({ data }) => data,
      item,
      map: ({ id }) => id,
    });
    return write("1", { provider: "shop", operation: "update", idempotencyKey });
  }

  test.each(methods)(
    "is read, and where a %s's cannot be it was done most likely",
    async (method) => {
      expect(await writing({ data: { id: "1" } }, method)).toBe("1");
      for (const body of [7, { data: 7 }]) {
        const error = await errorOf(() => writing(body, method));
        expect(error).toMatchObject({ code: "invalid_response", ambiguous: true });
        expect(error.message).toMatch(
          /changed its answers\. The vendor took the write; look before you repeat it\.$/,
        );
      }
      const refusing = { data: 7, error: { code: "NO", message: "No" } };
      const refusal = await errorOf(() => writing(refusing, method));
      expect(refusal).toMatchObject({ code: "rejected", ambiguous: false });
    },
  );

  test.each(["GET", undefined] as const)(
    "is unclear after a write only, not a %s",
    async (method) => {
      expect(await errorOf(() => writing(7, method))).toMatchObject({
        code: "invalid_response",
        ambiguous: false,
      });
    },
  );
});

test("writes are declared over what createHttp gave, and nothing else", () => {
  expect(() => createHttpWriting(untyped({}))).toThrow("http must be what createHttp returned.");
});
