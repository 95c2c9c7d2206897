import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "vitest";
import * as z from "zod";

import { audiencekit, configured, folder, lines } from "./support.ts";

const taken = z.strictObject({
  id: z.number(),
  takenAt: z.iso.datetime(),
  audiences: z.number(),
  dropped: z.number(),
  report: z.looseObject({ complete: z.boolean() }),
});

const change = z.strictObject({
  at: z.iso.datetime(),
  kind: z.string(),
  provider: z.string(),
  id: z.string(),
  name: z.string(),
  before: z.union([z.string(), z.number()]).nullable(),
  after: z.union([z.string(), z.number()]).nullable(),
  unit: z.string().nullable(),
});

const comparison = z.strictObject({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  changes: z.array(change),
});

describe("audiencekit snapshot", () => {
  test("stores what there is in a file of this folder, for its owner alone", async () => {
    const { cwd, emulators } = await configured({ size: 2 });
    const first = await audiencekit(["snapshot"], { cwd });
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/^Snapshot 1 of [\d-]+T[\d:.]+Z is stored\.\n$/);
    expect(first.stderr).toContain("Complete: 6 audiences, 3 of 3 providers complete");
    expect((await stat(join(cwd, ".audiencekit", "audiencekit.db"))).mode & 0o777).toBe(0o600);
    const [audience] = emulators.whop.audiences.list();
    emulators.whop.audiences.update(audience?.id ?? "", { name: "Renamed" });
    const second = await audiencekit(["snapshot", "--json"], { cwd });
    expect(taken.parse(JSON.parse(second.stdout))).toMatchObject({
      id: 2,
      audiences: 6,
      dropped: 0,
    });
    const shown = await audiencekit(["changes", "--since", "1h", "--json"], { cwd });
    const { changes } = comparison.parse(JSON.parse(shown.stdout));
    expect(changes).toMatchObject([
      { kind: "renamed", provider: "whop", id: audience?.id, after: "Renamed" },
    ]);
  });

  test("says that nothing is kept of emulated vendors, unless a store is named", async () => {
    const cwd = await folder();
    const argv = ["snapshot", "--emulate", "--emulate-size", "2"];
    const { stdout } = await audiencekit(argv, { cwd });
    expect(stdout).toMatch(/^Snapshot 1 of \S+ was taken, and is not kept; name a store with/);
    const kept = await audiencekit([...argv, "--database", "x.db"], { cwd });
    expect(kept.stdout).toMatch(/ is stored\.\n$/);
  });

  test("keeps one that is not complete, and says so by its exit code", async () => {
    const { cwd, emulators } = await configured({ size: 2 });
    emulators.whop.revokeKey(emulators.whop.apiKey);
    const { code, stdout, stderr } = await audiencekit(["snapshot", "--database", "x.db"], { cwd });
    expect(code).toBe(3);
    expect(stdout).toContain("Snapshot 1");
    expect(stderr).toContain("whop failed (authentication)");
    expect(await readFile(join(cwd, "x.db"))).not.toHaveLength(0);
  });

  test("again and again, until it is stopped", async () => {
    const { cwd } = await configured({ size: 1 });
    const controller = new AbortController();
    const { code, stdout } = await audiencekit(["snapshot", "--every", "1h", "--json"], {
      cwd,
      signal: controller.signal,
      onStdout: () => controller.abort(new Error("stopped")),
    });
    expect([code, lines(stdout).length]).toEqual([0, 1]);
  });

  test.for([
    [["--every", "1s"], "--every: vendors are not asked more often"],
    [["--every", "soon"], "It must be a period such as 7d"],
    [["--keep", "0d"], "It must be a period such as 7d"],
    [["--database", "mysql://x"], "The store must be file:PATH or postgres://"],
    [["--provider", "nobody"], "there is no provider"],
  ] as const)("%j is refused", async ([options, words]) => {
    const { code, stderr } = await audiencekit(["snapshot", "--emulate", ...options]);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });

  test("what is emulated does not get into the store of this folder", async () => {
    const cwd = await folder();
    expect((await audiencekit(["snapshot", "--emulate"], { cwd })).code).toBe(0);
    await expect(stat(join(cwd, ".audiencekit"))).rejects.toThrow("ENOENT");
  });
});

describe("audiencekit changes", () => {
  test("of ninety made-up days: the same every time, each kind among them", async () => {
    const options = ["changes", "--emulate", "--since", "80d", "--json"];
    const [one, other] = [await audiencekit(options), await audiencekit(options)];
    expect(one).toEqual(other);
    const { changes, from, to } = comparison.parse(JSON.parse(one.stdout));
    expect([from, to]).toEqual(["2026-08-14T08:00:00.000Z", "2026-11-02T08:00:00.000Z"]);
    expect(new Set(changes.map(({ kind }) => kind))).toEqual(
      new Set(["new", "renamed", "grown", "shrunk", "status", "matched", "vanished"]),
    );
  });

  test("as a table, and a line of JSON for each", async () => {
    const options = ["changes", "--emulate", "--kind", "renamed", "--since", "30d"];
    const table = await audiencekit(options);
    const ndjson = await audiencekit([...options, "--ndjson"]);
    const changes = lines(ndjson.stdout).map((line) => change.parse(JSON.parse(line)));
    expect(changes.length).toBeGreaterThan(0);
    expect(lines(table.stdout)).toHaveLength(changes.length + 1);
    expect(table.stderr).toContain(
      `${changes.length} changes from 2026-10-03 08:00 to 2026-11-02 08:00 UTC.`,
    );
  });

  test("names of lists cannot steer a terminal", async () => {
    const { cwd, emulators } = await configured({ size: 1 });
    await audiencekit(["snapshot"], { cwd });
    const [audience] = emulators.whop.audiences.list();
    emulators.whop.audiences.update(audience?.id ?? "", { name: "a\u001b[31mb" });
    await audiencekit(["snapshot"], { cwd });
    const { stdout } = await audiencekit(["changes"], { cwd, columns: 200 });
    expect(stdout).toContain("→ a\\u{1b}[31mb");
    expect(stdout).not.toContain("a\u001b[31m");
  });

  test("of a store without snapshots says how to take one", async () => {
    const { code, stderr } = await audiencekit(["changes"]);
    expect(code).toBe(2);
    expect(stderr).toContain("has no snapshots yet; take one with audiencekit snapshot");
  });

  test("of a provider that the history does not know names those that it does", async () => {
    const { code, stderr } = await audiencekit(["changes", "--emulate", "--provider", "wop"]);
    expect([code, stderr]).toEqual([
      2,
      'error: --provider: the history has no "wop", but whop, batch, sonarly.\n',
    ]);
  });
});

describe("audiencekit dashboard", () => {
  const opened = z.strictObject({ origin: z.url(), link: z.url() });

  async function dashboard(
    options: readonly string[],
    use: (server: z.infer<typeof opened>) => Promise<void>,
    env: Readonly<Record<string, string>> = {},
  ) {
    const controller = new AbortController();
    let used: Promise<void> | undefined;
    const ran = await audiencekit(["dashboard", "--port", "0", "--json", ...options], {
      env,
      signal: controller.signal,
      onStdout: (text) => {
        used = use(opened.parse(JSON.parse(text))).finally(() =>
          controller.abort(new Error("seen")),
        );
      },
    });
    await used;
    return ran;
  }

  test("--emulate serves the page, and ninety days with all that can happen in them", async () => {
    const { code } = await dashboard(["--emulate"], async ({ origin, link }) => {
      const page = await fetch(link);
      expect(await page.text()).toContain("<!doctype html>");
      const get = async (path: string): Promise<string> =>
        (await fetch(`${origin}/api/v1/${path}`)).text();
      expect(await get("providers")).toContain('"state":"complete"');
      const states = await Promise.all(
        ["whop", "batch", "sonarly"].map((name) => get(`series?provider=${name}`)),
      );
      const points = z.object({
        points: z.array(z.object({ audiences: z.number().nullable(), complete: z.boolean() })),
      });
      const [whop, batch, sonarly] = states.map((text) => points.parse(JSON.parse(text)).points);
      // Nobody looked for some days; a vendor refused the key for others; one was not read to its end.
      expect(whop?.filter(({ audiences }) => audiences === null)).toHaveLength(1);
      expect(batch?.filter(({ audiences }) => audiences === null)).toHaveLength(5);
      expect(sonarly?.filter((one) => !one.complete && one.audiences !== null)).toHaveLength(1);
    });
    expect(code).toBe(0);
  });

  test("of a store that is empty shows what is configured, and that it was never asked", async () => {
    const env = { WHOP_API_KEY: "canary-key", WHOP_ACCOUNT_ID: "biz_1" };
    const ran = await dashboard(
      [],
      async ({ origin }) => {
        const text = await (await fetch(`${origin}/api/v1/providers`)).text();
        expect(text).toContain('"name":"whop","vendor":"whop","state":"never"');
        const rest = await Promise.all(
          ["/metrics", "/openapi.json", "/api/v1/audiences"].map(async (path) =>
            (await fetch(origin + path)).text(),
          ),
        );
        expect([text, ...rest].join("")).not.toContain("canary");
      },
      env,
    );
    expect(ran.code).toBe(0);
  });

  test("with a token it prints a link that opens once, and never the token that was given", async () => {
    const token = "canary-token-of-length";
    const ran = await dashboard(
      ["--emulate"],
      async ({ origin, link }) => {
        expect((await fetch(origin)).status).toBe(401);
        const opening = await fetch(link, { redirect: "manual" });
        expect(opening.status).toBe(303);
      },
      { AUDIENCEKIT_DASHBOARD_TOKEN: token },
    );
    expect(ran.stdout + ran.stderr).not.toContain(token);
  });

  test("a token that is too short, or a port that is taken, is refused with what to do", async () => {
    const short = await audiencekit(["dashboard", "--emulate", "--port", "0"], {
      env: { AUDIENCEKIT_DASHBOARD_TOKEN: "short" },
    });
    expect([short.code, short.stderr]).toEqual([
      2,
      "error: AUDIENCEKIT_DASHBOARD_TOKEN: The token must have at least 16 characters.\n",
    ]);
    await dashboard(["--emulate"], async ({ origin }) => {
      const { port } = new URL(origin);
      const second = await audiencekit(["dashboard", "--emulate", "--port", port]);
      expect([second.code, second.stderr]).toEqual([
        2,
        `error: --port: ${port} cannot be had on 127.0.0.1; pass another one, or --port 0 for a free one.\n`,
      ]);
    });
  });
});
