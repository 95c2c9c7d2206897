import { inspect } from "node:util";

import { describe, expect, test } from "vitest";

import { adapterFailure, callAdapter } from "../../src/core/call.ts";
import { amended } from "../../src/core/amended.ts";
import { AudienceError, invalidArgument, plainCause } from "../../src/core/errors.ts";
import type { AudienceErrorOptions } from "../../src/core/errors.ts";
import { insideOf } from "../../src/core/inside.ts";
import { errorOf, thrownBy } from "../support/core-read.ts";

const all = {
  provider: "shop",
  operation: "create",
  status: 503,
  vendorCode: "down",
  requestId: "r1",
  retryAfter: 2000,
  transient: false,
  ambiguous: true,
  idempotencyKey: "k1",
  written: 7,
  created: { provider: "shop", id: "a1" },
  continuationToken: "ak1.x.y",
  report: { complete: false, providers: {} },
} satisfies AudienceErrorOptions;

describe("an error", () => {
  test("has what it is given, and nothing where nothing is", () => {
    const causes = [new AudienceError("not_found", "Gone.")];
    const error = new AudienceError("unavailable", "Down.", { ...all, causes });
    expect(error).toMatchObject({ ...all, code: "unavailable", message: "Down." });
    expect(error.causes).toBe(causes);
    const bare = new AudienceError("unavailable", "Down.");
    expect(Object.hasOwn(bare, "cause")).toBe(false);
    expect([bare.ambiguous, bare.provider, bare.causes, bare.report]).toEqual([
      false,
      undefined,
      undefined,
      undefined,
    ]);
    expect(new AudienceError("network", "Lost.", { cause: null })).toHaveProperty("cause", null);
  });

  test("has a JSON of all of it but the report", () => {
    const causes = [new AudienceError("not_found", "Gone.")];
    const { report: _report, ...told } = all;
    expect(new AudienceError("unavailable", "Down.", { ...all, causes }).toJSON()).toEqual({
      ...told,
      name: "AudienceError",
      code: "unavailable",
      message: "Down.",
      causes: [{ name: "AudienceError", code: "not_found", message: "Gone.", transient: false }],
    });
  });

  test("is printed with its stack, its fields and its causes, a line each", () => {
    const causes = [new AudienceError("not_found", "Gone."), new AudienceError("network", "Lost.")];
    const options = { provider: "shop", retryAfter: 5, causes };
    const error = new AudienceError("incomplete", "Short.", options);
    error.stack = "the stack";
    expect(inspect(error)).toBe(
      'the stack { code: "incomplete", provider: "shop", retryAfter: 5, transient: false }\n  not_found: Gone.\n  network: Lost.',
    );
    const plain = new AudienceError("network", "Lost.");
    Reflect.deleteProperty(plain, "stack");
    Object.defineProperty(plain, "stack", { value: undefined });
    expect(inspect(plain)).toBe('Lost. { code: "network", transient: true }');
  });

  test("is known by a mark that all versions share, and that nobody sees", () => {
    const error = invalidArgument("No.", { provider: "shop" });
    expect(error).toMatchObject({ code: "invalid_argument", message: "No.", provider: "shop" });
    expect(Symbol.for("audiencekit.error") in error).toBe(true);
    expect(Object.getOwnPropertySymbols(Object.assign({}, error))).toEqual([]);
  });

  test("in other words is the same for the rest", () => {
    const cause = new Error("inner");
    const error = new AudienceError("unavailable", "Down.", { ...all, cause });
    const other = amended(error, "Down for long.", { written: 8 });
    expect(other).toMatchObject({
      ...all,
      code: "unavailable",
      message: "Down for long.",
      written: 8,
    });
    expect(other.cause).toBe(cause);
    expect(Object.hasOwn(amended(invalidArgument("No."), "Never.", {}), "cause")).toBe(false);
    expect(error.message).toBe("Down.");
  });
});

const asItIs = (text: string): string => text;

/** An error with so many causes behind it, each the cause of the one before. */
function chain(length: number): Error {
  return (
    Array.from({ length }, (_, index) => length - index).reduce<Error | undefined>(
      (cause, number) => Object.assign(new Error(`e${number}`, { cause }), { code: `C${number}` }),
      undefined,
    ) ?? new Error("none")
  );
}

describe("the plain cause", () => {
  test.for([
    [1, "e1", "C1"],
    [2, "e2", "C2"],
    [8, "e8", "C8"],
    [9, "e8", "C8"],
    [20, "e8", "C8"],
  ] as const)("of %i errors has the words %j", ([length, message, code]) => {
    expect(plainCause(chain(length), asItIs)).toMatchObject({ message, code });
  });

  test.for<readonly [unknown, string]>([
    ["a text", "a text"],
    ["", ""],
    [undefined, "no reason given"],
    [null, "no reason given"],
    [42, "no reason given"],
    [{ message: "odd" }, "no reason given"],
    [new Error(""), "no reason given"],
    [new Error("outer", { cause: new Error("") }), "outer"],
    [new Error("outer", { cause: "text" }), "outer"],
  ])("of %s is %j", ([thrown, message]) => {
    const plain = plainCause(thrown, asItIs);
    expect(plain.message).toBe(message);
    expect("code" in plain).toBe(false);
  });

  test("has the innermost code that is a text", () => {
    const cause = Object.assign(new Error("inner"), { code: 7 });
    const outer = Object.assign(new Error("outer", { cause }), { code: "EOUTER" });
    expect(plainCause(outer, asItIs)).toMatchObject({ message: "inner", code: "EOUTER" });
  });
});

describe("what an adapter throws", () => {
  const context = { provider: "shop", operation: "get" };

  test("is as it is where it is one of ours, and told in our words otherwise", () => {
    const own = invalidArgument("No.");
    expect(adapterFailure(own, context)).toBe(own);
    const foreign = adapterFailure(new TypeError("ada@example.com is odd"), context);
    expect(foreign).toMatchObject({
      ...context,
      code: "invalid_response",
      message: "shop: get failed in the adapter. Report it to its author; error.cause says why.",
      cause: { message: "[email] is odd" },
    });
  });

  test("goes behind the reason of an abort, and nothing is called after one", async () => {
    const signal = AbortSignal.abort("gone");
    let calls = 0;
    const call = async (): Promise<number> => (calls += 1);
    expect(await thrownBy(() => callAdapter({ ...context, signal }, call))).toBe("gone");
    expect(calls).toBe(0);
    expect(await callAdapter(context, call)).toBe(1);
    expect(await callAdapter({ ...context, signal: new AbortController().signal }, call)).toBe(2);
  });
});

test("what createAudiences did not give is refused", async () => {
  expect(await errorOf(() => insideOf({}))).toMatchObject({
    code: "invalid_argument",
    message: "audiences must be what createAudiences returned.",
  });
});
