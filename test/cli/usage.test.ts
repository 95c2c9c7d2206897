import { describe, expect, test } from "vitest";

import { audiencekit, lines, parseClosing } from "./support.ts";

/** Nothing on stdout, exit code 2, and words that name the option. */
const refusal = (words: RegExp) => ({
  code: 2,
  stdout: "",
  stderr: expect.stringMatching(words),
});

describe("what was typed wrongly", () => {
  test.each([
    [
      ["list", "--emulate", "--limit", "abc"],
      /'--limit <count>' argument 'abc'.*whole number of at least 1/,
    ],
    [["list", "--emulate", "--limit", "0"], /--limit/],
    [["list", "--emulate", "--size", "0"], /'--size <count>' argument '0'.*at least 1/],
    [["list", "--emulate", "--size", "1.5"], /'--size <count>' argument '1.5'/],
    [["list", "--emulate", "--page-size", "0"], /'--page-size <count>' argument '0'/],
    [["list", "--emulate", "--page-size", "1.5"], /'--page-size <count>' argument '1.5'/],
    [["list", "--emulate", "--page-size", "99999999999999999999"], /--page-size/],
    [["list", "--emulate", "--timeout", "soon"], /--timeout.*number of seconds/],
    [["list", "--emulate", "--json", "--csv"], /'--json' cannot be used with option '--csv'/],
    [["list", "--emulate", "--ndjson", "--json"], /--json.*cannot be used with.*--ndjson/],
    [["list", "--emulate", "--csv", "--raw"], /--csv.*--raw/],
    [["list", "--emulate", "--raw"], /--raw: .*add --json or --ndjson/],
    [["list", "--emulate", "--order", "random"], /--order.*rounds, arrival/],
    [["list", "--emulate", "--config", "x.json"], /--emulate.*--config/],
    [["list", "--seed", "1"], /--seed is for the emulators; add --emulate/],
    [["list", "--emulate-size", "1"], /--emulate-size is for the emulators/],
    [["list", "--faults", "ill.txt"], /--faults is for the emulators/],
    [["drift", "--emulate-generation", "contract"], /--emulate-generation is for the emulators/],
    [["drift", "--emulate", "--emulate-generation", "old"], /contract, current/],
    [
      ["list", "--emulate", "--provider", "wohp"],
      /--provider: .*"wohp".*whop, batch, sonarly\. Did you mean whop\?/,
    ],
    [["list", "--emulate", "--provider", "whop,,batch"], /--provider.*A name is empty/],
    [["list", "--emulate", "--continue", ""], /--continue: .*damaged/],
    [["list", "--emulate", "--continue", "abc.def"], /--continue: .*damaged/],
    [["list", "--emulate", "--continue", "ak9.abc.def"], /--continue: .*version 9/],
    [["list", "--emulate", "--jsn"], /unknown option '--jsn'\n\(Did you mean --json\?\)/],
    [["lits"], /unknown command 'lits'\n\(Did you mean list\?\)/],
    [["get", "--emulate"], /missing required argument 'ref'/],
    [["get", "--emulate", "adaud_1"], /REF names no provider; write provider:id/],
    [["get", "--emulate", ":a"], /REF names no provider/],
    [["get", "--emulate", "whop:"], /REF has no id after "whop:"/],
    [["get", "--emulate", "wop:a"], /REF: there is no provider "wop".*Did you mean whop\?/],
    [["create", "whop", "--emulate"], /required option '--name <name>' not specified/],
    [["create", "--emulate", "--name", "a"], /missing required argument 'provider'/],
    [["members", "add", "--emulate", "batch:a"], /--file: name a file of people/],
    [["members", "add", "--emulate", "batch:a", "--file", "a.csv", "--column", "a"], /email=Mail/],
    [["members", "add", "--emulate", "batch:a", "--file", "a.csv", "--repeat", "ä"], /--repeat/],
    [["wait", "--emulate", "batch:a", "--timeout", "0"], /--timeout.*number of seconds/],
    [["delete", "--emulate", "batch"], /REF names no provider/],
    [["emulate", "--port", "70000"], /--port.*from 0 to 65535/],
    [["capabilities", "--json", "--markdown"], /--json.*--markdown/],
    [["list", "--config", "nowhere.json"], /--config: nowhere\.json cannot be read/],
    [["list", "--config", "nowhere.yaml"], /--config: nowhere\.yaml cannot be read/],
  ])("%j", async (argv, words) => {
    expect(await audiencekit(argv)).toEqual(refusal(words));
  });

  test("a token of other providers, of another order, and of another command", async () => {
    const { stderr } = await audiencekit(["list", "--emulate", "--ndjson", "--limit", "1"]);
    const { continuationToken } = parseClosing(stderr);
    const more = ["--continue", continuationToken ?? ""];
    expect(await audiencekit(["list", "--emulate", "--provider", "whop", ...more])).toEqual(
      refusal(/--continue: .*whop, batch, sonarly/),
    );
    expect(await audiencekit(["list", "--emulate", "--order", "arrival", ...more])).toEqual(
      refusal(/--continue: .*order "rounds"/),
    );
    expect(await audiencekit(["members", "--emulate", "sonarly:a", ...more])).toEqual(
      refusal(/--continue: .*another listing/),
    );
  });

  test("no command at all: the help, on stderr", async () => {
    expect(await audiencekit([])).toEqual(refusal(/^Usage: audiencekit/));
  });
});

describe("keys", () => {
  const key = "sk-canary-4711";

  test.each([
    [["list", "--api-key", key]],
    [["list", `--api-key=${key}`]],
    [["list", "--apiKey", key]],
    [["list", "--token", key]],
    [["list", "--whop-api-key", key]],
    [["--secret", key, "list"]],
    [["doctor", "--bearer", key]],
  ])("are not taken from the command line: %j", async (argv) => {
    const { code, stdout, stderr } = await audiencekit(argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/keys are not taken on the command line.*WHOP_API_KEY/);
    expect(stderr).not.toContain(key);
  });

  test.each([[["list", key]], [["list", `--unknown=${key}`]], [["get", "--emulate", key]]])(
    "in the wrong place are not repeated: %j",
    async (argv) => {
      const { code, stdout, stderr } = await audiencekit(argv);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).not.toContain(key);
    },
  );

  test("what an id looks like is no option", async () => {
    const { stderr } = await audiencekit(["get", "--emulate", "--", "whop:--token=a"]);
    expect(stderr).toContain("found no audience");
  });
});

describe("help", () => {
  test("about what is no command is refused with 2, and with the nearest", async () => {
    const { code, stdout, stderr } = await audiencekit(["help", "lst"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("unknown command 'lst'");
    expect(stderr).toContain("Did you mean list?");
  });

  test.each([[["migrate", "plan"]], [["members", "add"]]])(
    "of a command below another: %j",
    async (words) => {
      const helped = await audiencekit(["help", ...words]);
      expect(helped).toEqual(await audiencekit([...words, "--help"]));
      expect(helped.stdout).toMatch(new RegExp(`^Usage: audiencekit ${words.join(" ")} `));
    },
  );

  const commands = [
    "list",
    "get",
    "members",
    "create",
    "update",
    "delete",
    "wait",
    "emulate",
    "capabilities",
    "doctor",
    "drift",
  ];
  const all = [...commands, "members add", "members remove", "members replace"];

  test("names every command", async () => {
    const { code, stdout, stderr } = await audiencekit(["--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const command of commands) {
      expect(stdout).toMatch(new RegExp(`^ {2}${command} `, "m"));
    }
  });

  test("of members names what can be done with them", async () => {
    const { stdout } = await audiencekit(["members", "--help"]);
    for (const word of ["add", "remove", "replace"]) {
      expect(stdout).toMatch(new RegExp(`^ {2}${word} `, "m"));
    }
  });

  test.each(all)("of %s has examples and exit codes, and fits 80 columns", async (command) => {
    const { code, stdout } = await audiencekit([...command.split(" "), "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain(`  $ audiencekit ${command}`);
    expect(stdout).toContain("Exit codes: 0");
    expect(lines(stdout).filter((line) => line.length > 80)).toEqual([]);
  });

  test("every option of every command is explained", async () => {
    for (const command of all) {
      const { stdout } = await audiencekit([...command.split(" "), "--help"]);
      const options = lines(stdout).filter((line) => /^ {2}--/.test(line));
      expect(options.length).toBeGreaterThan(4);
      for (const option of options) {
        expect(option).toMatch(/^ {2}--[\w-]+(?: <\w+>)? {2,}\S/);
      }
    }
  });

  test("--version is the package's", async () => {
    const manifest = await import("../../package.json", { with: { type: "json" } });
    expect(await audiencekit(["--version"])).toEqual({
      code: 0,
      stdout: `${manifest.default.version}\n`,
      stderr: "",
    });
  });
});
