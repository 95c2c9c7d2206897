import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { setImmediate } from "node:timers/promises";

import { describe, expect, onTestFinished, test } from "vitest";

import { configured, folder, lines, parseClosing, parseList, served } from "./support.ts";
import type { Ran } from "./support.ts";

const entry = path.resolve(import.meta.dirname, "../../src/cli/main.ts");

/** The command line as a process of its own, on this Node, with nothing in its environment but what is given. */
async function start(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd?: string,
): Promise<ChildProcessWithoutNullStreams> {
  const child = spawn(process.execPath, [entry, ...argv], { env, cwd: cwd ?? (await folder()) });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

/** What it wrote, once it has ended. */
async function ended(child: ChildProcessWithoutNullStreams): Promise<Ran> {
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const code = await new Promise<number>((resolve) => {
    child.on("close", (exit) => resolve(exit ?? -1));
  });
  return { code, stdout, stderr };
}

function firstOutput(child: ChildProcessWithoutNullStreams): Promise<string> {
  return new Promise((resolve) => {
    child.stdout.setEncoding("utf8").once("data", resolve);
  });
}

/** Takes every connection and never answers. */
const silent = { intercept: () => new Promise<Response>(() => undefined) };

// A process takes its time to start where much else is running.
describe("as a process", { timeout: 30_000 }, () => {
  test("list --emulate needs nothing and reads everything", async () => {
    const { code, stdout, stderr } = await ended(await start(["list", "--emulate", "--json"]));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { audiences, report } = parseList(stdout);
    expect(audiences).toHaveLength(420);
    expect(report.complete).toBe(true);
  });

  test("a configuration in TypeScript is run as it is, and sees .env", async () => {
    const { vendors } = await served();
    const { baseUrl, apiKey, accountId } = vendors.whop;
    const cwd = await folder({
      ".env": `SHOP_KEY=${apiKey}\n`,
      "audiencekit.config.ts": `
        const accountId: string = ${JSON.stringify(accountId)};
        const shop = { vendor: "whop", apiKey: process.env["SHOP_KEY"], accountId, baseUrl: ${JSON.stringify(baseUrl)} };
        export default { providers: { shop } };
      `,
    });
    const { code, stdout } = await ended(await start(["list", "--json"], {}, cwd));
    expect(code).toBe(0);
    expect(parseList(stdout).audiences.map(({ provider }) => provider)).toEqual([
      "shop",
      "shop",
      "shop",
    ]);
  });

  test.each(["SIGINT", "SIGTERM"] as const)(
    "emulate serves until %s, and exits with 0",
    async (signal) => {
      const child = await start(["emulate", "--port", "0", "--json"]);
      const done = ended(child);
      const { whop } = JSON.parse(await firstOutput(child));
      const url = `${whop.baseUrl}/audiences?account_id=${whop.accountId}`;
      const answer = await fetch(url, { headers: { authorization: `Bearer ${whop.apiKey}` } });
      expect(answer.status).toBe(200);
      await answer.body?.cancel();
      child.kill(signal);
      const { code, stdout, stderr } = await done;
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(lines(stdout)).toHaveLength(1);
    },
  );

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)(
    "list is interrupted by %s within two seconds, and can be continued",
    async (signal, exit) => {
      const { env } = await served({ batch: silent });
      const argv = ["list", "--ndjson", "--provider", "whop,batch"];
      const child = await start(argv, env);
      const done = ended(child);
      await firstOutput(child);
      const asked = performance.now();
      child.kill(signal);
      const { code, stdout, stderr } = await done;
      expect(performance.now() - asked).toBeLessThan(2000);
      expect(code).toBe(exit);
      expect(lines(stdout)).toHaveLength(3);
      const { continuationToken } = parseClosing(stderr);

      const { env: healthy } = await served();
      const more = await start([...argv, "--continue", continuationToken ?? ""], healthy);
      const rest = await ended(more);
      expect(rest.code).toBe(0);
      expect(lines(rest.stdout)).toHaveLength(3);
    },
  );

  test("a write is interrupted within two seconds, and says how to go on", async () => {
    const file = Array.from({ length: 15_000 }, (_, id) => `{"externalId":"${id}"}\n`).join("");
    const { cwd, emulators } = await configured(
      { faults: "batch.update call 2: stall" },
      { "a.jsonl": file },
    );
    emulators.batch.audiences.add({ name: "vip" });
    const argv = ["members", "add", "batch:vip", "--file", "a.jsonl", "--verbose"];
    const child = await start(argv, {}, cwd);
    const done = ended(child);
    await new Promise<void>((resolve) => {
      let told = "";
      child.stderr.on("data", (text: string) => {
        told += text;
        if (told.includes("audiences/update 202")) {
          resolve();
        }
      });
    });
    const asked = performance.now();
    child.kill("SIGINT");
    const { code, stdout, stderr } = await done;
    expect(performance.now() - asked).toBeLessThan(2000);
    expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
    expect(stderr).toMatch(/^Known to be written: 10,000 .* --repeat \S+; .*\nInterrupted\.\n$/m);
  });

  test("a file that is being written is gone when the process is told to stop", async () => {
    const people = Array.from({ length: 400_000 }, (_, id) => `{"externalId":"${id}"}\n`).join("");
    const lists = { vendor: "csv", path: "lists" };
    const cwd = await folder({
      "audiencekit.config.json": JSON.stringify({ providers: { lists } }),
      "lists/.keep": "",
      "a.jsonl": people,
    });
    const child = await start(["create", "lists", "--name", "all", "--file", "a.jsonl"], {}, cwd);
    const done = ended(child);
    const names = async (): Promise<readonly string[]> =>
      (await readdir(`${cwd}/lists`)).filter((name) => name !== ".keep");
    while ((await names()).length === 0) {
      await setImmediate();
    }
    child.kill("SIGINT");
    expect(await done).toMatchObject({ code: 130, stdout: "" });
    expect(await names()).toEqual([]);
  });

  test("delete asks nobody where there is no terminal", async () => {
    const child = await start(["delete", "--emulate", "batch:Trial_users_UK_180_days"]);
    child.stdin.end("y\n");
    const { code, stdout, stderr } = await ended(child);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^error: --yes: there is no terminal to ask/);
  });

  test("a reader that goes away, such as head, ends it quietly", async () => {
    const child = await start(["list", "--emulate", "--emulate-size", "5000", "--ndjson"]);
    child.stdout.once("data", () => child.stdout.destroy());
    const { code, stderr } = await ended(child);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  test("help and version load no vendor, no HTTP and no schema, so that they are quick", async () => {
    const told = `import { registerHooks } from "node:module";
      registerHooks({ load: (url, context, next) => { console.error(url); return next(url, context); } });`;
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(told)}` };
    for (const argv of [["--version"], ["list", "--help"]]) {
      const { code, stderr } = await ended(await start(argv, env));
      expect(code).toBe(0);
      expect(stderr).toContain("node_modules/commander/");
      expect(stderr).not.toMatch(
        /node_modules\/(?:ky|zod|hono|p-retry|cosmiconfig)\/|\/adapters\//,
      );
    }
  });
});
