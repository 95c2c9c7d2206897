import { appendFile, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";

import { describe, expect, test } from "vitest";
import * as z from "zod";

import type { Plan } from "../../src/migrate/index.ts";
import { audiencekit, configured, folder, lines } from "./support.ts";

const people = `customId,email,first name
c-1,Ada@Example.com,Ada
c-2,grace@example.com,=cmd()
,=nobody@example.com,Nobody
c-1,ada@example.com,Ada
`;
const files = { "people.csv": people };

const plansSchema = z.object({ plans: z.array(z.custom<Plan>()) });
const plansOf = (stdout: string): readonly Plan[] => plansSchema.parse(JSON.parse(stdout)).plans;
const runOf = (stdout: string): string => /run_[\da-f]{16}/.exec(stdout)?.[0] ?? "no run";

describe("migrate plan", () => {
  test("says what becomes of everybody, and writes nothing", async () => {
    const { cwd, writes } = await configured({}, files);
    const argv = ["migrate", "plan", "csv:people.csv", "batch", "--name", "VIP 1"];
    const { code, stdout, stderr } = await audiencekit(argv, { cwd });
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("read               4");
    expect(stdout).toContain("carried with loss  2");
    expect(stdout).toContain("1  NO_MATCHABLE_IDENTIFIER");
    expect(stdout).toContain("NAME_CHANGED");
    expect(stdout).toContain(`To do it: audiencekit migrate apply ${runOf(stdout)}`);
    expect(stdout).not.toMatch(/ada@|grace@|nobody@/i);
    expect(writes()).toEqual([]);
  });

  test("as JSON, and again with show, for people and as a page", async () => {
    const { cwd } = await configured({}, files);
    const argv = ["migrate", "plan", "csv:people.csv", "batch", "--name", "vip", "--json"];
    const [plan] = plansOf(
      (await audiencekit([...argv, "--purpose", "Newsletter"], { cwd })).stdout,
    );
    const run = plan?.id ?? "";
    expect(plan).toMatchObject({ version: 1, members: 2, purpose: "Newsletter" });
    const shown = await audiencekit(["migrate", "show", run, "--json"], { cwd });
    expect(JSON.parse(shown.stdout)).toEqual(plan);
    const paged = await audiencekit(["migrate", "show", run, "--html", "plan.html"], { cwd });
    expect(paged.stdout).toContain(`Plan ${run}`);
    const page = await readFile(path.join(cwd, "plan.html"), "utf8");
    expect(page).toContain("NO_MATCHABLE_IDENTIFIER");
    expect(page).not.toMatch(/ada@|https?:/i);
  });

  test("leaves those who are withheld in a private file for people", async () => {
    const { cwd } = await configured({}, files);
    const argv = ["migrate", "plan", "csv:people.csv", "batch", "--name", "vip"];
    await audiencekit([...argv, "--withheld", "out.csv"], { cwd });
    const file = path.join(cwd, "out.csv");
    expect(lines(await readFile(file, "utf8"))).toEqual([
      "position,line,reason,why,email,phone,externalId,linkedinUrl",
      "3,4,NO_MATCHABLE_IDENTIFIER,has no identifier that this vendor takes,'=nobody@example.com,,,",
      "4,5,DUPLICATE_IN_SOURCE,came before under the same identifiers; the first stands,ada@example.com,,c-1,",
    ]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test("takes a crosswalk and a suppression list from files", async () => {
    const { cwd } = await configured(
      {},
      {
        ...files,
        "ids.csv": "email,custom id\n=nobody@example.com,c-3\n",
        "no.jsonl": '{"email":"GRACE@example.com"}\n',
      },
    );
    const argv = ["migrate", "plan", "csv:people.csv", "batch", "--name", "vip", "--json"];
    const { stdout } = await audiencekit(
      [...argv, "--crosswalk", "ids.csv", "--suppress", "no.jsonl"],
      { cwd },
    );
    const [plan] = plansOf(stdout);
    expect(plan?.members).toBe(2);
    expect(plan?.summary.losses.map(({ reason }) => reason)).toEqual([
      "SUPPRESSED",
      "DUPLICATE_IN_SOURCE",
      "FIELD_DROPPED",
    ]);
    expect(plan?.summary.crosswalk).toEqual({ rows: 1, gained: 1, rescued: 1 });
  });

  test("of every audience of a provider, each under its own name", async () => {
    const providers = {
      crm: { vendor: "csv", path: "crm" },
      archive: { vendor: "jsonl", path: "archive" },
    };
    const cwd = await folder({
      "audiencekit.config.json": JSON.stringify({ providers }),
      "crm/one.csv": people,
      "crm/two.csv": people,
      "archive/old.jsonl": "",
    });
    const { code, stdout } = await audiencekit(
      ["migrate", "plan", "crm", "archive", "--all", "--name", "{name} (moved)", "--json"],
      { cwd },
    );
    const plans = plansOf(stdout);
    expect(code).toBe(0);
    expect(plans.map(({ from, to }) => [from.id, to.name])).toEqual([
      ["one.csv", "one (moved)"],
      ["two.csv", "two (moved)"],
    ]);
  });
});

describe("what cannot work is refused before anything is read", () => {
  test.for([
    [["whop:x", "batch", "--name", "vip"], "whop cannot be a source"],
    [["csv:people.csv", "sonarly", "--name", "vip"], "cost credits"],
    [["csv:people.csv", "batch"], "add --name"],
    [["csv:people.csv", "batch:vip", "--name", "other"], "Leave one of them out"],
    [["csv:missing.csv", "batch", "--name", "vip"], "FROM: there is no file"],
    [
      ["csv:people.csv", "batch", "--name", "vip", "--suppress", "x.csv"],
      "--suppress: there is no",
    ],
    [["csv:people.csv", "batch", "--name", "vip", "--suppress", "bad.csv"], "--suppress: bad.csv"],
    [["csv:people.csv", "batch", "--name", "vip", "--default-country", "XX"], "--default-country"],
    [["csv:people.csv", "hubspot", "--name", "vip"], "TO: there is no provider"],
    [["csv:people.csv", "jsonl:a.jsonl", "--all"], "--all takes every audience"],
    [["csv:people.csv", "batch", "--name", "vip", "--min-carried", "2"], "--min-carried"],
  ] satisfies readonly [readonly string[], string][])("%j", async ([argv, words]) => {
    const { cwd } = await configured({}, { ...files, "bad.csv": 'email\n"a@x.org\n' });
    const { code, stderr } = await audiencekit(["migrate", "plan", ...argv], { cwd });
    expect(stderr).toContain(words);
    expect(code).toBe(2);
  });
});

/** A plan from a file to Batch, and the world that it was made in. */
async function planned(more: readonly string[] = []) {
  const world = await configured({}, { ...files, "no.csv": "email\nada@example.com\n" });
  const argv = ["migrate", "plan", "csv:people.csv", "batch", "--name", "vip", ...more];
  const { stdout } = await audiencekit(argv, world);
  return { ...world, run: runOf(stdout) };
}

describe("migrate apply", () => {
  test("writes what the plan says; again, it does nothing", async () => {
    const { cwd, run, emulators, writes } = await planned();
    const { code, stdout } = await audiencekit(["migrate", "apply", run], { cwd });
    expect(stdout).toContain("2 of 2 members written to batch:vip, which was made.");
    expect(code).toBe(0);
    expect(emulators.batch.members("vip").map(({ id }) => id)).toEqual(["c-1", "c-2"]);
    const before = writes().length;
    expect((await audiencekit(["migrate", "apply", run], { cwd })).code).toBe(0);
    expect(writes()).toHaveLength(before);
    const status = await audiencekit(["migrate", "status"], { cwd });
    expect(status.stdout).toMatch(new RegExp(`${run} +applied +2 +2 .*people.csv → batch:vip`));
  });

  test("keeps back who is suppressed since", async () => {
    const { cwd, run, emulators } = await planned();
    await audiencekit(["migrate", "apply", run, "--suppress", "no.csv"], { cwd });
    expect(emulators.batch.members("vip").map(({ id }) => id)).toEqual(["c-2"]);
  });

  test("refuses a plan whose source has changed, with 6", async () => {
    const { cwd, run, writes } = await planned();
    await appendFile(path.join(cwd, "people.csv"), "c-9,joan@example.com,Joan\n");
    const { code, stderr } = await audiencekit(["migrate", "apply", run], { cwd });
    expect([code, writes()]).toEqual([6, []]);
    expect(stderr).toContain("bytes and now has");
  });

  test("stops where fewer are carried than asked for, with 7", async () => {
    const { cwd, run, writes } = await planned();
    const { code } = await audiencekit(["migrate", "apply", run, "--min-carried", "95%"], { cwd });
    expect([code, writes()]).toEqual([7, []]);
  });

  test("is verified and taken back by its run", async () => {
    const { cwd, run, emulators } = await planned();
    await audiencekit(["migrate", "apply", run], { cwd });
    const verified = await audiencekit(["migrate", "verify", run], { cwd });
    expect(verified.stdout).toContain("batch:vip is as it was written, as far as it can be told.");
    expect(verified.code).toBe(0);
    const guarded = await audiencekit(["migrate", "undo", run, "--max-removed", "1"], { cwd });
    expect(guarded.code).toBe(7);
    const undone = await audiencekit(["migrate", "undo", run], { cwd });
    expect([undone.code, undone.stdout]).toEqual([
      0,
      "The audience that the migration had made was deleted.\n",
    ]);
    expect(emulators.batch.audiences.get("vip")).toBeUndefined();
  });

  test("cannot go on with what was forgotten", async () => {
    const { cwd, run } = await planned();
    const { code, stdout } = await audiencekit(["migrate", "forget", run], { cwd });
    expect([code, stdout]).toEqual([0, `Forgot the people of ${run}.\n`]);
    expect((await audiencekit(["migrate", "apply", run], { cwd })).code).toBe(2);
    const raw = await readFile(path.join(cwd, ".audiencekit/audiencekit.db"), "latin1");
    expect(raw).not.toMatch(/ada@|c-1/i);
  });
});

describe("migrate run", () => {
  test("plans and applies in one, from file to file", async () => {
    const cwd = await folder(files);
    const argv = ["migrate", "run", "csv:people.csv", "jsonl:out/people.jsonl"];
    const { code, stdout } = await audiencekit(argv, { cwd });
    expect(stdout).toContain("3 of 3 members written to jsonl:people.jsonl");
    expect(code).toBe(0);
    const written = lines(await readFile(path.join(cwd, "out/people.jsonl"), "utf8"));
    expect(
      written.map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line))),
    ).toEqual([
      expect.objectContaining({ identifiers: { email: ["ada@example.com"], externalId: ["c-1"] } }),
      expect.objectContaining({
        identifiers: { email: ["grace@example.com"], externalId: ["c-2"] },
      }),
      expect.objectContaining({ identifiers: { email: ["=nobody@example.com"] } }),
    ]);
  });

  test("with nobody to be carried, ends as it began, and a later one plans anew", async () => {
    const { cwd, writes } = await configured({}, { "people.csv": "email\nnobody\n" });
    const argv = ["migrate", "run", "csv:people.csv", "whop", "--name", "VIP"];
    const empty = await audiencekit(argv, { cwd });
    expect([empty.code, writes()]).toEqual([3, []]);
    expect(empty.stderr).toBe(
      `${runOf(empty.stdout)}: Nobody can be carried, and whop makes no audience without people. Nothing was written.\n`,
    );
    const guarded = await audiencekit([...argv, "--min-carried", "95%"], { cwd });
    expect([guarded.code, writes()]).toEqual([7, []]);
    const applied = await audiencekit(["migrate", "apply", runOf(empty.stdout)], { cwd });
    expect([applied.code, writes()]).toEqual([2, []]);
    expect(applied.stderr).toContain(`audiencekit migrate show ${runOf(empty.stdout)}`);
    await writeFile(path.join(cwd, "people.csv"), people);
    const last = await audiencekit(argv, { cwd });
    expect(last.stdout).toContain("3 of 3 members written to whop:");
    expect(last.code).toBe(0);
  });

  test("says how to go on about the same vendors and in the same store", async () => {
    const cwd = await folder(files);
    const argv = ["csv:people.csv", "batch", "--name", "vip", "--emulate", "--emulate-size", "2"];
    const more = ["--database", "file:kept/runs.db"];
    const { stdout } = await audiencekit(["migrate", "plan", ...argv, ...more], { cwd });
    const run = runOf(stdout);
    const next = `audiencekit migrate apply ${run} --emulate --database kept/runs.db`;
    expect(stdout).toContain(`Nothing was written. To do it: ${next}\n`);
    const applied = await audiencekit(next.split(" ").slice(1), { cwd });
    expect(applied.stdout).toContain("2 of 2 members written");
    expect(applied.stdout).toContain(
      `To take it back: audiencekit migrate undo ${run} --emulate --database kept/runs.db\n`,
    );
  });

  test("with emulated vendors, finds them later as they were", { timeout: 30_000 }, async () => {
    const cwd = await folder(files);
    const argv = ["migrate", "run", "csv:people.csv", "batch", "--name", "vip", "--emulate"];
    const first = await audiencekit([...argv, "--emulate-size", "2"], { cwd });
    expect(first.code).toBe(0);
    const again = await audiencekit([...argv, "--emulate-size", "2"], { cwd });
    expect(again.stderr).toContain("NAME_TAKEN");
  });
});
