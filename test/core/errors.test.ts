import { inspect } from "node:util";
import { createContext, runInContext } from "node:vm";

import { describe, expect, test } from "vitest";

import { AudienceError, isAudienceError, plainCause } from "../../src/core/errors.ts";
import type * as errors from "../../src/core/errors.ts";
import type { ErrorCode } from "../../src/core/errors.ts";
import { untyped } from "../support/core-read.ts";

const full = new AudienceError("rate_limited", "acme: list was refused.", {
  provider: "acme",
  operation: "list",
  status: 429,
  vendorCode: "slow_down",
  requestId: "r1",
  retryAfter: 2000,
  cause: new Error("inner"),
  continuationToken: "ak1.x.y",
});

describe("an AudienceError", () => {
  test("is an Error with a name, a code and a message", () => {
    expect(full).toBeInstanceOf(Error);
    expect(full).toMatchObject({ name: "AudienceError", code: "rate_limited" });
    expect(String(full)).toBe("AudienceError: acme: list was refused.");
    expect(full.stack).toContain("errors.test");
    expect(full.cause).toMatchObject({ message: "inner" });
  });

  test("has a JSON of fixed fields, without those it does not have", () => {
    expect(full.toJSON()).toEqual({
      name: "AudienceError",
      code: "rate_limited",
      message: "acme: list was refused.",
      provider: "acme",
      operation: "list",
      status: 429,
      vendorCode: "slow_down",
      requestId: "r1",
      retryAfter: 2000,
      transient: true,
      continuationToken: "ak1.x.y",
    });
    const bare = JSON.stringify(new AudienceError("protocol", "Odd."));
    expect(bare).toBe(
      '{"name":"AudienceError","code":"protocol","message":"Odd.","transient":false}',
    );
  });

  test("shows nothing that was put on it or behind it", () => {
    const error = new AudienceError("network", "Lost.", {
      cause: Object.assign(new Error("inner"), { request: { authorization: "canary" } }),
    });
    Object.assign(error, { response: { headers: "canary" }, config: "canary" });
    expect(JSON.stringify(error)).not.toContain("canary");
    expect(inspect(error, { depth: 10 })).not.toContain("canary");
    expect(inspect({ nested: [error] }, { depth: 10 })).not.toContain("canary");
  });

  test("tells its causes in JSON and in print", () => {
    const cause = new AudienceError("not_found", "Gone.", { provider: "acme" });
    const error = new AudienceError("incomplete", "Short.", { causes: [cause, full] });
    expect(error.toJSON()["causes"]).toEqual([cause.toJSON(), full.toJSON()]);
    expect(inspect(error)).toMatch(/Short\.[\s\S]*not_found: Gone\.\n {2}rate_limited: acme/);
  });

  test("is printed with its stack and its fields", () => {
    const printed = inspect(full);
    expect(printed).toContain("AudienceError: acme: list was refused.");
    expect(printed).toContain("errors.test");
    expect(printed).toContain('code: "rate_limited"');
    expect(printed).toContain("retryAfter: 2000");
  });

  test.each<[ErrorCode, boolean]>([
    ["authentication", false],
    ["permission", false],
    ["not_found", false],
    ["conflict", false],
    ["not_ready", true],
    ["incomplete", false],
    ["rate_limited", true],
    ["rejected", false],
    ["unavailable", true],
    ["network", true],
    ["timeout", true],
    ["invalid_response", false],
    ["protocol", false],
    ["invalid_argument", false],
    ["unsupported", false],
  ])("%s is transient: %s, unless where it is made says otherwise", (code, transient) => {
    expect(new AudienceError(code, "x").transient).toBe(transient);
    expect(new AudienceError(code, "x", { transient: !transient }).transient).toBe(!transient);
  });
});

describe("isAudienceError", () => {
  test("knows an error of another copy of this package", async () => {
    const address = new URL("../../src/core/errors.ts?copy", import.meta.url).href;
    const copy: typeof errors = await import(/* @vite-ignore */ address);
    const other = new copy.AudienceError("not_found", "Elsewhere.");
    expect(copy.AudienceError).not.toBe(AudienceError);
    expect(other).not.toBeInstanceOf(AudienceError);
    expect(isAudienceError(other)).toBe(true);
    expect(copy.isAudienceError(full)).toBe(true);
  });

  test.each([
    null,
    undefined,
    "AudienceError",
    {},
    new Error("x"),
    { name: "AudienceError", code: "network", message: "x" },
    Object.assign(new Error("x"), { name: "AudienceError", code: "network" }),
  ])("knows that %s is none", (value) => {
    expect(isAudienceError(value)).toBe(false);
  });

  test("does not take one across as JSON for one", () => {
    expect(isAudienceError(JSON.parse(JSON.stringify(full)))).toBe(false);
  });
});

const clean = (text: string): string => text.replaceAll("canary", "[redacted]");

describe("plainCause", () => {
  test("keeps the innermost words and code, whatever wraps them", () => {
    const inner = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    for (const cause of [
      inner,
      new Error("one", { cause: inner }),
      new Error("one", { cause: new TypeError("two", { cause: inner }) }),
    ]) {
      expect(plainCause(cause, clean)).toMatchObject({
        message: "connect ECONNREFUSED",
        code: "ECONNREFUSED",
      });
    }
  });

  test("keeps the code of an AggregateError, which has no words of its own", () => {
    const refused = Object.assign(new AggregateError([new Error("::1"), new Error("127.0.0.1")]), {
      code: "ECONNREFUSED",
    });
    const plain = plainCause(new TypeError("fetch failed", { cause: refused }), clean);
    expect(plain).toMatchObject({ message: "fetch failed", code: "ECONNREFUSED" });
  });

  test("cleans the words, and keeps no other field, no stack and no cause", () => {
    const error = Object.assign(new Error("key canary"), { code: 42, request: "canary" });
    error.stack = "canary";
    const plain = plainCause(error, clean);
    expect(plain.message).toBe("key [redacted]");
    expect(inspect(plain, { depth: 10, showHidden: true })).not.toContain("canary");
    expect(Object.keys(plain)).toEqual([]);
  });

  test("ends on causes in a circle", () => {
    const one = new Error("one");
    one.cause = new Error("two", { cause: one });
    expect(plainCause(one, clean)).toBeInstanceOf(Error);
  });

  test.each(["a text", undefined, null, 42, {}, Object.create(null), Symbol("s")])(
    "makes an Error of %s too",
    (thrown: unknown) => {
      expect(plainCause(thrown, clean)).toBeInstanceOf(Error);
    },
  );

  test("makes an Error of one of another realm", () => {
    const foreign: unknown = runInContext("new Error('elsewhere')", createContext());
    expect(plainCause(untyped(foreign), clean)).toBeInstanceOf(Error);
  });
});
