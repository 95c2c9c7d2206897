import { describe, expect, test } from "vitest";
import * as z from "zod";

import { path } from "../../src/core/url.ts";
import { errorOf } from "../support/core-read.ts";
import { client, json, refused, text } from "../support/core-http.ts";
import type { Client, Reply } from "../support/core-http.ts";

const once = { retries: 0 };

/** Asks a vendor for a page, as an adapter does. */
function pageOf({ http }: Client) {
  const list = http.page({
    request: ({ cursor }) => ({ path: path`things`, query: { cursor } }),
    response: z.looseObject({ data: z.array(z.unknown()), more: z.boolean() }),
    at: "data",
    items: ({ data }) => data,
    item: z.looseObject({ id: z.string() }),
    map: (raw) => raw.id,
    key: ({ id }) => id,
    more: ({ more }) => more,
    next: () => undefined,
  });
  return list({ cursor: undefined, pageSize: 10 }, { provider: "acme", operation: "list" });
}

describe("what comes with 200 and is no answer", () => {
  test.each<readonly [string, Reply]>([
    ["nothing at all", text("")],
    ["HTML", text("<!doctype html><title>Sign in</title>")],
    ["plain text", text("OK")],
    ["a number and more", text("1 2")],
    ["JSON that is cut", text('{"data":[{"id":"1"}],"mo')],
    ["null", json(null)],
    ["a list", json([])],
    ["an empty object", json({})],
    ["a text", json("fine")],
    ["true", json(true)],
    ["a flag of the wrong type", json({ data: [], more: "false" })],
    ["no flag", json({ data: [] })],
    ["items that are no list", json({ data: {}, more: false })],
    ["204 and no body", () => new Response(null, { status: 204 })],
  ])("%s is invalid_response, never an empty list", async (_words, reply) => {
    const asked = client(reply, once);
    const error = await errorOf(() => pageOf(asked));
    expect(error).toMatchObject({ code: "invalid_response", provider: "acme", operation: "list" });
    expect(error.message).toContain("baseUrl");
    expect(asked.requests).toHaveLength(1);
  });

  test("says where it differs, and nothing of what it held", async () => {
    const answer = json({ data: "kim@example.com", more: true });
    const error = await errorOf(() => pageOf(client(answer)));
    expect(error.message).toContain("data");
    expect(error.message).not.toContain("kim");
  });

  test("the vendor's own error body is a refusal, with its code and its words", async () => {
    const error = await errorOf(() =>
      pageOf(
        client(
          json({ error: { code: "ACCOUNT_SUSPENDED", message: "Pay first.", request_id: "r-1" } }),
        ),
      ),
    );
    expect(error).toMatchObject({
      code: "rejected",
      status: 200,
      vendorCode: "ACCOUNT_SUSPENDED",
      requestId: "r-1",
    });
    expect(error.message).toBe("acme: list was refused with 200 ACCOUNT_SUSPENDED: Pay first.");
  });

  test("a vendor's error code may mean more than its status", async () => {
    const errorCodes = { SLOW: "not_ready" } as const;
    const asked = client(refused(409, {}, { code: "SLOW", message: "Filling" }), {
      setup: { errorCodes },
    });
    expect(await errorOf(() => asked.ask())).toMatchObject({ code: "not_ready", status: 409 });
  });

  test.each(["constructor", "toString", "__proto__", "hasOwnProperty"])(
    "a vendor's error code %s means no more than its status",
    async (code) => {
      const error = await errorOf(() => client(refused(404, {}, { code, message: "?" })).ask());
      expect(error).toMatchObject({ code: "not_found", vendorCode: code });
    },
  );
});

describe("a refusal", () => {
  test("says what, where, in whose words, and what to do next", async () => {
    const error = await errorOf(() =>
      client(
        refused(401, { "x-request-id": "req_9" }, { code: "bad_key", message: "Key revoked." }),
      ).ask(),
    );
    expect(error.message).toBe(
      "acme: list was refused with 401 bad_key: Key revoked. Check the key: it may be mistyped, revoked, or of another account or environment.",
    );
    expect(error).toMatchObject({ status: 401, vendorCode: "bad_key", requestId: "req_9" });
  });

  test.each(["", "<html>busy</html>", "null", "[]", '"no"', '{"error":null}', '{"error":"no"}'])(
    "with a body of %j has its status all the same",
    async (body) => {
      const error = await errorOf(() => client(text(body, { status: 403 })).ask());
      expect(error).toMatchObject({ code: "permission", status: 403 });
    },
  );

  test("with a body that is no UTF-8 has its status all the same", async () => {
    const error = await errorOf(() =>
      client(() => new Response(Uint8Array.of(0x7b, 0xff, 0xe9), { status: 401 })).ask(),
    );
    expect(error).toMatchObject({ code: "authentication", status: 401 });
  });

  test.each([
    [{ "x-request-id": "a", "request-id": "b", "cf-ray": "c" }, "a"],
    [{ "request-id": "b", "cf-ray": "c" }, "b"],
    [{ "cf-ray": "c" }, "c"],
    [{ "x-request-id": "15550109987" }, "15550109987"], // an id, though it could be a telephone number
    [{ "x-request-id": "of +1 555 010 9987, a@example.org" }, "of [number], [email]"],
    [{}, undefined],
  ])("names the request by %j", async (headers, requestId) => {
    const { requestId: found } = await errorOf(() => client(refused(404, headers)).ask());
    expect(found).toBe(requestId);
  });
});

describe("a redirect", () => {
  test.each([300, 301, 302, 303, 304, 307, 308])(
    "of %i is an error and is not followed",
    async (status) => {
      const { ask, requests } = client(
        () => new Response(null, { status, headers: { location: "https://evil.test/" } }),
      );
      const error = await errorOf(() => ask({ method: "GET" }));
      expect(error).toMatchObject({ code: "invalid_response", status });
      expect(error.message).toContain("redirect");
      expect(error.message).not.toContain("evil");
      expect(requests.map(({ url }) => url)).toEqual(["https://api.acme.test/v1/things"]);
      expect(requests[0]?.redirect).not.toBe("follow");
    },
  );
});
