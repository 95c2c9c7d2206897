import { describe, expect, test } from "vitest";

import { resolveOptions } from "../../src/core/http/http-options.ts";
import { checkOptionNames } from "../../src/core/options.ts";
import { defaultRuntime } from "../../src/core/runtime.ts";
import { checkBaseUrl, requireOptions, requireText } from "../../src/core/url.ts";
import { errorOf, untyped } from "../support/core-read.ts";

const address = "https://api.example.com/v1";
const resolve = (options: object) => resolveOptions("shop", address, undefined, untyped(options));

/** What is said of something that is refused. */
const refusalOf = async (call: () => unknown): Promise<string> => {
  const { code, message } = await errorOf(call);
  expect(code).toBe("invalid_argument");
  return message;
};

describe("an option of HTTP says what it takes", () => {
  test.for<readonly [string, readonly unknown[], readonly unknown[], string]>([
    ["timeout", [0.9, Infinity, "5"], [1, 1.5], "a number of at least 1"],
    ["retries", [-1, 0.5, Infinity, "5"], [0, 1], "a whole number of at least 0"],
    ["maxRetryTime", [0.9, "5", Number.NaN], [1, 1.5, Infinity], "a number of at least 1"],
    ["retryDelay", [-0.1, Infinity], [0, 0.5], "a number of at least 0"],
    ["maxBodyBytes", [0, 1.5, Infinity, "5"], [1, 2], "a whole number of at least 1"],
    [
      "requestsPerMinute",
      [0, 0.0009, "5", Number.NaN],
      [0.001, 0.5, Infinity],
      "a number of at least 0.001",
    ],
    ["fetch", [1, {}, null], [globalThis.fetch], "a function"],
    ["now", [1, {}, null], [() => 0], "a function"],
    ["random", [0.5, {}, null], [() => 0], "a function"],
    ["sleep", [1, {}, null], [async () => undefined], "a function"],
  ])("%s", async ([option, wrong, right, kind]) => {
    for (const value of wrong) {
      expect(await refusalOf(() => resolve({ [option]: value }))).toBe(
        `shop: ${option} must be ${kind}.`,
      );
    }
    for (const value of [...right, undefined]) {
      expect(() => resolve({ [option]: value })).not.toThrow();
    }
  });
});

describe("what is given goes before what is the default", () => {
  test("with numbers", () => {
    const given = {
      timeout: 1,
      retries: 0,
      maxRetryTime: 2,
      retryDelay: 0,
      maxBodyBytes: 3,
      baseUrl: "https://other.example.com",
    };
    expect(resolve(given)).toMatchObject(given);
    expect(resolve({ requestsPerMinute: 30 }).rateLimit).toEqual({
      requests: 30,
      per: 60_000,
      scope: "provider",
    });
  });

  test("with functions", () => {
    const functions = { now: () => 0, random: () => 0, sleep: async () => undefined };
    expect(resolve({ ...functions, fetch }).runtime).toEqual(functions);
    expect(resolve({ fetch }).fetch).toBe(fetch);
    expect(resolve({}).runtime).toEqual(defaultRuntime);
  });
});

describe("an address says why it is not taken", () => {
  const remedy = "pass the address with its version path, such as https://api.example.com/v1.";

  test.for([
    ["api.example.com", `is not a URL; ${remedy}`],
    ["ftp://api.example.com", `must begin with https://; ${remedy}`],
    [
      "http://api.example.com",
      "must begin with https://, because the key is sent there; http:// is for this machine only.",
    ],
    ...[
      "https://ada@example.com",
      "https://:word@example.com",
      "https://example.com/?a=1",
      "https://example.com/#a",
    ].map(
      (one) => [one, `must not hold a user, a password, a query or a fragment; ${remedy}`] as const,
    ),
  ] as const)("%s %s", async ([baseUrl, words]) => {
    expect(await refusalOf(() => checkBaseUrl("shop", baseUrl))).toBe(`shop: baseUrl ${words}`);
  });

  test.for(["localhost", "127.0.0.1", "127.100.20.3", "[::1]"])("not where it is %s", (host) => {
    expect(checkBaseUrl("shop", `http://${host}:80/v1/`)).toBe(`http://${host}/v1`);
  });

  test.for([
    "notlocalhost",
    "a.127.0.0.1.example",
    "localhost.example.com",
    "128.0.0.1",
    "[::1:1]",
  ])("but where it is %s, which is no machine of ours", async (host) => {
    expect(await refusalOf(() => checkBaseUrl("shop", `http://${host}`))).toContain("this machine");
  });
});

const missing = (option: string): string =>
  `shop: ${option} is missing or empty; pass it to the adapter.`;

describe("a text that goes into a header or an address says why it is not taken", () => {
  test.for<readonly [unknown, string]>([
    ["", "is missing or empty; pass it to the adapter."],
    [" \n", "is missing or empty; pass it to the adapter."],
    [7, "is missing or empty; pass it to the adapter."],
    [
      "a\nb",
      "holds a line break or another character that cannot be sent; copy it again without it.",
    ],
    ["→", "holds a line break or another character that cannot be sent; copy it again without it."],
    [" a", "begins or ends with a space; copy it again."],
    ["a ", "begins or ends with a space; copy it again."],
  ])("%j %s", async ([value, words]) => {
    expect(await refusalOf(() => requireText("shop", "apiKey", value))).toBe(
      `shop: apiKey ${words}`,
    );
  });

  test("and the first of several that is not there is named", async () => {
    const names = ["apiKey", "accountId"];
    for (const options of [undefined, null, 7, {}, { accountId: "a" }]) {
      expect(await refusalOf(() => requireOptions("shop", options, names))).toBe(missing("apiKey"));
    }
    expect(await refusalOf(() => requireOptions("shop", { apiKey: "k" }, names))).toBe(
      missing("accountId"),
    );
    expect(() => requireOptions("shop", { apiKey: "k", accountId: "a" }, names)).not.toThrow();
    expect(() => requireOptions("shop", {}, [])).not.toThrow();
  });
});

test("a name that is no option's is refused beside those that there are", async () => {
  expect(() => checkOptionNames({ a: 1, b: undefined }, ["a", "b"])).not.toThrow();
  expect(() => checkOptionNames({}, [])).not.toThrow();
  expect(await refusalOf(() => checkOptionNames({ a: 1, singal: 2 }, ["a", "signal"]))).toBe(
    'There is no option "singal"; there are a, signal.',
  );
});
