import { appendFile, readdir } from "node:fs/promises";

import { describe, expect, test } from "vitest";

import { interruption } from "../../src/cli/failures.ts";
import { progressText } from "../../src/cli/writing/progress.ts";
import { createRejections } from "../../src/cli/writing/rejections.ts";
import { audiencekit, configured, folder, lines, parseOutcome } from "./support.ts";

const people = [
  "Email;Customer ID;Vorname;Phone",
  "Ada@Example.com;c-1;Ada;+33 6 12 34 56 78",
  "bob@example.com;c-2;Bob;",
  "",
].join("\n");

/** Its third and fifth line are nobody's, its sixth is there before, and its last is broken. */
const flawed = [
  `{"email":"ada@example.com","externalId":"c-1"}`,
  `{"email":"bob@example.com","externalId":"c-2"}`,
  `{"email":"canary-4711"}`,
  `{"email":"cid@example.com","externalId":"c-3"}`,
  `{"email":"canary-4712"}`,
  `{"email":"ADA@example.com","externalId":"c-1"}`,
  `{"email":"canary-4713"`,
  "",
].join("\n");

const files = { "people.csv": people, "flawed.jsonl": flawed };

const ids = (count: number, from = 1): string =>
  Array.from({ length: count }, (_, index) => `{"externalId":"id-${from + index}"}\n`).join("");

describe("create", () => {
  test("at Whop, with the people of a CSV; their columns are known by their headers", async () => {
    const { cwd, emulators } = await configured({}, files);
    const argv = ["create", "whop", "--name", "Newsletter", "--file", "people.csv"];
    const { code, stdout, stderr } = await audiencekit(argv, { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const [made] = emulators.whop.audiences.list();
    expect(stdout).toMatch(new RegExp(`^Created whop:${made?.id}\\.\\n\\nprovider +whop\\n`));
    expect(stdout).toContain("\nrows read: 2 · written: 2 · rejected: 0\n");
    expect(emulators.whop.members(made?.id ?? "")).toMatchObject([
      { email: "ada@example.com", phone: "+33612345678" },
      { email: "bob@example.com" },
    ]);
  });

  test("as JSON, the documented document", async () => {
    const { cwd } = await configured({}, files);
    const argv = ["create", "batch", "--name", "vip", "--display-name", "Our VIPs", "--json"];
    const { code, stdout, stderr } = await audiencekit([...argv, "--file", "people.csv"], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(parseOutcome(stdout)).toMatchObject({
      operation: "create",
      dryRun: false,
      provider: "batch",
      id: "vip",
      audience: { id: "vip", name: "Our VIPs" },
      members: { read: 2, carried: 2, written: 2, rejected: 0, pending: expect.any(String) },
      error: null,
    });
  });

  test("without people, where the vendor makes one without", async () => {
    const { cwd, emulators } = await configured();
    const argv = ["create", "sonarly", "--name", "Lyon", "--type", "on_demand", "--json"];
    const { code, stdout } = await audiencekit([...argv, "--description", "Met there"], { cwd });
    expect(code).toBe(0);
    expect(parseOutcome(stdout)).toMatchObject({ members: null, audience: { name: "Lyon" } });
    expect(emulators.sonarly.audiences.list()).toMatchObject([{ description: "Met there" }]);
  });

  test("rows that cannot be written are told by reason and line, and no value of them: exit code 3", async () => {
    const { cwd, emulators } = await configured({}, files);
    const argv = ["create", "whop", "--name", "A", "--file", "flawed.jsonl", "--verbose"];
    const { code, stdout, stderr } = await audiencekit(argv, { cwd });
    expect(code).toBe(3);
    expect(stdout).toContain("\nrows read: 7 · written: 3 · rejected: 4\n");
    expect(stdout).toMatch(
      /^IDENTIFIER_INVALID +2 {2}has no valid identifier: .* \(lines 3, 5\)$/m,
    );
    expect(stdout).toMatch(/^DUPLICATE_IN_SOURCE +1 {2}.* \(line 6\)$/m);
    expect(stdout).toMatch(/^UNREADABLE +1 {2}.* \(line 7\)$/m);
    expect(stdout).toContain("no place for it: externalId of 3");
    expect(stdout + stderr).not.toMatch(/canary|example\.com/);
    const [made] = emulators.whop.audiences.list();
    expect(emulators.whop.members(made?.id ?? "")).toHaveLength(3);
  });

  test("a person who is there twice is nobody missing: exit code 0", async () => {
    const twice = `{"externalId":"a"}\n{"externalId":"a"}\n`;
    const { cwd } = await configured({}, { "twice.jsonl": twice });
    const argv = ["create", "batch", "--name", "vip", "--file", "twice.jsonl", "--json"];
    const { code, stdout } = await audiencekit(argv, { cwd });
    expect(code).toBe(0);
    expect(parseOutcome(stdout).members).toMatchObject({ read: 2, written: 1, rejected: 1 });
  });

  test("--dry-run says what would be done, and writes nothing", async () => {
    const { cwd, writes } = await configured({}, files);
    const argv = ["create", "whop", "--name", "A", "--file", "flawed.jsonl", "--dry-run"];
    const { code, stdout } = await audiencekit(argv, { cwd });
    expect(code).toBe(3);
    expect(lines(stdout)[0]).toBe("Would create an audience at whop; nothing was written.");
    expect(stdout).toContain("\nrows read: 7 · would be written: 3 · rejected: 4\n");
    const json = await audiencekit([...argv, "--json"], { cwd });
    expect(parseOutcome(json.stdout)).toMatchObject({
      dryRun: true,
      id: null,
      audience: null,
      members: { read: 7, carried: 3, written: 0, rejected: 4 },
    });
    expect(writes()).toEqual([]);
  });

  test.each([
    [["whop", "--name", "A"], /--file: whop makes no audience without people/],
    [
      ["sonarly", "--name", "A", "--file", "people.csv"],
      /--file: sonarly takes no people of yours/,
    ],
    [["sonarly", "--name", "A"], /sonarly: create needs a type: on_demand or monitoring\.$/m],
    [["batch", "--name", "Our VIPs"], /Our_VIPs would do, with the name itself as --display-name/],
    [["batch", "--name", "a", "--description", "b"], /was given description, which batch does not/],
    [["whop", "--name", " ", "--file", "people.csv"], /whop: create needs another name/],
    [["wohp", "--name", "A"], /PROVIDER: there is no provider "wohp".*Did you mean whop\?/],
  ])("what cannot be is refused before any request: %j", async (argv, words) => {
    const { cwd, emulators } = await configured({}, files);
    expect(await audiencekit(["create", ...argv], { cwd })).toEqual({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(words),
    });
    expect(emulators.whop.requests).toEqual([]);
  });

  test("an answer that is lost is looked for: one audience, exit code 0", async () => {
    const { cwd, emulators } = await configured({ faults: "sonarly.create: apply then drop" });
    const argv = ["create", "sonarly", "--name", "Lyon", "--type", "on_demand"];
    expect(await audiencekit(argv, { cwd })).toMatchObject({ code: 0 });
    expect(emulators.sonarly.audiences.list()).toHaveLength(1);
  });

  test("an answer that stays lost: exit code 1, and how to repeat it without a second one", async () => {
    const { cwd, emulators } = await configured(
      { faults: "whop.create always: apply then drop" },
      files,
    );
    const argv = ["create", "whop", "--name", "A", "--file", "people.csv"];
    const { code, stdout, stderr } = await audiencekit([...argv, "--json"], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain("The vendor may have carried it out all the same.");
    const [, key = ""] = /--repeat (\S+):/.exec(stderr) ?? [];
    expect(parseOutcome(stdout)).toMatchObject({
      id: null,
      error: { ambiguous: true, idempotencyKey: key },
    });

    emulators.faults.clear();
    expect(await audiencekit([...argv, "--repeat", key], { cwd })).toMatchObject({ code: 0 });
    expect(emulators.whop.audiences.list()).toHaveLength(1);
  });

  test("made, and its people refused: says where it is, exit code 4", async () => {
    const { cwd } = await configured({ faults: "batch.update always: 403" }, files);
    const argv = ["create", "batch", "--name", "vip", "--file", "people.csv", "--json"];
    const { code, stdout, stderr } = await audiencekit(argv, { cwd });
    expect(code).toBe(4);
    expect(stderr).toMatch(/The audience was made\. .*It is batch:vip; go on with/);
    expect(parseOutcome(stdout)).toMatchObject({ id: "vip", error: { code: "permission" } });

    const ill = await configured({ faults: "batch.update always: 503" }, files);
    expect((await audiencekit(argv, { cwd: ill.cwd })).code).toBe(1); // once more would find the name taken
  });

  test("on the emulators, in one process", async () => {
    const cwd = await folder(files);
    const argv = ["create", "whop", "--emulate", "--name", "A", "--file", "people.csv"];
    expect(await audiencekit(argv, { cwd })).toMatchObject({ code: 0 });
    expect(await readdir(cwd)).toHaveLength(2);
  });
});

/** Batch with an audience that holds id-1 to id-5. */
async function five(more: Readonly<Record<string, string>> = {}) {
  const set = await configured({}, { ...files, "five.jsonl": ids(5), ...more });
  const argv = ["create", "batch", "--name", "vip", "--file", "five.jsonl"];
  expect(await audiencekit(argv, { cwd: set.cwd })).toMatchObject({ code: 0 });
  const held = () => set.emulators.batch.members("vip").map(({ id }) => id);
  return { ...set, held, before: set.writes().length };
}

describe("members add, remove, replace", () => {
  test.each([
    ["add", ["id-1", "id-2", "id-3", "id-4", "id-5", "id-6"]],
    ["remove", ["id-1", "id-2", "id-3"]],
    ["replace", ["id-4", "id-5", "id-6"]],
  ])("%s", async (word, left) => {
    const { cwd, held } = await five({ "some.jsonl": ids(3, 4) });
    const argv = ["members", word, "batch:vip", "--file", "some.jsonl"];
    const { code, stdout, stderr } = await audiencekit(argv, { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^(?:Added to|Removed from|Replaced the members of) batch:vip\.\n/);
    expect(stdout).toContain("\nrows read: 3 · written: 3 · rejected: 0\n");
    expect(stdout).toMatch(/\naudiencekit wait batch:vip --pending \S+\n$/);
    expect(held().toSorted()).toEqual(left);
  });

  test("nobody who can be written: the audience is said to be as it was", async () => {
    const { cwd } = await five({ "mails.csv": "email\nada@example.com\n" });
    const argv = ["members", "add", "batch:vip", "--file", "mails.csv"];
    const { code, stdout } = await audiencekit(argv, { cwd });
    expect([code, stdout.split("\n")[0]]).toEqual([3, "Nothing was changed at batch:vip."]);
  });

  test("what it prints to wait with is what wait takes", async () => {
    const { cwd } = await five();
    const { stdout } = await audiencekit(["members", "add", "batch:vip", "--file", "five.jsonl"], {
      cwd,
    });
    const argv = (lines(stdout).at(-1) ?? "").split(" ").slice(1);
    expect(await audiencekit(argv, { cwd })).toMatchObject({ code: 0 });
  });

  test("--dry-run looks at the audience, and writes nothing", async () => {
    const { cwd, writes, before, held } = await five({ "some.jsonl": ids(1, 9) });
    for (const word of ["add", "remove", "replace"]) {
      const argv = ["members", word, "batch:vip", "--file", "some.jsonl", "--dry-run", "--json"];
      const { code, stdout, stderr } = await audiencekit(argv, { cwd });
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(parseOutcome(stdout)).toMatchObject({
        dryRun: true,
        id: "vip",
        audience: { id: "vip" },
        members: { read: 1, carried: 1, written: 0 },
      });
    }
    expect(writes()).toHaveLength(before);
    expect(held()).toHaveLength(5);
  });

  test.each([[[]], [["--dry-run"]]])(
    "of whom the file that they go to has no column for are rejected: %j",
    async (more) => {
      const providers = { lists: { vendor: "csv", path: "lists" } };
      const cwd = await folder({
        "audiencekit.config.json": JSON.stringify({ providers }),
        "lists/mails.csv": "email\nada@example.com\n",
        ...files,
        "ids.csv": "Customer ID\nc-1\nc-2\n",
      });
      const argv = ["members", "add", "lists:mails.csv", "--file", "ids.csv", "--json", ...more];
      const { code, stdout } = await audiencekit(argv, { cwd });
      expect(code).toBe(3);
      const { members } = parseOutcome(stdout);
      expect(members).toMatchObject({ read: 2, carried: 0, written: 0, rejected: 2 });
      expect(members?.rejections).toMatchObject([{ reason: "NO_MATCHABLE_IDENTIFIER", rows: 2 }]);
      const replaced = ["members", "replace", "lists:mails.csv", "--file", "ids.csv", ...more];
      expect(await audiencekit(replaced, { cwd })).toMatchObject({ code: 0 });
    },
  );

  test.each([[[]], [["--dry-run"]]])("nobody in the place of all is refused: %j", async (more) => {
    const { cwd, held, writes, before } = await five({ "nobody.jsonl": `{"email":"a@b.example"}` });
    const argv = ["members", "replace", "batch:vip", "--file", "nobody.jsonl", ...more];
    const { code, stderr } = await audiencekit(argv, { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^NO_MATCHABLE_IDENTIFIER +1 {2}.*\(line 1\)$/m);
    const json = await audiencekit([...argv, "--json"], { cwd });
    expect(parseOutcome(json.stdout)).toMatchObject({
      members: { read: 1, carried: 0, rejected: 1 },
      error: { code: "invalid_argument" },
    });
    expect(writes()).toHaveLength(before);
    expect(held()).toHaveLength(5);
  });

  test("a vendor that gives up in the middle: what is known to be written is said", async () => {
    const { cwd, emulators } = await five({ "many.jsonl": ids(25_000) });
    emulators.faults.add("batch.update call 2: 403");
    const argv = ["members", "add", "batch:vip", "--file", "many.jsonl", "--json"];
    const { code, stdout, stderr } = await audiencekit(argv, { cwd });
    expect({ code, stderr }).toEqual({
      code: 4,
      stderr: expect.stringContaining("Known to be written: 10000 of the"),
    });
    expect(parseOutcome(stdout)).toMatchObject({
      id: "vip",
      members: { written: 10_000 },
      error: { code: "permission", written: 10_000 },
    });
  });

  test("a vendor that is down: exit code 75, as the same may simply be run again", async () => {
    const { cwd, emulators, held } = await five({ "some.jsonl": ids(1, 9) });
    emulators.faults.add("batch.update always: 503");
    const argv = ["members", "add", "batch:vip", "--file", "some.jsonl"];
    expect((await audiencekit(argv, { cwd })).code).toBe(75);
    emulators.faults.clear();
    expect((await audiencekit(argv, { cwd })).code).toBe(0);
    expect(held()).toHaveLength(6);
  });

  test("interrupted: says what was written and how to go on, exit code 130", async () => {
    const controller = new AbortController();
    const { cwd, emulators } = await five({ "many.jsonl": ids(15_000) });
    emulators.faults.add("batch.update call 2: stall");
    const argv = ["members", "add", "batch:vip", "--file", "many.jsonl", "--verbose"];
    const { code, stdout, stderr } = await audiencekit(argv, {
      cwd,
      signal: controller.signal,
      onStderr: (text) => {
        if (text.split("audiences/update 202").length > 1) {
          setTimeout(() => controller.abort(interruption("SIGINT")), 20);
        }
      },
    });
    expect({ code, stdout, stderr }).toEqual({ code: 130, stdout: "", stderr: expect.anything() });
    expect(stderr).toMatch(
      /\nKnown to be written: 10,000 of the 1\d,\d{3} rows read\. Run the same with --repeat \S+; what was done is not done twice\.\nInterrupted\.\n$/,
    );
  });

  test.each([
    [["add", "sonarly:a"], /sonarly has no addMembers/],
    [["remove", "whop:a"], /whop has no removeMembers/],
    [["replace", "whop:a"], /whop has no replaceMembers/],
    [["add", "a"], /REF names no provider/],
  ])("%j, which its vendor does not do", async (argv, words) => {
    const { cwd } = await configured({}, files);
    const all = ["members", ...argv, "--file", "people.csv"];
    expect(await audiencekit(all, { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(words),
    });
  });

  test("an option before the word would not be heard, and is refused", async () => {
    const argv = ["members", "--emulate", "add", "batch:vip", "--file", "people.csv"];
    expect(await audiencekit(argv)).toMatchObject({
      code: 2,
      stderr: "error: --emulate: put it behind members add.\n",
    });
  });

  test("no person is on stderr, verbose or not", async () => {
    const { cwd } = await configured({}, files);
    const argv = ["create", "whop", "--name", "A", "--file", "people.csv", "--verbose"];
    const { stderr } = await audiencekit(argv, { cwd });
    expect(stderr).toMatch(/^whop create: POST \S+\/files 2\d\d in /m);
    expect(stderr).not.toMatch(/example\.com|\+336|Ada|c-1/i);
  });
});

/** What is said of a file by a command that would write it. */
async function told(name: string, text: string | null, ...more: readonly string[]) {
  const { cwd, emulators } = await configured({}, text === null ? {} : { [name]: text });
  const argv = ["create", "whop", "--name", "A", "--file", name, ...more];
  const ran = await audiencekit(argv, { cwd });
  return { ...ran, asked: emulators.whop.requests.length, emulators };
}

describe("a file of people", () => {
  test.each([
    ["nowhere.csv", null, /--file: nowhere\.csv: found no such file/],
    ["people.xlsx", "PK", /--file: people\.xlsx ends like no file of members/],
    ["people.csv", "PK\u0003\u0004zip", /--file: people\.csv: .*a spreadsheet or a zip/],
    ["people.csv", "a,b\n1,2\n", /--file: people\.csv: .*no column .*--column, such as email=2/],
    ["people.csv", "ada@example.com,Ada\n", /looks like a person.*--no-header/],
  ])("%s that is none is refused before any request", async (name, text, words) => {
    const { code, stdout, stderr, asked } = await told(name, text);
    expect({ code, stdout, asked }).toEqual({ code: 2, stdout: "", asked: 0 });
    expect(stderr).toMatch(words);
    expect(stderr).not.toContain("ada@");
  });

  test("--column and --no-header say what its columns are", async () => {
    const text = "Ada;ada@example.com\n";
    const more = ["--no-header", "--column", "email=2", "--column", "firstName=1"];
    const { code, emulators } = await told("people.csv", text, ...more);
    expect(code).toBe(0);
    const [made] = emulators.whop.audiences.list();
    expect(emulators.whop.members(made?.id ?? "")).toMatchObject([
      { email: "ada@example.com", first_name: "Ada" },
    ]);
  });

  test("of many broken rows, the first lines are told, and all are counted", async () => {
    const text = `${"nothing\n".repeat(120)}{"email":"ada@example.com"}\n`;
    const { code, stdout } = await told("people.jsonl", text, "--json");
    expect(code).toBe(3);
    const { members } = parseOutcome(stdout);
    expect(members).toMatchObject({ read: 121, written: 1, rejected: 120 });
    const rows = members?.rejections.map((group) => group.rows) ?? [];
    expect(rows.reduce((sum, count) => sum + count, 0)).toBe(120);
    expect(members?.rejections[0]?.lines).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test("that changes while it is read is no file to go on with, and what was written is said", async () => {
    let file = "";
    const { cwd, emulators } = await configured(
      {
        batch: {
          times: { indexing: 0 },
          intercept: async ({ operation, call }, next) => {
            if (operation === "update" && call === 1) {
              await appendFile(file, "x");
            }
            return next();
          },
        },
      },
      { "many.jsonl": ids(30_000) },
    );
    file = `${cwd}/many.jsonl`;
    emulators.batch.audiences.add({ name: "vip" });
    const argv = ["members", "add", "batch:vip", "--file", "many.jsonl", "--json"];
    const { code, stdout, stderr } = await audiencekit(argv, { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/--file: many\.jsonl: found that the file has changed since/);
    // The file is looked at once for each piece that is read of it.
    const written = emulators.batch.members("vip").length;
    expect([10_000, 20_000]).toContain(written);
    expect(stderr).toContain(`Known to be written: ${written} of the`);
    expect(parseOutcome(stdout)).toMatchObject({ members: { written } });
  });

  test("of JSON lines, --column names a field, and there is no header to be without", async () => {
    const text = `{"who":"ada@example.com"}\n`;
    const { code, emulators } = await told("people.jsonl", text, "--column", "email=who");
    expect(code).toBe(0);
    const [made] = emulators.whop.audiences.list();
    expect(emulators.whop.members(made?.id ?? "")).toMatchObject([{ email: "ada@example.com" }]);
    expect(await told("people.jsonl", text, "--no-header")).toMatchObject({
      code: 2,
      asked: 0,
      stderr: expect.stringContaining("--no-header: JSON lines have no headers"),
    });
  });

  test("--default-country reads national phones, and must be a country", async () => {
    const text = "phone\n06 12 34 56 78\n";
    const { emulators } = await told("people.csv", text, "--default-country", "FR");
    const [made] = emulators.whop.audiences.list();
    expect(emulators.whop.members(made?.id ?? "")).toMatchObject([{ phone: "+33612345678" }]);
    const nowhere = await told("people.csv", text, "--default-country", "XX");
    expect(nowhere).toMatchObject({
      code: 2,
      asked: 0,
      stderr: expect.stringContaining("--default-country must be an ISO 3166-1"),
    });
  });
});

describe("progress", () => {
  test.each([
    [{ read: 0, written: 0, fraction: undefined }, 200, "0 rows read …"],
    [{ read: 900, written: 0, fraction: undefined }, 900, "900 rows read …"],
    [{ read: 9000, written: 0, fraction: undefined }, 3000, "9,000 rows read, 3,000 a second …"],
    [
      { read: 9000, written: 0, fraction: 0.25 },
      3000,
      "9,000 of about 36,000 rows read, 3,000 a second, about 9 s left …",
    ],
    [
      { read: 36_000, written: 0, fraction: 1 },
      3000,
      "36,000 rows read, and the vendor is taking them in …",
    ],
    [
      { read: 36_000, written: 10_000, fraction: 1 },
      100_000,
      "10,000 of 36,000 rows written, 100 a second, about 4 min left …",
    ],
    [
      { read: 1e6, written: 10_000, fraction: 0.5 },
      100_000,
      "10,000 of about 2,000,000 rows written, 100 a second, about 6 h left …",
    ],
  ])("%j after %i ms", (state, elapsed, text) => {
    expect(progressText(state, elapsed)).toBe(text);
  });

  test("is for a terminal, and is taken away again", async () => {
    const { cwd } = await configured({ faults: "whop.createFile: delay 400" }, files);
    const argv = ["create", "whop", "--name", "A", "--file", "people.csv"];
    const { stderr } = await audiencekit(argv, { cwd, columns: 100, env: { NO_COLOR: "1" } });
    expect(stderr).toContain("\r\u001b[K2 ");
    expect(stderr.endsWith("\r\u001b[K")).toBe(true);
  });

  test("what is rejected for ever new reasons stays small", () => {
    const rejections = createRejections();
    for (let index = 0; index < 1000; index += 1) {
      rejections.add("ATTRIBUTE_LIMIT", `has ${index} attributes`, index);
    }
    const list = rejections.list();
    expect(list.length).toBeLessThan(60);
    expect(list.reduce((sum, { rows }) => sum + rows, 0)).toBe(1000);
    expect(Math.max(...list.map((group) => group.lines.length))).toBe(10);
  });
});
