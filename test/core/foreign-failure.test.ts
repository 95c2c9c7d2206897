import { inspect } from "node:util";

import { describe, expect, test } from "vitest";

import { createAudiences } from "../../src/core/audiences.ts";
import type { Adapter } from "../../src/core/contract.ts";
import { errorOf } from "../support/core-read.ts";

const secrets = ["sk-4711canaryCANARY0815", "canary.person@example.org", "555 010 9987"];
const said = `GET /lists?key=${secrets[0]} failed for ${secrets[1]}, +1 ${secrets[2]}`;

/** As a client that an adapter uses may throw it: with the request, and the request in its words. */
function thrown(): Error {
  const headers = { authorization: `Bearer ${secrets[0]}` };
  const inner = Object.assign(new Error(said), { code: "ECONNRESET", request: { headers } });
  return Object.assign(new Error(`outer: ${said}`, { cause: inner }), { config: { headers } });
}

const broken = {
  vendor: "acme",
  maxPageSize: 10,
  list: () => Promise.reject(thrown()),
  get: () => Promise.reject(thrown()),
} satisfies Adapter;
const audiences = createAudiences({ acme: broken });

describe("an adapter that throws what is no AudienceError", () => {
  test.each([
    ["list", () => audiences.list().collect()],
    ["toArray", () => audiences.list().toArray()],
    ["get", () => audiences.get({ provider: "acme", id: "a1" })],
  ] as const)("%s tells why, and keeps nothing of what hangs on the error", async (name, call) => {
    const error =
      name === "list"
        ? (await audiences.list().collect()).report.providers["acme"]?.error
        : await errorOf(call);
    const [failure = error] = error?.causes ?? [];
    expect(failure).toMatchObject({ code: "invalid_response", provider: "acme" });
    expect(failure?.message).toContain("failed in the adapter");
    expect(failure?.cause).toMatchObject({ code: "ECONNRESET" });
    expect(String(failure?.cause)).toBe(
      "Error: GET /lists?[redacted] failed for [email], [number]",
    );
    const shown = inspect([error, error?.cause], { depth: 10, showHidden: true });
    const plain = inspect(error, { depth: 10, showHidden: true, customInspect: false });
    expect(secrets.filter((secret) => (shown + plain).includes(secret))).toEqual([]);
  });

  test.each([
    ["Bearer abc", "Bearer [redacted]"],
    ["authorization: Basic Zm9vOmJhcg==", "authorization: Basic [redacted]"],
    ["Cannot read properties of undefined", "Cannot read properties of undefined"],
    ["an internationalization failed", "an internationalization failed"],
    ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx.c2ln was refused", "[redacted] was refused"],
  ])("%s is told as %s", async (words, told) => {
    const list = (): Promise<never> => Promise.reject(new Error(words));
    const { report } = await createAudiences({ acme: { ...broken, list } })
      .list()
      .collect();
    expect(report.providers["acme"]?.error?.cause).toMatchObject({ message: told });
  });
});
