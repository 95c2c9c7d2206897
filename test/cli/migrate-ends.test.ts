import { access, readdir, readFile } from "node:fs/promises";
import path from "node:path";

import { describe, expect, test } from "vitest";

import { audiencekit, configured, folder } from "./support.ts";

const people = "email,first name\nada@example.com,Ada\ngrace@example.com,Grace\n";
const runOf = (stdout: string): string => /run_[\da-f]{16}/.exec(stdout)?.[0] ?? "no run";

describe("what a migration goes between", () => {
  test.for([
    ["a name alone as the source", ["people.csv", "csv:out.csv"], "FROM names no audience"],
    ["a provider alone as the source", ["sonarly", "csv:out.csv"], "FROM names no audience"],
    ["a source without its id", ["sonarly:", "csv:out.csv"], 'FROM has no id after "sonarly:"'],
    ["a target without its id", ["csv:people.csv", "whop:"], 'TO has no id after "whop:"'],
    ["a name alone as the target", ["csv:people.csv", "out.csv"], "TO names no audience"],
    ["a new CSV without its ending", ["csv:people.csv", "csv:out.txt"], "TO: out.txt is not"],
    ["new JSON lines without it", ["csv:people.csv", "jsonl:out.csv"], "TO: out.csv is not"],
    [
      "one name for every audience",
      ["sonarly", "whop", "--all", "--name", "VIP"],
      "put {name} into",
    ],
    ["a folder as the source", ["csv:.", "csv:out.csv"], "FROM: there is no file"],
  ] as const)("%s is refused with 2, and with what to write", async ([, ends, message]) => {
    const cwd = await folder({ "people.csv": people });
    const { code, stdout, stderr } = await audiencekit(
      ["migrate", "plan", ...ends, "--emulate", "--database", ":memory:"],
      { cwd },
    );
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
  });

  test("a column that the source does not have is refused as it was typed, with 2", async () => {
    const cwd = await folder({ "people.csv": people });
    const argv = ["migrate", "plan", "csv:people.csv", "csv:out.csv", "--column", "email=Mail"];
    const { code, stderr } = await audiencekit(argv, { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain("FROM: people.csv: cannot read the file");
    expect(stderr).toContain("--column email says");
  });

  test.for(["csv:out.csv", "jsonl:out.jsonl"])(
    "%s that a run has made is taken back",
    async (to) => {
      const cwd = await folder({ "people.csv": people });
      const done = await audiencekit(["migrate", "run", "csv:people.csv", to], { cwd });
      const file = path.join(cwd, to.replace(/^\w+:/, ""));
      expect(await readFile(file, "utf8")).toContain("grace@example.com");
      const undone = await audiencekit(["migrate", "undo", runOf(done.stdout)], { cwd });
      expect([undone.code, undone.stdout]).toEqual([
        0,
        "The audience that the migration had made was deleted.\n",
      ]);
      await expect(access(file)).rejects.toThrow("ENOENT");
    },
  );

  test("an audience whose name the vendor did not take is taken back as well", async () => {
    const cwd = await folder({ "people.csv": "custom id\nc-1\nc-2\n" });
    const argv = ["migrate", "run", "csv:people.csv", "batch", "--name", "Été VIP", "--emulate"];
    const { stdout } = await audiencekit(argv, { cwd });
    const undone = await audiencekit(["migrate", "undo", runOf(stdout), "--emulate"], { cwd });
    expect([undone.code, undone.stdout]).toEqual([
      0,
      "The audience that the migration had made was deleted.\n",
    ]);
  });

  test("how to go on with an undo names the database and the emulators", async () => {
    const cwd = await folder({ "people.csv": "custom id\nc-1\n" });
    const where = ["--emulate", "--database", "kept/runs.db"];
    const argv = ["migrate", "run", "csv:people.csv", "batch", "--name", "vip", ...where];
    const run = runOf((await audiencekit(argv, { cwd })).stdout);
    const signal = AbortSignal.abort(new Error("stopped"));
    const { stderr } = await audiencekit(["migrate", "undo", run, ...where], { cwd, signal });
    expect(stderr).toContain(
      `To go on: audiencekit migrate undo ${run} --emulate --database kept/runs.db\n`,
    );
  });
});

test("a suppression list that comes too late is said to, and the figures stay", async () => {
  const cwd = await folder({ "people.csv": people, "no.csv": "email\nada@example.com\n" });
  const { stdout } = await audiencekit(["migrate", "plan", "csv:people.csv", "csv:out.csv"], {
    cwd,
  });
  const argv = ["migrate", "apply", runOf(stdout), "--suppress", "no.csv"];
  const first = await audiencekit(argv, { cwd });
  expect(first.stdout).toContain("1 of 2 members written to csv:out.csv");
  expect(first.stderr).toBe("");
  const second = await audiencekit(argv, { cwd });
  expect([second.code, second.stdout]).toEqual([first.code, first.stdout]);
  expect(second.stderr).toContain("was applied before, so --suppress keeps nobody back any more");
});

describe("a store that migrations cannot be kept in", () => {
  test.for([
    ["that is of no known kind", "mysql://user:secret@host/db"],
    ["that is another file", "people.csv"],
  ] as const)("%s is refused with 2", async ([, address]) => {
    const cwd = await folder({ "people.csv": people.repeat(20) });
    const argv = ["migrate", "status", "--database", address];
    const { code, stdout, stderr } = await audiencekit(argv, { cwd });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^error: /);
    expect(stderr).not.toContain("secret");
  });
});

describe("a store that was named and is not there", () => {
  test.for(["status", "show", "apply", "verify", "undo", "forget"])(
    "is not made by %s, which would find nothing in it",
    async (word) => {
      const cwd = await folder({});
      const run = word === "status" ? [] : ["run_0123456789abcdef"];
      const argv = ["migrate", word, ...run, "--database", "runs.bd"];
      const { code, stdout, stderr } = await audiencekit(argv, { cwd });
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toContain("--database: there is no store");
      expect(await readdir(cwd)).toEqual([]);
    },
  );

  test("is made by plan", async () => {
    const cwd = await folder({ "people.csv": people });
    const store = ["--database", "runs.db"];
    const planned = await audiencekit(
      ["migrate", "plan", "csv:people.csv", "csv:out.csv", ...store],
      { cwd },
    );
    const shown = await audiencekit(["migrate", "show", runOf(planned.stdout), ...store], { cwd });
    expect([planned.code, shown.code]).toEqual([0, 0]);
  });
});

describe("a plan of emulated vendors", () => {
  const argv = ["migrate", "plan", "csv:people.csv", "batch", "--name", "vip"];
  const files = { "people.csv": "custom id\nc-1\n" };

  test("is not for accounts, and says so", async () => {
    const { cwd, writes } = await configured({}, files);
    const run = runOf((await audiencekit([...argv, "--emulate"], { cwd })).stdout);
    const { code, stderr } = await audiencekit(["migrate", "apply", run], { cwd });
    expect([code, writes()]).toEqual([2, []]);
    expect(stderr).toContain(`${run} was planned with emulated vendors: add --emulate`);
    const status = await audiencekit(["migrate", "status"], { cwd });
    expect(status.stdout).toContain("people.csv → batch:vip (emulated)");
    const plan = await audiencekit(["migrate", "show", run, "--json"], { cwd });
    expect(JSON.parse(plan.stdout)).toMatchObject({ emulated: true });
  });

  test.for(["apply", "verify", "undo"])(
    "and one of accounts is not for %s --emulate",
    async (word) => {
      const { cwd, emulators } = await configured({}, files);
      const run = runOf((await audiencekit(argv, { cwd })).stdout);
      await audiencekit(["migrate", "apply", run], { cwd });
      const { code, stderr } = await audiencekit(["migrate", word, run, "--emulate"], { cwd });
      expect(code).toBe(2);
      expect(stderr).toContain("leave --emulate out");
      const status = await audiencekit(["migrate", "status", run, "--json"], { cwd });
      expect(status.stdout).toContain('"state": "applied"');
      expect(emulators.batch.members("vip")).toHaveLength(1);
    },
  );

  test("between files is for either", async () => {
    const cwd = await folder(files);
    const made = await audiencekit(
      ["migrate", "plan", "csv:people.csv", "csv:out.csv", "--emulate"],
      { cwd },
    );
    const { code } = await audiencekit(["migrate", "apply", runOf(made.stdout)], { cwd });
    expect(code).toBe(0);
  });
});
