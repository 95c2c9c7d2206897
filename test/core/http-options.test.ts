import { describe, expect, test } from "vitest";

import { createHttp } from "../../src/core/http.ts";
import type { HttpOptions } from "../../src/core/http/http-options.ts";
import { resolveOptions } from "../../src/core/http/http-options.ts";
import { requireText } from "../../src/core/url.ts";
import { errorOf, untyped } from "../support/core-read.ts";

const address = "https://api.acme.test/v1";
const make = (options: HttpOptions): unknown =>
  createHttp({ vendor: "acme", baseUrl: address, bearer: "key", options });
const makeWithKey = (bearer: unknown): unknown =>
  createHttp({ vendor: "acme", baseUrl: address, bearer: untyped(bearer), options: {} });

const infinite = Number.POSITIVE_INFINITY;
const wrong: Readonly<Record<string, readonly unknown[]>> = {
  timeout: [0, -1, Number.NaN, infinite, "30", {}],
  retries: [-1, 1.5, Number.NaN, infinite, "4", true],
  maxRetryTime: [0, -1, Number.NaN, "120000"],
  retryDelay: [-1, Number.NaN, infinite, "500"],
  requestsPerMinute: [0, -60, Number.NaN, "600", {}],
  maxBodyBytes: [0, -1, 1.5, Number.NaN, infinite, "16"],
  fetch: [42, "fetch", {}],
  now: [42, "now"],
  random: [0.5],
  sleep: [1000],
};
const cases = Object.entries(wrong).flatMap(([option, values]) =>
  values.map((value): [string, unknown] => [option, value]),
);

describe("an option of the wrong kind is refused, by name,", () => {
  test.each(cases)("%s: %j", async (option, value) => {
    const error = await errorOf(() => make(untyped({ [option]: value })));
    expect(error).toMatchObject({ code: "invalid_argument", transient: false });
    expect(error.message).toContain(`acme: ${option}`);
  });

  test.each(["", " ", "\t", undefined, null, 42, {}])("apiKey: %j", async (key) => {
    const error = await errorOf(() => makeWithKey(key));
    expect(error).toMatchObject({ code: "invalid_argument" });
    expect(error.message).toMatch(/acme: apiKey is missing or empty/);
  });

  test.each(["key\n", "\nkey", "ke\ry", "k\u0000ey", "k\u007fey", "kéy→", " key", "key "])(
    "apiKey with a character that cannot be sent or a space around it: %j",
    async (key) => {
      const error = await errorOf(() => makeWithKey(key));
      expect(error).toMatchObject({ code: "invalid_argument" });
      expect(error.message).toContain("acme: apiKey");
      expect(error.message).not.toContain(key.trim());
    },
  );
});

describe("baseUrl", () => {
  test.each<readonly [unknown, RegExp]>([
    ["", /not a URL/],
    ["api.acme.test/v1", /not a URL/],
    ["/v1", /not a URL/],
    [42, /not a URL/],
    ["ftp://api.acme.test", /must begin with https/],
    ["file:///etc/passwd", /must begin with https/],
    ["javascript:alert(1)", /must begin with https/],
    ["data:application/json,{}", /must begin with https/],
    ["http://api.acme.test/v1", /http:\/\/ is for this machine only/],
    ["http://localhost.evil.test", /this machine only/],
    ["http://127.0.0.1.evil.test", /this machine only/],
    ["http://0.0.0.0", /this machine only/],
    ["http://192.168.0.1", /this machine only/],
    ["http://[::2]", /this machine only/],
    ["https://user:canary@api.acme.test/v1", /must not hold a user/],
    ["https://canary@api.acme.test/v1", /must not hold a user/],
    ["https://api.acme.test/v1?key=canary", /must not hold .* query/],
    ["https://api.acme.test/v1#canary", /must not hold .* fragment/],
  ])("of %j is refused, and not repeated in the message", async (baseUrl, message) => {
    const error = await errorOf(() => make({ baseUrl: untyped(baseUrl) }));
    expect(error).toMatchObject({ code: "invalid_argument" });
    expect(error.message).toMatch(/^acme: baseUrl /);
    expect(error.message).toMatch(message);
    expect(error.message).not.toMatch(/canary|evil/);
  });

  test.each([
    ["https://api.acme.test/v1", "https://api.acme.test/v1"],
    ["https://api.acme.test/v1/", "https://api.acme.test/v1"],
    ["https://api.acme.test/v1///", "https://api.acme.test/v1"],
    ["https://api.acme.test:8443", "https://api.acme.test:8443"],
    ["http://localhost:4010/api/v1", "http://localhost:4010/api/v1"],
    ["http://127.0.0.1:4010", "http://127.0.0.1:4010"],
    ["http://127.1.2.3", "http://127.1.2.3"],
    ["http://[::1]:4010/", "http://[::1]:4010"],
  ])("of %s is taken", (baseUrl, expected) => {
    expect(resolveOptions("acme", address, undefined, { baseUrl }).baseUrl).toBe(expected);
  });
});

describe("the defaults", () => {
  test("are those of the docs", () => {
    expect(resolveOptions("acme", address, undefined, {})).toMatchObject({
      baseUrl: address,
      timeout: 30_000,
      retries: 4,
      maxRetryTime: 120_000,
      retryDelay: 500,
      maxBodyBytes: 16 * 1024 * 1024,
      rateLimit: undefined,
      fetch: undefined,
    });
  });

  test("stand where an option is undefined", () => {
    const none = { timeout: undefined, retries: undefined, fetch: undefined, baseUrl: undefined };
    expect(resolveOptions("acme", address, undefined, none)).toMatchObject({
      timeout: 30_000,
      retries: 4,
    });
  });

  test.each<HttpOptions>([
    { retries: 0 },
    { retryDelay: 0 },
    { maxRetryTime: 1 },
    { maxRetryTime: infinite },
    { requestsPerMinute: infinite },
    { requestsPerMinute: 0.5 },
    { timeout: 1 },
    { timeout: 1e12 },
    { maxBodyBytes: 1 },
  ])("give way to %j", (options) => {
    expect(() => make(options)).not.toThrow();
  });
});

test("requireText gives the text back as it is, and names what is missing", async () => {
  expect(requireText("acme", "accountId", "biz_42")).toBe("biz_42");
  const error = await errorOf(() => requireText("acme", "accountId", undefined));
  expect(error.message).toBe("acme: accountId is missing or empty; pass it to the adapter.");
});
