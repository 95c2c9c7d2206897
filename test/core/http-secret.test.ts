import { describe, expect, test } from "vitest";

import { createAudiences } from "../../src/core/audiences.ts";
import type { Adapter } from "../../src/core/contract.ts";
import { errorOf } from "../support/core-read.ts";
import { client, inTurn, json, lost, refused, secret, text } from "../support/core-http.ts";
import type { Reply } from "../support/core-http.ts";
import { everythingOf, leaksOf, smallEscapes } from "../support/core-leak.ts";
import { scripted } from "../support/core-vendor.ts";

const spellings: readonly (readonly [string, string])[] = [
  ["as it is", secret],
  ["URI-encoded", encodeURIComponent(secret)],
  ["URI-encoded in small letters", smallEscapes(secret)],
  ["JSON-escaped", JSON.stringify(secret).slice(1, -1)],
];

/** Faults of every kind, in each of which the server echoes the key. */
const echoes = (key: string): readonly (readonly [string, Reply])[] => [
  ["a refusal's message", refused(401, {}, { code: "bad", message: `The key ${key} is revoked` })],
  ["a refusal's code", refused(400, {}, { code: key, message: "No" })],
  ["a refusal's request id", refused(500, {}, { code: "c", message: "m", request_id: `r-${key}` })],
  ["a header that names the request", refused(404, { "x-request-id": key })],
  ["a refusal that is HTML", text(`<p>${key}</p>`, { status: 403 })],
  ["an error body with 200", json({ error: { code: "X", message: `key=${key}` } })],
  ["HTML with 200", text(`<html>${key}</html>`)],
  [
    "a redirect",
    () =>
      new Response(null, {
        status: 307,
        headers: { location: `https://evil.test/?k=${encodeURIComponent(key)}` },
      }),
  ],
  [
    "a long message, at its cut",
    refused(400, {}, { code: "c", message: `${"x".repeat(290)} ${key} ${"y".repeat(2000)}` }),
  ],
  [
    "a broken connection",
    lost(new TypeError("fetch failed", { cause: new Error(`bad header ${key}`) })),
  ],
  [
    "an error of the fetch in use",
    lost(
      Object.assign(new Error(`request with ${key} failed`), {
        request: { headers: { authorization: `Bearer ${key}` } },
        code: "EHTTP",
      }),
    ),
  ],
];

describe.each(spellings)("the key, echoed %s", (_words, key) => {
  test.each(echoes(key))("in %s, is nowhere in the error", async (_where, reply) => {
    const { ask, events, retries } = client(reply, { retries: 1 });
    const request = { query: { cursor: "cursor-canary", name: "kim@example.com" } };
    const thrown = await ask(request).then(
      (value) => value,
      (error: unknown) => error,
    );
    const shown = `${thrown instanceof Error ? everythingOf(thrown) : ""}\n${JSON.stringify([events, retries])}`;
    expect(leaksOf(secret, shown)).toEqual([]);
    expect(shown).not.toMatch(/cursor-canary|kim@|kim%40|evil\.test|Bearer/);
  });
});

describe("an error", () => {
  test("of a fetch keeps its cause's words and code, and nothing else of it", async () => {
    const cause = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:1"), {
      code: "ECONNREFUSED",
      request: { headers: { authorization: secret } },
    });
    const error = await errorOf(() =>
      client(lost(new TypeError("fetch failed", { cause })), { retries: 0 }).ask(),
    );
    expect(error.cause).toBeInstanceOf(Error);
    expect(error.cause).not.toBe(cause);
    expect(error.cause).toMatchObject({ message: cause.message, code: "ECONNREFUSED" });
    expect(Object.keys(error.cause ?? {})).toEqual(["code"]);
  });

  test("holds no request, response, header or body, at any depth", async () => {
    const error = await errorOf(() =>
      client(refused(400)).ask({ method: "POST", body: { email: "kim@example.com" } }),
    );
    expect(everythingOf(error)).not.toMatch(/authorization|accept|Request|Response|kim/);
  });

  test("masks e-mail addresses and phone numbers in the vendor's words", async () => {
    const message = "kim.o+x@example.co.uk and +1 (555) 123-4567 and 015112345678 are taken";
    const error = await errorOf(() => client(refused(409, {}, { code: "taken", message })).ask());
    expect(error.message).toContain("[email] and [number] and [number] are taken");
    expect(everythingOf(error)).not.toMatch(/kim|example\.co|555|0151/);
  });

  test("cuts the vendor's words, and shows no control characters", async () => {
    const message = `line one\r\nline two\u001b[31m red\u202e${" word".repeat(500)}`;
    const error = await errorOf(() => client(refused(400, {}, { code: "c", message })).ask());
    expect(error.message.length).toBeLessThan(500);
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(error.message).not.toMatch(/[\u0000-\u001f\u007f\u202e]/);
    expect(error.message).toContain("line one line two");
  });
});

test("an incomplete listing shows nothing of it either", async () => {
  const { http } = client(
    refused(401, {}, { code: "bad", message: `Key ${secret} of kim@example.com` }),
  );
  const sick = {
    ...scripted(),
    list: async (_request, context) => {
      await http.json({ path: (await import("../../src/core/url.ts")).path`things` }, context);
      return { items: [], more: false, next: undefined };
    },
  } satisfies Adapter;
  const error = await errorOf(() =>
    createAudiences({ sick, well: scripted(["w1"]) })
      .list()
      .toArray(),
  );
  expect(error).toMatchObject({ code: "incomplete", causes: [{ code: "authentication" }] });
  const shown = everythingOf(error);
  expect(leaksOf(secret, shown)).toEqual([]);
  expect(shown).not.toContain("kim@");
});

test("the key is sent in one header and nowhere else", async () => {
  const { ask, requests } = client(inTurn(refused(503), json({})));
  await ask({ query: { cursor: "c" }, method: "GET" });
  for (const { url, headers } of requests) {
    expect(headers.get("authorization")).toBe(`Bearer ${secret}`);
    headers.delete("authorization");
    expect(url + JSON.stringify([...headers])).not.toContain("canary");
  }
});
