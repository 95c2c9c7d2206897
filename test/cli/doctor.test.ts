import { describe, expect, test } from "vitest";
import * as z from "zod";

import type { ServeOptions } from "../../src/testing/index.ts";
import { audiencekit, folder, served } from "./support.ts";

const check = z.strictObject({
  check: z.enum(["configuration", "address", "key", "permission", "account", "listing"]),
  status: z.enum(["ok", "failed", "unknown"]),
  message: z.string(),
  remedy: z.string().nullable(),
});
const document = z.strictObject({
  ok: z.boolean(),
  providers: z.array(
    z.strictObject({
      provider: z.string(),
      vendor: z.string(),
      ok: z.boolean(),
      checks: z.array(check),
    }),
  ),
  notConfigured: z.array(z.strictObject({ vendor: z.string(), variables: z.array(z.string()) })),
});

async function doctor(env: Readonly<Record<string, string>>, ...options: readonly string[]) {
  const { code, stdout } = await audiencekit(["doctor", "--json", ...options], { env });
  return { code, ...document.parse(JSON.parse(stdout)) };
}

/** What is wrong with Whop, with this answer in the place of its own. */
async function wrong(options: ServeOptions, env: Readonly<Record<string, string>> = {}) {
  const vendors = await served(options);
  const { code, providers } = await doctor({ ...vendors.env, ...env }, "--provider", "whop");
  const checks = providers[0]?.checks ?? [];
  const failed = checks.find(({ status }) => status === "failed");
  return { code, failed: failed?.check, remedy: failed?.remedy, checks };
}

const answer = (status: number, headers = {}): ServeOptions => ({
  whop: { intercept: () => new Response("{}", { status, headers }) },
});

describe("doctor", () => {
  test("all is well", async () => {
    const { env, vendors } = await served();
    const { code, ok, providers, notConfigured } = await doctor(env);
    expect({ code, ok, notConfigured }).toEqual({ code: 0, ok: true, notConfigured: [] });
    expect(providers.map(({ provider }) => provider)).toEqual(["whop", "batch", "sonarly"]);
    for (const { checks } of providers) {
      expect(checks.map(({ status }) => status)).toEqual(Array(6).fill("ok"));
    }
    // One request each is enough.
    expect(vendors.emulators.whop.requests).toHaveLength(1);
  });

  test.each([
    [401, "key", 4, /Copy the API key again/],
    [403, "permission", 4, /audience:basic:read/],
    [404, "account", 2, /account id/],
    [400, "account", 4, /account id/],
    [302, "listing", 8, /base URL/],
    [200, "listing", 8, /base URL/],
  ])("an answer of %i: %s, exit code %i", async (status, failed, exit, remedy) => {
    const seen = await wrong(answer(status));
    expect(seen).toMatchObject({ failed, remedy: expect.stringMatching(remedy) });
    expect(seen.code).toBe(exit);
  });

  test("a vendor in trouble: nothing is said of the key, exit code 75", async () => {
    const { code, failed, checks } = await wrong(answer(429, { "retry-after": "3600" }));
    expect({ code, failed }).toEqual({ code: 75, failed: "listing" });
    expect(checks.map(({ status }) => status)).toEqual([
      "ok",
      "ok",
      "unknown",
      "unknown",
      "unknown",
      "failed",
    ]);
  });

  test("nobody at the address: exit code 75, and what to look at", async () => {
    const { code, failed, remedy } = await wrong(
      {},
      { WHOP_BASE_URL: "http://127.0.0.1:9/api/v1" },
    );
    expect({ code, failed }).toEqual({ code: 75, failed: "address" });
    expect(remedy).toContain("base URL");
  });

  test.each([
    [{ shop: { retries: -1 } }, /retries must be a whole number of at least 0/],
    [{ shop: { timeout: -1 } }, /timeout must be a number of at least 1/],
    [{ "shop:eu": {} }, /The provider name "shop:eu" must begin with a letter/],
  ])("what other commands would refuse is not called complete: %j", async (given, words) => {
    const { vendors } = await served({});
    const { baseUrl, apiKey, accountId } = vendors.whop;
    const providers = Object.entries(given).map(([name, options]) => [
      name,
      { vendor: "whop", baseUrl, apiKey, accountId, ...options },
    ]);
    const config = JSON.stringify({ providers: Object.fromEntries(providers) });
    const cwd = await folder({ "audiencekit.config.json": config });
    const { code, stdout } = await audiencekit(["doctor"], { cwd });
    expect(code).toBe(2);
    expect(stdout).toMatch(/^ +failed +configuration/m);
    expect(stdout).toMatch(words);
  });

  test("one that fails does not hide the others", async () => {
    const { env } = await served(answer(401));
    const { code, ok, providers } = await doctor({ ...env, BATCH_PROJECT_KEY: "" });
    expect({ code, ok }).toEqual({ code: 2, ok: false });
    expect(providers.map((provider) => provider.ok)).toEqual([false, false, true]);
    expect(providers[1]?.checks[0]).toMatchObject({
      check: "configuration",
      status: "failed",
      message: expect.stringContaining("BATCH_PROJECT_KEY is empty"),
    });
  });

  test("vendors that are not configured are named, and are no fault", async () => {
    const { env } = await served();
    const { code, notConfigured } = await doctor({
      WHOP_API_KEY: env["WHOP_API_KEY"] ?? "",
      WHOP_ACCOUNT_ID: env["WHOP_ACCOUNT_ID"] ?? "",
      WHOP_BASE_URL: env["WHOP_BASE_URL"] ?? "",
    });
    expect(code).toBe(0);
    expect(notConfigured).toEqual([
      { vendor: "batch", variables: ["BATCH_API_KEY", "BATCH_PROJECT_KEY"] },
      { vendor: "sonarly", variables: ["SONARLY_API_KEY", "SONARLY_ACCOUNT_GROUP_ID"] },
    ]);
  });

  test("nothing is configured: exit code 2, with all variables", async () => {
    const { code, stdout, stderr } = await audiencekit(["doctor"]);
    expect(code).toBe(2);
    expect(stdout).toContain("whop is not configured; set WHOP_API_KEY and WHOP_ACCOUNT_ID");
    expect(stderr).toContain("There is no configuration yet");
    expect((await doctor({})).ok).toBe(false);
  });

  test("for people, a line a check and the remedy below", async () => {
    const { env } = await served(answer(403));
    const { stdout } = await audiencekit(["doctor", "--provider", "whop"], { env });
    expect(stdout).toMatch(/^whop\n {2}ok +configuration +complete, from the environment\n/);
    expect(stdout).toMatch(
      /^ {2}failed +permission +whop: list was refused with 403.*\n +Give the key the scope/m,
    );
    expect(stdout).toMatch(/^ {2}unknown +account/m);
  });

  test("of files: what path names", async () => {
    const providers = {
      here: { vendor: "csv", path: "lists" },
      gone: { vendor: "jsonl", path: "nowhere" },
    };
    const cwd = await folder({
      "audiencekit.config.json": JSON.stringify({ providers }),
      "lists/a.csv": "email\n",
    });
    const { code, stdout } = await audiencekit(["doctor", "--json"], { cwd });
    expect(code).toBe(2);
    const [here, gone] = document.parse(JSON.parse(stdout)).providers;
    expect(here?.ok).toBe(true);
    expect(gone?.checks.find(({ status }) => status === "failed")?.remedy).toContain(
      "Correct path",
    );
  });

  test("of the emulators", async () => {
    const { code } = await audiencekit(["doctor", "--emulate"]);
    expect(code).toBe(0);
  });
});
