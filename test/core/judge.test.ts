import { describe, expect, test } from "vitest";

import { createJudge } from "../../src/core/http/answer.ts";
import type { JudgeSetup } from "../../src/core/http/answer.ts";
import type { Answer } from "../../src/core/http/exchange.ts";
import type { Failure } from "../../src/core/http/failure.ts";
import { errorOf } from "../support/core-read.ts";

const context = { provider: "shop", operation: "list" };

/** Judges answers of a vendor whose key is the word canary. */
const judgeOf = (setup: Partial<JudgeSetup> = {}) =>
  createJudge({ scrub: (text) => text.replaceAll("canary", "[redacted]"), ...setup });

const answer = (status: number, text: string, headers: Record<string, string> = {}): Answer => ({
  status,
  text,
  headers: new Headers(headers),
});

describe("an answer of a vendor whose error bodies nobody reads", () => {
  const judge = judgeOf();

  test.for([200, 201, 299])("with %i is its JSON", (status) => {
    expect(judge.read(answer(status, '{"error":"x"}'), context)).toEqual({ error: "x" });
  });

  test.for([
    [0, "invalid_response"], // as a browser has it for a redirect
    [199, "invalid_response"],
    [300, "invalid_response"],
    [400, "rejected"],
    [404, "not_found"],
  ] as const)("with %i is an error: %s", async ([status, code]) => {
    const error = await errorOf(() => judge.read(answer(status, '{"error":"x"}'), context));
    expect(error).toMatchObject({ code, status, provider: "shop", operation: "list" });
  });

  test("is no refusal where it came with 200, whatever is in it", () => {
    expect(judge.refusalIn({ error: "x" }, context)).toBeUndefined();
    expect(judge.misfit({ error: "x" }, "data: is missing", context)).toMatchObject({
      code: "invalid_response",
      message: expect.stringContaining("(data: is missing)"),
    });
  });
});

test("JSON that is false or 0 is JSON all the same", () => {
  const values = ["false", "0", '""', "null"].map((text) =>
    judgeOf().read(answer(200, text), context),
  );
  expect(values).toEqual([false, 0, "", null]);
});

test.for([
  ["", "an empty body"],
  ["{", "something that is not JSON"],
  ["\ufffd", "something that is not JSON"],
] as const)("%j with 200 is %s", async ([text, words]) => {
  const error = await errorOf(() => judgeOf().read(answer(200, text), context));
  expect(error).toMatchObject({ code: "invalid_response", status: 200, transient: true });
  expect(error.message).toContain(`was answered with ${words}.`);
});

/** Judges answers of a vendor whose error bodies say this. */
const saying = (said: Failure) => judgeOf({ failure: () => said });

describe("what a refusal is made of", () => {
  test("is the body's as far as it says something, and the headers'", async () => {
    const refusing = answer(429, "{}", { "x-request-id": "r-canary", "retry-after": "2" });
    const silent = await errorOf(() => saying({}).read(refusing, context));
    expect(silent).toMatchObject({ requestId: "r-[redacted]", retryAfter: 2000 });
    const said = { requestId: "b-canary", retryAfter: 5000, code: "slow", message: "Wait" };
    const telling = await errorOf(() => saying(said).read(refusing, context));
    expect(telling).toMatchObject({
      requestId: "b-[redacted]",
      retryAfter: 2000,
      vendorCode: "slow",
      message: "shop: list was refused with 429 slow: Wait. Wait, or lower requestsPerMinute.",
    });
    const late = await errorOf(() => saying(said).read(answer(429, "{}"), context));
    expect(late).toMatchObject({ retryAfter: 5000 });
  });

  test("is with 200 of the body alone, and means what the vendor's code means", () => {
    const judge = judgeOf({
      failure: () => ({ code: "filling", requestId: "r1" }),
      errorCodes: { filling: "not_ready" },
      remedies: { filling: "Have tea." },
    });
    const expected = {
      code: "not_ready",
      status: 200,
      requestId: "r1",
      retryAfter: undefined,
      message: "shop: list was refused with 200 filling. Have tea.",
    };
    expect(judge.refusalIn({}, context)).toMatchObject(expected);
    expect(judge.misfit({}, "data: is missing", context)).toMatchObject(expected);
  });
});

test("without headers there is no name of a request", () => {
  expect(judgeOf().requestId(undefined)).toBeUndefined();
  expect(judgeOf().requestId(new Headers())).toBeUndefined();
});
