import { describe, expect, test } from "vitest";

import { AudienceError } from "../../src/core/errors.ts";
import type { AudienceErrorOptions, ErrorCode } from "../../src/core/errors.ts";
import { isLost, writeFailure } from "../../src/core/writing/lost-write.ts";

const failed = (code: ErrorCode, options: AudienceErrorOptions = {}): AudienceError =>
  new AudienceError(code, "shop: create failed.", options);

const platform = (code: string): Error => Object.assign(new Error("x"), { code });

describe("a write that failed", () => {
  test.each<readonly [string, AudienceError, boolean]>([
    ["a connection that broke", failed("network"), true],
    ["one that broke with a code", failed("network", { cause: platform("ECONNRESET") }), true],
    ["one with a cause that is no error", failed("network", { cause: "x" }), true],
    ["no answer in time", failed("timeout"), true],
    ["trouble at the vendor", failed("unavailable", { status: 503 }), true],
    ["a 200 that cannot be read", failed("invalid_response", { status: 200 }), true],
    ["a 299 that cannot be read", failed("invalid_response", { status: 299 }), true],
    ["a redirect", failed("invalid_response", { status: 300 }), false],
    ["an answer below 200", failed("invalid_response", { status: 199 }), false],
    ["an answer without a status", failed("invalid_response"), false],
    ["a refusal", failed("rejected", { status: 400 }), false],
    ["a limit", failed("rate_limited", { status: 429 }), false],
    ["no connection", failed("network", { cause: platform("ECONNREFUSED") }), false],
    ["no such host", failed("network", { cause: platform("ENOTFOUND") }), false],
    ["no names at all", failed("timeout", { cause: platform("EAI_AGAIN") }), false],
  ])("by %s may have been done: %j", (_words, error, lost) => {
    expect(isLost(error)).toBe(lost);
    const told = writeFailure(error, { repeatable: true });
    expect(told === error).toBe(!lost);
    expect(told.ambiguous).toBe(lost);
  });

  test.each([
    [{ repeatable: false }, "Look before you repeat it."],
    [{ repeatable: true }, "Repeat it: done twice, it is as if done once."],
    [
      { repeatable: true, idempotencyKey: "k1" },
      "Repeat it within a day under error.idempotencyKey: the vendor then does it once.",
    ],
    [
      { repeatable: false, idempotencyKey: "k1" },
      "Repeat it within a day under error.idempotencyKey: the vendor then does it once.",
    ],
  ])("and can be repeated as %j says what to do", (repeating, remedy) => {
    expect(writeFailure(failed("unavailable"), repeating)).toMatchObject({
      code: "unavailable",
      ambiguous: true,
      idempotencyKey: "idempotencyKey" in repeating ? "k1" : undefined,
      message: `shop: create failed. The vendor may have carried it out all the same. ${remedy}`,
    });
  });
});
