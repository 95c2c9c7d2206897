import { describe, expect, test } from "vitest";

import { audiencekit, folder, parseList, served } from "./support.ts";

/** What `list` says with this configuration file. */
async function told(
  name: string,
  content: string | object,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  const cwd = await folder({ [name]: text });
  const { code, stdout, stderr } = await audiencekit(["list"], { cwd, env });
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).not.toContain("sk-canary");
  return stderr;
}

const json = "audiencekit.config.json";
const key = "sk-canary-4711";
const whop = { vendor: "whop", apiKey: key, accountId: "biz_1" };

describe("a configuration file", () => {
  test("names two accounts of one vendor, in JSON with keys from the environment", async () => {
    const { vendors } = await served();
    const { baseUrl, apiKey, accountId } = vendors.whop;
    const one = { vendor: "whop", apiKey: "env:ONE_KEY", accountId: "env:ONE_ID", baseUrl };
    const cwd = await folder({
      [json]: JSON.stringify({ providers: { one, two: { ...one, timeout: 5000 } } }),
    });
    const env = { ONE_KEY: apiKey, ONE_ID: accountId };
    const { code, stdout, stderr } = await audiencekit(["list", "--json"], { cwd, env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(Object.keys(parseList(stdout).report.providers)).toEqual(["one", "two"]);
  });

  test("takes the place of the environment's variables", async () => {
    const { vendors, env } = await served();
    const { baseUrl, apiKey, accountId } = vendors.whop;
    const cwd = await folder({
      [json]: JSON.stringify({
        providers: { shop: { vendor: "whop", apiKey, accountId, baseUrl } },
      }),
    });
    const { stdout } = await audiencekit(["list", "--json"], { cwd, env });
    expect(Object.keys(parseList(stdout).report.providers)).toEqual(["shop"]);
  });

  test.each([
    ["audiencekit.config.ts", "const size: number = 1; export default"],
    ["audiencekit.config.js", "export default"],
  ])("may be %s, and may hold an adapter of one's own", async (name, start) => {
    const adapter = `{ vendor: "mine", maxPageSize: 10, list: async () => ({ items: [], more: false }) }`;
    const cwd = await folder({
      [name]: `${start} { providers: { mine: ${adapter} } };`,
      "package.json": `{ "type": "module" }`,
    });
    const { code, stdout } = await audiencekit(["list", "--json"], { cwd });
    expect(code).toBe(0);
    expect(parseList(stdout).report.providers["mine"]).toMatchObject({ status: "end" });
  });

  test("is found from below, up to the package's folder", async () => {
    const cwd = await folder({
      [json]: JSON.stringify({ providers: { whop: { ...whop, apiKey: "" } } }),
      "below/.keep": "",
      "package/package.json": "{}",
    });
    const below = await audiencekit(["list"], { cwd: `${cwd}/below` });
    expect(below.stderr).toContain("../audiencekit.config.json: providers.whop.apiKey is empty");
    const beyond = await audiencekit(["list"], { cwd: `${cwd}/package` });
    expect(beyond.stderr).toContain("There is no configuration yet");
  });

  test("is the one that --config names", async () => {
    const cwd = await folder({ "other.json": JSON.stringify({ providers: { whop: 1 } }) });
    const { code, stderr } = await audiencekit(["list", "--config", "other.json"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(
      "other.json: providers.whop is wrong: expected object, received number",
    );
  });
});

describe("files and memory as providers", () => {
  const files = {
    "lists/staff.csv": "email,external_id\nada@example.com,1\nbob@example.com,2\n",
    "lists/guests.csv": "email\ncid@example.com\n",
    "one.jsonl": `{"externalId":"9"}\n`,
    [json]: JSON.stringify({
      providers: {
        files: { vendor: "csv", path: "lists" },
        one: { vendor: "jsonl", path: "./one.jsonl" },
        made: {
          vendor: "memory",
          audiences: [{ id: "vip", name: "VIPs" }],
          members: { vip: [{ identifiers: { email: ["dot@example.com"] } }] },
        },
      },
    }),
    "below/.keep": "",
  };

  test("are listed and read like the others; a path is meant from where the configuration is", async () => {
    const cwd = `${await folder(files)}/below`;
    const listed = await audiencekit(["list", "--json"], { cwd });
    expect(listed).toMatchObject({ code: 0, stderr: "" });
    const { audiences } = parseList(listed.stdout);
    expect(audiences.map(({ provider, id }) => `${provider}:${id}`)).toEqual([
      "files:guests.csv",
      "files:staff.csv",
      "one:one.jsonl",
      "made:vip",
    ]);
    const { code, stdout } = await audiencekit(["members", "files:staff.csv", "--ndjson"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain(`{"email":["ada@example.com"],"externalId":["1"]}`);
  });

  test("can be written to", async () => {
    const cwd = await folder({ ...files, "new.csv": "email\neve@example.com\n" });
    const argv = ["members", "add", "files:guests.csv", "--file", "new.csv"];
    expect(await audiencekit(argv, { cwd })).toMatchObject({ code: 0 });
    const { stdout } = await audiencekit(["members", "files:guests.csv", "--ndjson"], { cwd });
    expect(stdout).toContain("cid@example.com");
    expect(stdout).toContain("eve@example.com");
  });

  test("take no option of HTTP, and the command's timeout is none of theirs", async () => {
    const cwd = await folder(files);
    expect((await audiencekit(["list", "--timeout", "5"], { cwd })).code).toBe(0);
    const content = { providers: { a: { vendor: "csv", path: "lists", retries: 1 } } };
    expect(await told(json, content)).toContain("providers.a.retries is not an option of csv");
    const without = { providers: { a: { vendor: "csv" } } };
    expect(await told(json, without)).toContain("providers.a.path is missing");
  });
});

describe("a mistake in a configuration file is named, with the file", () => {
  test.each([
    [{ provider: {} }, "provider is not known here. Did you mean providers?"],
    [{ providers: {} }, "audiencekit.config.json has no providers"],
    [[], "expected object, received array"],
    [
      { providers: { a: { vendor: "wohp" } } },
      "providers.a.vendor is none of whop, batch, sonarly, csv, jsonl, memory. Did you mean whop?",
    ],
    [{ providers: { a: { apiKey: key } } }, "providers.a.vendor is missing"],
    [
      { providers: { a: { ...whop, acountId: "b" } } },
      "providers.a.acountId is not an option of whop. Did you mean accountId?",
    ],
    [{ providers: { a: { vendor: "whop", apiKey: key } } }, "providers.a.accountId is missing"],
    [{ providers: { a: { ...whop, apiKey: " " } } }, "providers.a.apiKey is empty"],
    [
      { providers: { a: { ...whop, apiKey: `${key}\n` } } },
      "providers.a.apiKey holds a line break",
    ],
    [
      { providers: { a: { ...whop, apiKey: 4711 } } },
      "providers.a.apiKey is wrong: expected string",
    ],
    [
      { providers: { a: { ...whop, apiKey: "env:NOPE" } } },
      "providers.a.apiKey names the environment variable NOPE, which is not set",
    ],
    [
      { providers: { a: { ...whop, baseUrl: "ftp://a/b" } } },
      "providers.a.baseUrl must begin with https://",
    ],
    [
      { providers: { a: { ...whop, baseUrl: "http://example.com" } } },
      "providers.a.baseUrl must begin with https://, because the key is sent there",
    ],
    [
      { providers: { a: { ...whop, timeout: "3" } } },
      "providers.a.timeout is wrong: expected number, received string",
    ],
    [
      { providers: { a: { ...whop, retries: -1 } } },
      "providers.a.retries must be a whole number of at least 0",
    ],
    [{ providers: { "a b": whop } }, 'The provider name "a b"'],
  ])("%j", async (content, words) => {
    expect(await told(json, content)).toContain(words);
  });

  test("all of them at once", async () => {
    const stderr = await told(json, {
      providers: { a: { vendor: "whop", apikey: key }, b: { vendor: "batch", apiKey: key } },
    });
    expect(stderr.split("\n").filter((line) => line.includes("providers."))).toHaveLength(4);
  });

  test.each([
    [
      `{ "providers": { "whop": { "vendor": "whop", "apiKey": "${key}" "accountId": "b" } } }`,
      /line 1, column \d+/,
    ],
    [`{ "providers": { "whop": { "apiKey": ${key} } } }`, /Unexpected token 's'/],
    [`{ "providers": { "whop": { "apiKey": "${key}`, /line 1, column \d+/],
  ])("JSON that is none, and nothing of its text: %s", async (text, words) => {
    const stderr = await told(json, text);
    expect(stderr).toMatch(/^error: audiencekit\.config\.json is not valid JSON: /);
    expect(stderr).toMatch(words);
  });

  test("an empty file", async () => {
    expect(await told(json, " \n")).toContain("audiencekit.config.json is empty");
  });

  test("a module without a default export, and one that throws", async () => {
    const name = "audiencekit.config.js";
    expect(await told(name, "export const a = 1;")).toContain("exports nothing by default");
    expect(await told(name, `throw new Error("boom");`)).toContain(
      "audiencekit.config.js cannot be loaded: Error: boom",
    );
  });
});

describe("a file with keys in it that others may read", () => {
  const content = JSON.stringify({
    providers: { whop: { ...whop, baseUrl: "http://127.0.0.1:9" } },
  });

  test("is warned of", async () => {
    const cwd = await folder({ [json]: content }, 0o644);
    const { stderr } = await audiencekit(["capabilities"], { cwd });
    expect(stderr).toContain("Warning: audiencekit.config.json holds keys");
    expect(stderr).toContain("chmod 600 audiencekit.config.json");
    expect(stderr).not.toContain(key);
  });

  test("is not, where it is closed or holds references only", async () => {
    const closed = await folder({ [json]: content }, 0o600);
    expect((await audiencekit(["capabilities"], { cwd: closed })).stderr).toBe("");
    const referring = await folder({ [json]: content.replace(key, "env:KEY") }, 0o644);
    const { stderr } = await audiencekit(["capabilities"], { cwd: referring, env: { KEY: key } });
    expect(stderr).toBe("");
  });
});
