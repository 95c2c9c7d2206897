import { describe, expect, test } from "vitest";
import * as z from "zod";

import type { CallContext } from "../../src/core/call-context.ts";
import type { HttpRequest } from "../../src/core/http.ts";
import { firstIssue } from "../../src/core/http/shell.ts";
import { path } from "../../src/core/url.ts";
import { errorOf } from "../support/core-read.ts";
import { client, json } from "../support/core-http.ts";

const item = z.looseObject({ id: z.string(), name: z.string().nullish() });

/** Reads one record of an answer, as an adapter does that knows where in the answer it is. */
function recordOf(
  body: unknown,
  at = "data",
  request: Partial<HttpRequest> = {},
  onNote?: CallContext["onNote"],
): Promise<unknown> {
  const read = client(json(body), { retries: 0 }).http.record({
    request: (id) => ({ path: path`things/${id}`, ...request }),
    response: z.looseObject({ data: z.unknown().optional() }),
    at,
    pick: ({ data }) => data,
    item,
    map: (raw) => [raw.id, raw.name],
  });
  return read("1", { provider: "shop", operation: "get", onNote });
}

describe("a record", () => {
  test.for([{ data: null }, {}])("that is not there in %j", async (body) => {
    expect(await errorOf(() => recordOf(body))).toMatchObject({
      code: "not_found",
      provider: "shop",
      operation: "get",
      message:
        "shop: get found no audience with this id. Check the id; list shows those there are.",
    });
  });

  test("with a field of another type is given without it, whoever listens", async () => {
    const body = { data: { id: "1", name: 7 } };
    expect(await recordOf(body)).toEqual(["1", undefined]);
    const notes: unknown[] = [];
    await recordOf(body, "data", {}, (...note) => notes.push(note));
    await recordOf(body, "", {}, (...note) => notes.push(note));
    const message: unknown = expect.stringMatching(/^\S.*; the field is left out$/);
    expect(notes).toEqual([
      ["changed_type", "data.name", message],
      ["changed_type", "name", message],
    ]);
  });

  test.for([
    [{ data: { id: 7, name: 7 } }, "data", /unexpected \(data\.id: \S.*\)\. Check baseUrl;/],
    [{ data: 7 }, "data", /unexpected \(data: \S.*\)\. Check baseUrl;/],
    [{ data: 7 }, "", /unexpected \(the body: \S.*\)\. Check baseUrl;/],
    [7, "data", /unexpected \(the body: \S.*\)\. Check baseUrl;/],
  ] as const)("that cannot be read in %j at %j says where", async ([body, at, message]) => {
    const notes: unknown[] = [];
    const error = await errorOf(() => recordOf(body, at, {}, (...note) => notes.push(note)));
    expect(error).toMatchObject({ code: "invalid_response", ambiguous: false });
    expect(error.message).toMatch(message);
    expect(notes).toEqual([]);
  });

  test("beside a refusal is none", async () => {
    const body = { data: { id: "1" }, error: { code: "SUSPENDED", message: "Pay first" } };
    expect(await errorOf(() => recordOf(body))).toMatchObject({
      code: "rejected",
      message: "shop: get was refused with 200 SUSPENDED: Pay first.",
    });
  });
});

test.for<readonly [PropertyKey[], string, string]>([
  [["a", 0, "b"], "data", "data.a.0.b"],
  [["a"], "", "a"],
  [[], "data", "data"],
  [[], "", "the body"],
])("an issue at %j of %j is at %s", ([where, at, expected]) => {
  const issue = { code: "custom", path: where, message: "is odd", input: 1 } as const;
  expect(firstIssue(new z.ZodError([issue]), at)).toEqual({ path: expected, message: "is odd" });
});

test("no issue at all is another shape", () => {
  expect(firstIssue(new z.ZodError([]), "")).toEqual({
    path: "the body",
    message: "has another shape",
  });
});
