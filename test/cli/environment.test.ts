import { describe, expect, test } from "vitest";

import { audiencekit, folder, parseList, served } from "./support.ts";

const key = "sk-canary-4711";

describe("the environment", () => {
  test("nothing configured: how to begin, exit code 2", async () => {
    const { code, stdout, stderr } = await audiencekit(["list"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    for (const words of [
      "--emulate",
      "WHOP_API_KEY",
      "audiencekit.config.ts",
      "audiencekit doctor",
    ]) {
      expect(stderr).toContain(words);
    }
  });

  test.each([
    [{ WHOP_API_KEY: key }, "WHOP_ACCOUNT_ID is missing; set WHOP_API_KEY and WHOP_ACCOUNT_ID"],
    [{ WHOP_API_KEY: "", WHOP_ACCOUNT_ID: "a" }, "WHOP_API_KEY is empty"],
    [{ WHOP_API_KEY: "", WHOP_ACCOUNT_ID: "" }, "WHOP_ACCOUNT_ID is empty"],
    [{ WHOP_API_KEY: `${key}\nx`, WHOP_ACCOUNT_ID: "a" }, "WHOP_API_KEY holds a line break"],
    [{ WHOP_API_KEY: ` ${key}`, WHOP_ACCOUNT_ID: "a" }, "WHOP_API_KEY begins or ends with a space"],
    [{ BATCH_API_KEY: key, BATCH_PROJECT_KEY: "a\rb" }, "BATCH_PROJECT_KEY holds a line break"],
    [{ SONARLY_API_KEY: key, SONARLY_ACCOUNT_GROUP_ID: " " }, "SONARLY_ACCOUNT_GROUP_ID is empty"],
    [
      { WHOP_API_KEY: key, WHOP_ACCOUNT_ID: "a", WHOP_BASE_URL: "ftp://a/b" },
      "WHOP_BASE_URL must begin with https://",
    ],
    [
      { WHOP_API_KEY: key, WHOP_ACCOUNT_ID: "a", WHOP_BASE_URL: "whop" },
      "WHOP_BASE_URL is not a URL",
    ],
    [{ WHOP_API_KEY: key, WHOP_ACCOUNT_ID: "a", WHOP_BASE_URL: "" }, "WHOP_BASE_URL is empty"],
  ])("%j: named, and nothing is sent", async (env, words) => {
    const { code, stdout, stderr } = await audiencekit(["list"], { env });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(words);
    expect(stderr).not.toContain(key);
  });

  test("a vendor that is not asked for may be configured wrongly", async () => {
    const { env } = await served();
    const argv = ["list", "--json", "--provider", "sonarly"];
    const { code } = await audiencekit(argv, { env: { ...env, WHOP_API_KEY: "" } });
    expect(code).toBe(0);
  });

  test("a vendor that is not configured: which variables to set", async () => {
    const { env } = await served();
    const { WHOP_API_KEY = "", WHOP_ACCOUNT_ID = "" } = env;
    const { stderr } = await audiencekit(["list", "--provider", "batch"], {
      env: { WHOP_API_KEY, WHOP_ACCOUNT_ID },
    });
    expect(stderr).toContain('--provider: there is no provider "batch" in the environment');
    expect(stderr).toContain("BATCH_API_KEY and BATCH_PROJECT_KEY");
  });

  test("--emulate needs nothing, and looks at nothing", async () => {
    const cwd = await folder({ "audiencekit.config.json": "{", ".env": "WHOP_API_KEY=" });
    const { code } = await audiencekit(["list", "--emulate"], { cwd, env: { BATCH_API_KEY: "" } });
    expect(code).toBe(0);
  });
});

const variables = (env: Readonly<Record<string, string>>): string =>
  Object.entries(env)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");

describe(".env", () => {
  test("is read, and what is set already stays", async () => {
    const { env } = await served();
    const cwd = await folder({ ".env": variables(env) });
    const whole = await audiencekit(["list", "--json"], { cwd });
    expect(whole.code).toBe(0);
    expect(parseList(whole.stdout).audiences).toHaveLength(9);
    const wrong = await audiencekit(["list", "--json"], { cwd, env: { WHOP_API_KEY: "another" } });
    expect(parseList(wrong.stdout).report.providers["whop"]?.error?.code).toBe("authentication");
  });

  test("is warned of where others may read the keys in it", async () => {
    const { env } = await served();
    const cwd = await folder({ ".env": variables(env) }, 0o644);
    const { stderr } = await audiencekit(["list", "--json"], { cwd });
    expect(stderr).toMatch(/^Warning: \.env holds keys and can be read by other users/);
  });
});

test("no key is anywhere in what is written, whatever goes wrong", async () => {
  const { env } = await served({
    intercept: ({ request }) =>
      // A vendor that repeats the header it was sent.
      Response.json(
        { error: { message: `bad ${request.headers.get("authorization")}`, code: "bad" } },
        { status: 401 },
      ),
  });
  const keys = {
    WHOP_API_KEY: `${key}-w`,
    BATCH_API_KEY: `${key}-b`,
    SONARLY_API_KEY: `${key}-s`,
  };
  for (const argv of [
    ["list", "--json"],
    ["list"],
    ["doctor"],
    ["doctor", "--json"],
    ["get", "whop:a"],
  ]) {
    const { code, stdout, stderr } = await audiencekit([...argv, "--verbose"], {
      env: { ...env, ...keys },
    });
    expect(code).toBe(4);
    expect(stdout + stderr).not.toContain(key);
  }
});
