import { readFile, readdir, stat, writeFile } from "node:fs/promises";
import path from "node:path";

import { describe, expect, test } from "vitest";
import * as z from "zod";

import { interruption } from "../../src/cli/failures.ts";
import type { ServeOptions } from "../../src/testing/index.ts";
import { audiencekit, closing, folder, lines, served } from "./support.ts";
import type { RunOptions } from "./support.ts";

const document = z.strictObject({
  changed: z.boolean(),
  baseline: z.strictObject({ file: z.string(), stored: z.boolean() }),
  providers: z.array(
    z.strictObject({
      provider: z.string(),
      vendor: z.string(),
      status: z.enum(["unchanged", "changed", "new", "empty", "unread"]),
      audiences: z.number(),
      since: z.iso.datetime().nullable(),
      changes: z.array(
        z.strictObject({
          kind: z.enum(["new_field", "vanished_field", "changed_type", "noticed"]),
          path: z.string(),
          message: z.string(),
        }),
      ),
      error: z.string().nullable(),
    }),
  ),
  report: closing.shape.report,
});

const usual = path.join(".audiencekit", "drift.json");

async function drift(options: RunOptions, ...argv: readonly string[]) {
  const { code, stdout } = await audiencekit(["drift", "--json", ...argv], options);
  const parsed = document.parse(JSON.parse(stdout));
  const providers = new Map(parsed.providers.map((provider) => [provider.provider, provider]));
  return { code, ...parsed, of: (name: string) => providers.get(name) };
}

/** An answer of Whop's list with another text in it. */
const rewritten = (change: (text: string) => string): ServeOptions => ({
  whop: {
    intercept: async (_call, next) => {
      const answer = await next();
      return new Response(change(await answer.text()), answer);
    },
  },
});
const shop = (entry: object): string =>
  JSON.stringify({ providers: { shop: { ...entry, apiKey: "env:KEY" } } });
const refusing = (status: number): ServeOptions => ({
  whop: { intercept: () => new Response("{}", { status }) },
});

const emulate = ["--emulate", "--emulate-size", "12"];
const contract = [...emulate, "--emulate-generation", "contract"];

describe("drift", () => {
  test("the first run stores the baseline, for its owner alone, and says so", async () => {
    const cwd = await folder();
    const { code, stdout, stderr } = await audiencekit(["drift", ...emulate], { cwd });
    expect(code).toBe(0);
    expect(lines(stdout)).toEqual([
      "whop: new in the baseline (12 audiences)",
      "batch: new in the baseline (12 audiences)",
      "sonarly: new in the baseline (12 audiences)",
    ]);
    expect(stderr).toContain("Complete: 36 audiences, 3 of 3 providers complete");
    expect(lines(stderr).at(-1)).toBe(
      `Stored the baseline in ${usual}; the next run compares with it.`,
    );
    expect((await stat(path.join(cwd, usual))).mode & 0o777).toBe(0o600);
    expect((await stat(path.join(cwd, ".audiencekit"))).mode & 0o777).toBe(0o700);
    expect(await readdir(path.join(cwd, ".audiencekit"))).toEqual(["drift.json"]);
  });

  test("nothing has changed: exit code 0, and nothing is written", async () => {
    const cwd = await folder();
    await drift({ cwd }, ...emulate);
    const { ino, mtimeMs } = await stat(path.join(cwd, usual));
    const { code, changed, baseline, providers } = await drift({ cwd }, ...emulate);
    expect({ code, changed, stored: baseline.stored }).toEqual({
      code: 0,
      changed: false,
      stored: false,
    });
    expect(providers.map(({ status }) => status)).toEqual(Array(3).fill("unchanged"));
    expect(await stat(path.join(cwd, usual))).toMatchObject({ ino, mtimeMs });
  });

  test("other lists of the same shape are no drift", async () => {
    const cwd = await folder();
    await drift({ cwd }, "--emulate");
    expect(await drift({ cwd }, "--emulate", "--seed", "7")).toMatchObject({ code: 0 });
  });

  test("Whop's change of July 2026: times that became texts, and new fields; the listing goes on", async () => {
    const cwd = await folder();
    await drift({ cwd }, ...contract);
    const { code, of, report } = await drift({ cwd }, ...emulate);
    expect(code).toBe(5);
    expect(report.complete).toBe(true);
    const { status, changes = [] } = of("whop") ?? {};
    expect(status).toBe("changed");
    expect(changes).toEqual(
      expect.arrayContaining([
        { kind: "changed_type", path: "created_at", message: "was number and is now time" },
        { kind: "changed_type", path: "updated_at", message: "was number and is now time" },
      ]),
    );
    const fresh = changes.filter(({ kind }) => kind === "new_field").map((change) => change.path);
    for (const field of ["audience_type", "source_type", "match_rates", "auto_refresh"]) {
      expect(fresh).toContain(field);
    }
    expect(of("batch")?.status).toBe("unchanged");
    expect(of("sonarly")?.status).toBe("unchanged");
  });

  test("for people, a line a change, the most telling first, until --update agrees", async () => {
    const cwd = await folder();
    await drift({ cwd }, ...contract);
    const argv = ["drift", ...emulate];
    const { code, stdout, stderr } = await audiencekit(argv, { cwd });
    expect(code).toBe(5);
    expect(stdout).toMatch(
      /^whop: \d+ changes since \d{4}-\d\d-\d\d \(12 audiences\)\n {2}changed type {2}created_at +was number and is now time\n {2}changed type {2}updated_at +was number and is now time\n {2}new field +audience_type +is new: text\n/,
    );
    expect(lines(stderr).at(-1)).toContain("--update");

    expect(await audiencekit([...argv, "--update"], { cwd })).toMatchObject({
      code: 0,
      stdout,
      stderr: expect.stringContaining(`Stored the present state in ${usual}.`),
    });
    expect(await audiencekit(argv, { cwd })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("whop: unchanged since"),
    });
  });

  test("a field that is gone, a type and a word that are new", async () => {
    const cwd = await folder();
    const healthy = await served({ size: 12 });
    await drift({ cwd, env: healthy.env });
    const { env } = await served({
      size: 12,
      ...rewritten((text) =>
        text
          .replaceAll(/"updated_at":"[^"]*"/g, '"changed_at":1')
          .replaceAll(/"total_rows":(\d+)/g, '"total_rows":"$1"')
          .replaceAll('"status":"ready"', '"status":"archived"'),
      ),
    });
    const { code, of } = await drift({ cwd, env });
    expect(code).toBe(5);
    expect(of("whop")?.changes).toEqual(
      expect.arrayContaining([
        { kind: "new_field", path: "changed_at", message: "is new: number" },
        { kind: "vanished_field", path: "updated_at", message: expect.stringContaining("is gone") },
        { kind: "changed_type", path: "total_rows", message: "was number and is now text" },
        {
          kind: "noticed",
          path: expect.stringContaining("status"),
          message: expect.stringContaining("archived"),
        },
      ]),
    );
  });

  test("no value of any record is in the baseline", async () => {
    const cwd = await folder();
    const { env, vendors } = await served();
    await drift({ cwd, env });
    const text = await readFile(path.join(cwd, usual), "utf8");
    for (const { id, name } of vendors.emulators.whop.audiences.list()) {
      expect(text).not.toContain(id);
      expect(text).not.toContain(name);
    }
  });
});

describe("a vendor that cannot be read", () => {
  test("is not compared, and keeps its baseline; the others are: exit code 3", async () => {
    const cwd = await folder();
    const healthy = await served();
    await drift({ cwd, env: healthy.env });
    const ill = await served(refusing(403));
    const { code, of, baseline } = await drift({ cwd, env: ill.env }, "--update");
    expect(code).toBe(3);
    expect(of("whop")).toMatchObject({ status: "unread", error: "permission", changes: [] });
    expect(of("batch")?.status).toBe("unchanged");
    expect(baseline.stored).toBe(true);
    expect((await drift({ cwd, env: healthy.env })).of("whop")?.status).toBe("unchanged");
  });

  test("that another has changed is said all the same: exit code 5", async () => {
    const cwd = await folder();
    await drift({ cwd, env: (await served()).env });
    const ill = await served({
      ...rewritten((text) => text.replaceAll('"total_rows"', '"rows"')),
      batch: { intercept: () => new Response("{}", { status: 403 }) },
    });
    const { code, of } = await drift({ cwd, env: ill.env });
    expect({ code, batch: of("batch")?.status }).toEqual({ code: 5, batch: "unread" });
  });

  test("is added once it can be read", async () => {
    const cwd = await folder();
    const first = await drift({ cwd, env: (await served(refusing(401))).env });
    expect(first).toMatchObject({ code: 3, baseline: { stored: true } });
    const { code, stdout, stderr } = await audiencekit(["drift"], {
      cwd,
      env: (await served()).env,
    });
    expect(code).toBe(0);
    expect(stdout).toContain("whop: new in the baseline (3 audiences)");
    expect(lines(stderr).at(-1)).toBe(`Added whop to ${usual}.`);
  });

  test("all of them: exits as list does, and stores nothing", async () => {
    const cwd = await folder();
    const { env } = await served({ intercept: () => new Response("{}", { status: 401 }) });
    expect(await drift({ cwd, env })).toMatchObject({ code: 4, baseline: { stored: false } });
    expect(await readdir(cwd)).toEqual([]);
  });

  test("an account without audiences proves nothing", async () => {
    const cwd = await folder();
    await drift({ cwd, env: (await served()).env });
    const { code, providers } = await drift({ cwd, env: (await served({ size: 0 })).env });
    expect(code).toBe(0);
    expect(providers.map(({ status }) => status)).toEqual(Array(3).fill("empty"));
  });

  test("records without their key are drift", async () => {
    const cwd = await folder();
    await drift({ cwd, env: (await served()).env });
    const { env } = await served(rewritten((text) => text.replaceAll('"id":', '"uuid":')));
    const { code, of } = await drift({ cwd, env });
    expect(code).toBe(5);
    expect(of("whop")?.changes.map(({ kind }) => kind)).toContain("noticed");
    expect(of("whop")?.changes.map(({ kind }) => kind)).not.toContain("vanished_field");
    const again = await drift({ cwd: await folder(), env });
    expect(again.of("whop")?.status).toBe("unread");
  });

  test("interrupted: nothing is stored", async () => {
    const cwd = await folder();
    const controller = new AbortController();
    const { env } = await served({
      batch: {
        intercept: () => {
          controller.abort(interruption("SIGINT"));
          return new Promise(() => undefined);
        },
      },
    });
    const { signal } = controller;
    expect(await audiencekit(["drift"], { cwd, env, signal })).toEqual({
      code: 130,
      stdout: "",
      stderr: "Interrupted.\n",
    });
    expect(await readdir(cwd)).toEqual([]);
  });
});

describe("the baseline", () => {
  test("is the file that --baseline names, and its folder is made", async () => {
    const cwd = await folder();
    const named = ["--baseline", "kept/here.json", ...emulate];
    expect((await drift({ cwd }, ...named)).baseline).toEqual({
      file: path.join("kept", "here.json"),
      stored: true,
    });
    expect(await drift({ cwd }, ...named)).toMatchObject({ code: 0, changed: false });
  });

  test("keeps emulated vendors apart from real ones of the same name", async () => {
    const cwd = await folder();
    await drift({ cwd, env: (await served(rewritten((text) => `${text} `))).env });
    expect((await drift({ cwd }, ...contract)).of("whop")?.status).toBe("new");
    const real = await drift({ cwd, env: (await served()).env });
    expect(real).toMatchObject({ code: 0, changed: false });
  });

  test("keeps what --provider leaves out", async () => {
    const cwd = await folder();
    await drift({ cwd }, ...contract);
    await drift({ cwd }, ...contract, "--provider", "batch", "--update");
    expect((await drift({ cwd }, ...contract)).of("whop")?.status).toBe("unchanged");
  });

  test("a name that was given to another vendor begins anew", async () => {
    const { vendors } = await served();
    const { whop, sonarly } = vendors;
    const cwd = await folder({
      "one.json": shop({ ...whop, vendor: "whop" }),
      "two.json": shop({ ...sonarly, vendor: "sonarly" }),
    });
    await drift({ cwd, env: { KEY: whop.apiKey } }, "--config", "one.json");
    const next = await drift({ cwd, env: { KEY: sonarly.apiKey } }, "--config", "two.json");
    expect(next).toMatchObject({ code: 0, baseline: { stored: true } });
    expect(next.of("shop")?.status).toBe("new");
  });

  test.each([
    ["", /is damaged: it is not valid JSON.*remove it/],
    ['{"version":1,', /is damaged: it is not valid JSON/],
    ["[]", /is damaged: it is no baseline/],
    ['{"version":1}', /is damaged: providers is not as it was written/],
    ['{"version":1,"providers":{"whop":{}},"emulated":{}}', /providers\.whop\.vendor/],
    ['{"version":2,"shapes":{}}', /written by a newer audiencekit.*Update audiencekit/],
  ])("that is damaged or newer is refused before any request: %j", async (text, words) => {
    const { env, vendors } = await served();
    const cwd = await folder({ [usual]: text });
    expect(await audiencekit(["drift", "--update"], { cwd, env })).toEqual({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(words),
    });
    expect(vendors.emulators.whop.requests).toEqual([]);
    expect(await readFile(path.join(cwd, usual), "utf8")).toBe(text);
  });

  test("that is a folder, or cannot be written: exit code 2", async () => {
    const cwd = await folder({ "folder/.keep": "", file: "" });
    expect(await audiencekit(["drift", ...emulate, "--baseline", "folder"], { cwd })).toMatchObject(
      { code: 2, stderr: expect.stringContaining("folder cannot be read (EISDIR)") },
    );
    const below = await audiencekit(["drift", ...emulate, "--baseline", "file/b.json"], { cwd });
    expect(below).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("ENOTDIR"),
    });
  });

  test("survives fields that are called like what every object has", async () => {
    const cwd = await folder();
    const { env } = await served(
      rewritten((text) => text.replaceAll('"status":', '"constructor":1,"toString":"a","status":')),
    );
    await drift({ cwd, env: (await served()).env });
    const { code, of } = await drift({ cwd, env }, "--update");
    expect(code).toBe(0);
    expect(of("whop")?.changes.map((change) => change.path)).toEqual(["constructor", "toString"]);
    expect((await drift({ cwd, env })).code).toBe(0);
  });
});

test("what is in the file of a stranger is not shown", async () => {
  const cwd = await folder();
  await writeFile(path.join(cwd, "secrets.json"), '{"key":"sk-canary-4711"');
  const { stderr } = await audiencekit(["drift", ...emulate, "--baseline", "secrets.json"], {
    cwd,
  });
  expect(stderr).not.toContain("sk-canary");
});
