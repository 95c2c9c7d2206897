import { describe, expect, test } from "vitest";

import type { AudienceError, ErrorCode } from "../../src/core/errors.ts";
import {
  misfit,
  notJson,
  refusal,
  timedOut,
  tooBig,
  unreachable,
  waitTooLong,
} from "../../src/core/http/failure.ts";
import type { FailureSetup } from "../../src/core/http/failure.ts";

const context = { provider: "shop", operation: "list" };

const refused = (setup: Partial<FailureSetup>): AudienceError =>
  refusal({
    context,
    status: 400,
    requestId: undefined,
    retryAfter: undefined,
    failure: undefined,
    errorCodes: {},
    remedies: {},
    scrub: (text) => text.replaceAll("canary", "[redacted]"),
    ...setup,
  });

const keyRemedy =
  "Check the key: it may be mistyped, revoked, or of another account or environment.";

describe("an answer that refuses", () => {
  test.each<readonly [number, ErrorCode, string]>([
    [0, "invalid_response", "answered with a redirect, which is never followed. Check baseUrl."],
    [200, "rejected", "was refused with 200."],
    [
      301,
      "invalid_response",
      "answered with a redirect (301), which is never followed. Check baseUrl.",
    ],
    [
      399,
      "invalid_response",
      "answered with a redirect (399), which is never followed. Check baseUrl.",
    ],
    [400, "rejected", "was refused with 400."],
    [401, "authentication", `was refused with 401. ${keyRemedy}`],
    [
      403,
      "permission",
      "was refused with 403. Give the key the permission that the vendor's docs name for this call.",
    ],
    [
      404,
      "not_found",
      "was refused with 404. Check the id; the vendor knows none such, or does not show it to this key.",
    ],
    [
      408,
      "timeout",
      "was refused with 408. The vendor did not answer in time; try again later, or raise timeout.",
    ],
    [409, "conflict", "was refused with 409."],
    [
      410,
      "not_found",
      "was refused with 410. Check the id; the vendor knows none such, or does not show it to this key.",
    ],
    [422, "rejected", "was refused with 422."],
    [425, "rate_limited", "was refused with 425. Wait, or lower requestsPerMinute."],
    [429, "rate_limited", "was refused with 429. Wait, or lower requestsPerMinute."],
    [499, "rejected", "was refused with 499."],
    [500, "unavailable", "was refused with 500. The vendor has trouble; try again later."],
    [503, "unavailable", "was refused with 503. The vendor has trouble; try again later."],
  ])("%i is %s, with what to do", (status, code, words) => {
    expect(refused({ status })).toMatchObject({
      code,
      status,
      provider: "shop",
      operation: "list",
      message: `shop: list ${words}`,
    });
  });

  test("holds the vendor's code and words, cleaned, and ends with one full stop", () => {
    const failure = { code: "bad_canary", message: "The canary of ada@example.com is odd." };
    expect(refused({ failure })).toMatchObject({
      vendorCode: "bad_[redacted]",
      message: "shop: list was refused with 400 bad_[redacted]: The [redacted] of [email] is odd.",
    });
    expect(refused({ failure: { message: "Odd" } }).message).toBe(
      "shop: list was refused with 400: Odd.",
    );
  });

  test("is what the vendor's own code means, where that is known", () => {
    const errorCodes = { filling: "not_ready" } as const;
    expect(refused({ failure: { code: "filling" }, errorCodes })).toMatchObject({
      code: "not_ready",
      message:
        "shop: list was refused with 400 filling. The vendor is still filling this audience; try again later.",
    });
    expect(refused({ failure: { code: "other" }, errorCodes }).code).toBe("rejected");
    expect(refused({ failure: { code: "toString" }, errorCodes }).code).toBe("rejected");
  });

  test.each<readonly [number, ErrorCode]>([
    [399, "invalid_response"],
    [400, "conflict"],
    [499, "conflict"],
    [500, "unavailable"],
    [200, "rejected"],
  ])("with %i is %s, where its words mean a conflict", (status, code) => {
    expect(refused({ status, failure: { means: "conflict" } }).code).toBe(code);
  });

  test("has the remedy of this vendor: by its code first, then by ours, then everybody's", () => {
    const remedies = { bad: "Ask Ada.", rejected: "Ask Bob." };
    expect(refused({ failure: { code: "bad" }, remedies }).message).toMatch(/400 bad\. Ask Ada\.$/);
    expect(refused({ failure: { code: "odd" }, remedies }).message).toMatch(/400 odd\. Ask Bob\.$/);
    expect(refused({ remedies }).message).toMatch(/400\. Ask Bob\.$/);
    expect(refused({ status: 401, remedies }).message).toContain(keyRemedy);
  });

  test("tells the request's name and the wait from the body before those of the headers", () => {
    const outside = { requestId: "r-header", retryAfter: 1000 };
    expect(refused(outside)).toMatchObject(outside);
    const failure = { requestId: "r-body", retryAfter: 2000 };
    expect(refused({ ...outside, failure })).toMatchObject(failure);
  });
});

describe("an answer that is none", () => {
  test("of another shape", () => {
    expect(misfit("data: is missing", context, 200)).toMatchObject({
      code: "invalid_response",
      status: 200,
      transient: false,
      message:
        "shop: list was answered with something unexpected (data: is missing). Check baseUrl; if it is right, the vendor has changed its answers.",
    });
  });

  test.each([
    ["", "an empty body"],
    ["<html>", "something that is not JSON"],
  ])("of %j is %s, and worth repeating", (text, words) => {
    expect(notJson(text, context, 200)).toMatchObject({
      code: "invalid_response",
      status: 200,
      transient: true,
      provider: "shop",
      operation: "list",
      message: `shop: list was answered with ${words}. A proxy may have answered instead; check baseUrl.`,
    });
  });

  test("that is too long, that comes too late, and for which one would wait too long", () => {
    const where = { provider: "shop", operation: "list" };
    expect(tooBig(1000, context)).toMatchObject({
      ...where,
      code: "invalid_response",
      message:
        "shop: list was answered with more than 1000 bytes. Ask for smaller pages, or raise maxBodyBytes.",
    });
    expect(timedOut(500, context)).toMatchObject({
      ...where,
      code: "timeout",
      message:
        "shop: list had no whole answer within 500 ms. The vendor did not answer in time; try again later, or raise timeout.",
    });
    expect(waitTooLong(1200, context)).toMatchObject({
      ...where,
      code: "rate_limited",
      retryAfter: 1200,
      message:
        "shop: list would have to wait 2 s for the rate limit, longer than maxRetryTime allows. Try again later.",
    });
  });

  test("because of the network, with its cause in clean words", () => {
    const cause = new TypeError("fetch failed", {
      cause: Object.assign(new Error("connect to canary"), { code: "ECONNREFUSED" }),
    });
    const error = unreachable(cause, context, (text) => text.replaceAll("canary", "[redacted]"));
    expect(error).toMatchObject({
      code: "network",
      provider: "shop",
      operation: "list",
      message:
        "shop: list got no whole answer: connect to [redacted]. Check the network and baseUrl.",
      cause: { message: "connect to [redacted]", code: "ECONNREFUSED" },
    });
  });
});
