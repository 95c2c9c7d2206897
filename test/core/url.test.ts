import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { path, queryString } from "../../src/core/url.ts";
import { errorOf, untyped } from "../support/core-read.ts";
import { client, json } from "../support/core-http.ts";

describe("the path tag", () => {
  test.each([
    ["a/../b?c#d", "a%2F..%2Fb%3Fc%23d"],
    ["../x", "..%2Fx"],
    ["...", "..."],
    ["%2e%2e", "%252e%252e"],
    ["a b+c", "a%20b%2Bc"],
    ["ä/漢", "%C3%A4%2F%E6%BC%A2"],
    ["\\..\\", "%5C..%5C"],
    ["https://evil.test", "https%3A%2F%2Fevil.test"],
    ["a\nb", "a%0Ab"],
  ])("encodes %j as one part", async (id, encoded) => {
    expect(path`audiences/${id}/members`).toBe(`audiences/${encoded}/members`);
    const { ask, requests } = client(json({}));
    await ask({ path: path`audiences/${id}/members` });
    expect(requests[0]?.url).toBe(`https://api.acme.test/v1/audiences/${encoded}/members`);
  });

  test("joins several parts, and leaves its own text as it is", () => {
    expect(path`a/${"1"}/b/${"2"}`).toBe("a/1/b/2");
    expect(path`audiences`).toBe("audiences");
  });

  test.each(["", ".", ".."])("refuses %j, which a URL would swallow", async (id) => {
    expect(await errorOf(() => path`audiences/${id}`)).toMatchObject({
      code: "invalid_argument",
      message: `The id ${JSON.stringify(id)} cannot be part of an address; pass what the vendor gave.`,
    });
  });

  test.each(["\ud800", "a\udc00b"])("refuses %j, which no URL can hold", async (id) => {
    for (const call of [() => path`audiences/${id}`, () => queryString({ cursor: id })]) {
      expect(await errorOf(call)).toMatchObject({
        code: "invalid_argument",
        message:
          "An id or a cursor that holds half a character cannot be part of an address; pass what the vendor gave.",
      });
    }
  });

  test("any id stays within its part", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (id) => {
        fc.pre(id !== "." && id !== "..");
        const url = new URL(`https://api.acme.test/v1/${path`audiences/${id}/members`}`);
        const parts = url.pathname.split("/");
        expect(parts).toHaveLength(5);
        expect(decodeURIComponent(parts[3] ?? "")).toBe(id);
        expect(url.search + url.hash + url.host).toBe("api.acme.test");
      }),
      { seed: 20_261_121, numRuns: 300 },
    );
  });
});

describe("a query", () => {
  test("leaves out what is undefined, and nothing else", () => {
    expect(queryString(undefined)).toBe("");
    expect(queryString({})).toBe("");
    expect(queryString({ cursor: undefined })).toBe("");
    expect(queryString({ a: "", b: 0, c: false, d: undefined })).toBe("?a=&b=0&c=false");
  });

  test("encodes names too", () => {
    expect(queryString(untyped({ "a&b=": "1" }))).toBe("?a%26b%3D=1");
  });

  const cursors = [
    "+",
    "a+b/c=",
    "=",
    "a=b&limit=1",
    "100%",
    "%2B%20%",
    "ä 🙂 漢字",
    "https://evil.test/next?page=2#top",
    "//evil.test",
    "../..",
    "a\tb\nc",
    "'\"<>\\^`{|}",
    "\u0000",
    "c".repeat(8000),
  ];

  test.each(cursors)("sends the cursor %j byte for byte, as one value", async (cursor) => {
    const { ask, requests } = client(json({}));
    await ask({ query: { cursor, limit: 10 } });
    const url = new URL(requests[0]?.url ?? "");
    expect([...url.searchParams]).toEqual([
      ["cursor", cursor],
      ["limit", "10"],
    ]);
    expect(`${url.origin}${url.pathname}`).toBe("https://api.acme.test/v1/things");
    expect(url.search).not.toContain("+"); // some servers read it as a space, some do not
  });

  test("any cursor arrives as it was", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const cursor = String.fromCharCode(...bytes);
        const url = new URL(`https://api.acme.test/${queryString({ cursor })}`);
        expect([...url.searchParams]).toEqual([["cursor", cursor]]);
      }),
      { seed: 20_261_121, numRuns: 300 },
    );
  });
});
