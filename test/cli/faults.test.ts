import { describe, expect, test } from "vitest";

import { interruption } from "../../src/cli/failures.ts";
import { audiencekit, folder, lines, parseClosing, parseList } from "./support.ts";

/** Runs a command on emulators that go wrong as the script says. */
async function ill(script: string, ...argv: readonly string[]) {
  const cwd = await folder({ "ill.txt": script });
  const [command = "", ...rest] = argv;
  const options = ["--emulate", "--emulate-size", "30", "--faults", "ill.txt"];
  return audiencekit([command, ...options, ...rest], { cwd });
}

describe("--emulate --faults", () => {
  test("one vendor fails: the others are read, the report names it, exit code 3", async () => {
    const { code, stdout, stderr } = await ill("batch.list always: 403", "list", "--json");
    const { audiences, report, continuationToken } = parseList(stdout);
    expect(code).toBe(3);
    expect(audiences).toHaveLength(60);
    expect(report.complete).toBe(false);
    expect(report.providers["batch"]).toMatchObject({
      status: "failed",
      error: { code: "permission" },
    });
    expect(continuationToken).not.toBeNull();
    expect(stderr).toContain("batch failed (permission)");
  });

  test("for people, the report says so as well", async () => {
    const { code, stdout, stderr } = await ill("batch.list always: html", "list");
    expect(code).toBe(3);
    expect(lines(stdout)).toHaveLength(61);
    expect(stderr).toMatch(/^batch +failed +0 /m);
    expect(stderr).toContain("batch failed (invalid_response)");
    expect(stderr).toContain("Incomplete: 60 audiences, 2 of 3 providers complete");
  });

  test("a vendor that repeats its cursor is reported, and the others are read: exit code 3", async () => {
    const script = "sonarly.list page 2 always: repeat cursor";
    const { code, stdout } = await ill(script, "list", "--json", "--page-size", "10");
    const { audiences, report } = parseList(stdout);
    expect(code).toBe(3);
    expect(report.providers["sonarly"]).toMatchObject({
      status: "failed",
      error: { code: "protocol" },
    });
    expect(audiences.filter(({ provider }) => provider !== "sonarly")).toHaveLength(60);
    const ids = audiences.map(({ provider, id }) => `${provider} ${id}`);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each([
    ["whop.list page 2 always: repeat cursor", 8],
    ["whop.list page 2: more without cursor null", 8],
    ["whop.list page 2 always: same page", 8],
    ["whop.list: 401", 4],
    ["whop.list: 429 retry-after 7200", 75],
    ["whop.list page 2: missing key", 3],
    ["whop.list page 2: 503", 0],
  ])("%s, alone: exit code %i", async (script, exit) => {
    const argv = ["list", "--provider", "whop", "--page-size", "10", "--json"];
    expect((await ill(script, ...argv)).code).toBe(exit);
  });

  test("what heals by itself costs nothing but requests", async () => {
    const script = `
      # Each of these once.
      whop.list page 1: drop
      batch.list page 2: empty page
      sonarly.list page 3: shifted 2
    `;
    const argv = ["list", "--json", "--page-size", "10"];
    const { code, stdout } = await ill(script, ...argv);
    const healthy = await audiencekit([...argv, "--emulate", "--emulate-size", "30"]);
    expect(code).toBe(0);
    const { audiences, report } = parseList(stdout);
    expect(new Set(audiences)).toEqual(new Set(parseList(healthy.stdout).audiences));
    expect(report.providers["whop"]).toMatchObject({ requests: 4 });
  });

  test("the token of a partial listing reads what is missing, on healthy vendors", async () => {
    const argv = ["list", "--ndjson", "--page-size", "10"];
    const first = await ill("batch.list page 2 always: 403", ...argv);
    expect(first.code).toBe(3);
    const { continuationToken } = parseClosing(first.stderr);
    const more = ["--continue", continuationToken ?? ""];
    const rest = await ill("", ...argv, ...more);
    expect(rest.code).toBe(0);
    expect(lines(rest.stdout)).toHaveLength(20);
  });

  test("members and get go wrong as well", async () => {
    const { stdout } = await ill("", "list", "--provider", "sonarly", "--json");
    const ref = `sonarly:${parseList(stdout).audiences[0]?.id}`;
    expect((await ill("sonarly.prospects always: 403", "members", ref)).code).toBe(4);
    expect((await ill("sonarly.get: 409 code AUDIENCE_NOT_READY", "get", ref)).code).toBe(75);
    expect((await ill("*.list: 401", "doctor")).code).toBe(4);
  });
});

describe("a fault script that is none: exit code 2", () => {
  test.each([
    ["\n# so\n\nwhop.list: dorp", /ill\.txt, line 4: no fault begins with dorp; did you mean/],
    ["whop.list: drop\nwhop.lits: 503", /ill\.txt, line 2: .*whop has no operation "lits"/],
    ["# a\r\nbatch.create: repeat cursor", /ill\.txt, line 2: .*batch\.create has no pages/],
    ["\ufeffwhop.nope: 503", /ill\.txt, line 1: /],
    ['["whop.list: drop", "*.nope: drop"]', /ill\.txt, rule 2: .*"nope"/],
    ["[{]", /ill\.txt, as a whole: it begins as JSON does/],
  ])("%j", async (script, words) => {
    for (const command of ["list", "emulate"]) {
      const cwd = await folder({ "ill.txt": script });
      const more = command === "list" ? ["--emulate"] : ["--port", "0"];
      expect(await audiencekit([command, ...more, "--faults", "ill.txt"], { cwd })).toEqual({
        code: 2,
        stdout: "",
        stderr: expect.stringMatching(words),
      });
    }
  });

  test("nor a file that is not there", async () => {
    expect(await audiencekit(["list", "--emulate", "--faults", "nowhere.txt"])).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "error: --faults: nowhere.txt cannot be read (ENOENT); name a file with a fault script.\n",
    });
  });
});

test("emulate --faults goes wrong for whoever asks", async () => {
  const controller = new AbortController();
  const cwd = await folder({ "ill.txt": "whop.list always: 401" });
  let listed: ReturnType<typeof audiencekit> | undefined;
  await audiencekit(["emulate", "--port", "0", "--json", "--faults", "ill.txt"], {
    cwd,
    signal: controller.signal,
    onStdout: (text) => {
      const { whop } = JSON.parse(text);
      const env = {
        WHOP_API_KEY: whop.apiKey,
        WHOP_ACCOUNT_ID: whop.accountId,
        WHOP_BASE_URL: whop.baseUrl,
      };
      listed = audiencekit(["list"], { env }).finally(() =>
        controller.abort(interruption("SIGTERM")),
      );
    },
  });
  expect(await listed).toMatchObject({ code: 4 });
});
