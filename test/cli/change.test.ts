import { describe, expect, test } from "vitest";
import * as z from "zod";

import { interruption } from "../../src/cli/failures.ts";
import type { ServeOptions } from "../../src/testing/index.ts";
import { audiencekit, lines, parseAudience, parseOutcome, served } from "./support.ts";

/** Emulated vendors, and the first audience of one of them. */
async function first(vendor: "whop" | "batch" | "sonarly", options: ServeOptions = {}) {
  const { env, vendors } = await served(options);
  const emulator = vendors.emulators[vendor];
  const [audience] = emulator.audiences.list();
  const { id } = z.object({ id: z.string() }).parse({
    id: vendor === "batch" ? audience?.name : Reflect.get(audience ?? {}, "id"),
  });
  const sent = (): readonly string[] =>
    emulator.requests.map(({ method, operation }) => `${method} ${operation}`);
  return { env, ref: `${vendor}:${id}`, id, emulator, sent, vendors };
}

describe("update", () => {
  test("changes the name, and shows the audience as it is now", async () => {
    const { env, ref, id, emulator } = await first("whop");
    const { code, stdout, stderr } = await audiencekit(["update", ref, "--name", "Newsletter"], {
      env,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(new RegExp(`^Changed ${ref}\\.\\n\\nprovider +whop\\n`));
    expect(stdout).toMatch(/^name +Newsletter$/m);
    expect(emulator.audiences.get(id)?.name).toBe("Newsletter");
  });

  test("as JSON, the documented document", async () => {
    const { env, ref, id } = await first("sonarly");
    const argv = ["update", ref, "--name", "A", "--description", "B", "--json"];
    const { code, stdout } = await audiencekit(argv, { env });
    expect(code).toBe(0);
    expect(parseOutcome(stdout)).toMatchObject({
      operation: "update",
      dryRun: false,
      provider: "sonarly",
      id,
      audience: { name: "A", description: "B" },
      members: null,
      error: null,
    });
  });

  test("--dry-run looks, and writes nothing", async () => {
    const { env, ref, sent } = await first("whop");
    const argv = ["update", ref, "--name", "Newsletter", "--dry-run"];
    const { code, stdout } = await audiencekit(argv, { env });
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Would change ${ref}; nothing was written\\.\\n`));
    expect(sent()).toEqual(["GET list"]);
  });

  test.each([[[]], [["--dry-run"]]])(
    "what the vendor does not take is refused before any request: %j",
    async (more) => {
      const { env, ref, sent } = await first("whop");
      const argv = ["update", ref, "--name", "A", "--description", "B", "--json", ...more];
      const { code, stdout, stderr } = await audiencekit(argv, { env });
      expect(code).toBe(2);
      expect(stderr).toContain("whop: update was given description, which whop does not take");
      expect(parseOutcome(stdout)).toMatchObject({
        audience: null,
        error: { code: "invalid_argument" },
      });
      expect(sent()).toEqual([]);
    },
  );

  test("a description alone, where there is none, is named as what does not fit", async () => {
    const { env, ref } = await first("whop");
    const { code, stderr } = await audiencekit(["update", ref, "--description", "B"], { env });
    expect(code).toBe(2);
    expect(stderr).toContain("whop: update was given description, which whop does not take");
  });

  test.each([
    ["batch", /batch has no update: its vendor does not offer it/],
    ["sonarly", /update needs a name or a description/],
  ] as const)("nothing to change, or nobody to change it: %s", async (vendor, words) => {
    const { env, ref } = await first(vendor);
    const { code, stderr } = await audiencekit(["update", ref], { env });
    expect(code).toBe(2);
    expect(stderr).toMatch(words);
  });

  test("refused for want of permission: exit code 4, and no audience", async () => {
    const { env, ref } = await first("whop", {
      whop: { scopes: ["audience:basic:read"] },
    });
    const { code, stdout, stderr } = await audiencekit(["update", ref, "--name", "A"], { env });
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr).toMatch(/^error: whop: update was refused with 403/);
  });
});

describe("delete", () => {
  test("--yes: deletes without asking", async () => {
    const { env, ref, id, emulator, sent } = await first("whop");
    expect(await audiencekit(["delete", ref, "--yes"], { env })).toEqual({
      code: 0,
      stdout: `Deleted ${ref}.\n`,
      stderr: "",
    });
    expect(emulator.audiences.get(id)).toBeUndefined();
    expect(sent()).toEqual(["DELETE delete"]);
  });

  test("a terminal is asked, with what is going to be deleted", async () => {
    const { env, ref, id, emulator } = await first("whop");
    const { name = "" } = emulator.audiences.get(id) ?? {};
    const options = { env: { ...env, NO_COLOR: "1" }, columns: 80 };
    for (const answer of ["n", "", "yep", undefined]) {
      const stdin = answer === undefined ? [] : [answer];
      const no = await audiencekit(["delete", ref], { ...options, stdin });
      expect(no).toMatchObject({ code: 130, stdout: "" });
      expect(no.stderr).toContain(`Delete ${ref}, ${name}, `);
      expect(no.stderr).toMatch(/, for good\? \[y\/N\] Nothing was deleted\.\n$/);
    }
    expect(emulator.audiences.get(id)).toBeDefined();
    const yes = await audiencekit(["delete", ref], { ...options, stdin: ["Yes"] });
    expect(yes).toMatchObject({ code: 0, stdout: `Deleted ${ref}.\n` });
    expect(emulator.audiences.get(id)).toBeUndefined();
  });

  test("without a terminal and without --yes: exit code 2, and no request", async () => {
    const { env, ref, sent } = await first("whop");
    for (const more of [{}, { stdin: ["y"] }]) {
      expect(await audiencekit(["delete", ref], { env, ...more })).toMatchObject({
        code: 2,
        stdout: "",
        stderr: expect.stringMatching(/^error: --yes: there is no terminal to ask; pass --yes/),
      });
    }
    expect(sent()).toEqual([]);
  });

  test("--dry-run shows it, and deletes nothing", async () => {
    const { env, ref, id, sent } = await first("batch");
    const { code, stdout } = await audiencekit(["delete", ref, "--dry-run", "--json"], { env });
    expect(code).toBe(0);
    expect(parseOutcome(stdout)).toMatchObject({ dryRun: true, id, audience: { id } });
    expect(sent()).toEqual(["GET view"]);
  });

  test("one that is not there: exit code 2", async () => {
    const { env } = await served();
    const { code, stdout, stderr } = await audiencekit(
      ["delete", "sonarly:nobody", "--yes", "--json"],
      { env },
    );
    expect(code).toBe(2);
    expect(parseOutcome(stdout)).toMatchObject({ id: "nobody", error: { code: "not_found" } });
    expect(stderr).toMatch(/^error: sonarly: delete/);
  });
});

/** Emulated vendors, of which Whop is working on something. */
async function working(status: "ready" | "partial" | "failed" | undefined) {
  const { env, vendors } = await served({ whop: { size: 0 } });
  const { audiences } = vendors.emulators.whop;
  const { id } = audiences.add({ name: "New", status: "syncing", progressPercent: 70 });
  let looks = 0;
  const options = {
    env: { ...env, NO_COLOR: "1" },
    columns: 100,
    onStderr: () => {
      looks += 1;
      if (looks > 1 && status !== undefined) {
        audiences.update(id, { status });
      }
    },
  };
  return { options, ref: `whop:${id}`, looks: () => looks };
}

describe("wait", () => {
  const quickly = ["--interval", "0.01"];

  test.each([
    ["ready", 0],
    ["partial", 3],
    ["failed", 1],
  ] as const)("until it is %s: exit code %i", async (status, exit) => {
    const { options, ref, looks } = await working(status);
    const { code, stdout, stderr } = await audiencekit(["wait", ref, ...quickly], options);
    expect(code).toBe(exit);
    expect(stdout).toMatch(new RegExp(`^status +${status}$`, "m"));
    expect(stderr).toContain("\r\u001b[Kprocessing 70% …");
    expect(stderr.endsWith("\r\u001b[K")).toBe(true);
    expect(looks()).toBeGreaterThan(1);
  });

  test("as JSON, the audience as get shows it", async () => {
    const { env, ref } = await first("batch");
    const { code, stdout, stderr } = await audiencekit(["wait", ref, "--json"], { env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(`batch:${parseAudience(stdout).id}`).toBe(ref);
  });

  test("not for ever: exit code 75, and the vendor goes on", async () => {
    const { options, ref } = await working(undefined);
    const argv = ["wait", ref, ...quickly, "--timeout", "0.05"];
    const { code, stdout, stderr } = await audiencekit(argv, options);
    expect({ code, stdout }).toEqual({ code: 75, stdout: "" });
    expect(lines(stderr).at(-1)).toMatch(
      /error: whop: the audience is still processing \(syncing\) .*wait again later\.$/,
    );
  });

  test("interrupted: exit code 130", async () => {
    const { options, ref } = await working(undefined);
    const controller = new AbortController();
    const { code } = await audiencekit(["wait", ref], {
      ...options,
      signal: controller.signal,
      onStderr: () => controller.abort(interruption("SIGINT")),
    });
    expect(code).toBe(130);
  });

  test("of an audience that the vendor does not show yet: exit code 75", async () => {
    const { env } = await served();
    const argv = ["wait", "sonarly:nobody", "--timeout", "0.001"];
    const { code, stderr } = await audiencekit(argv, { env });
    expect(code).toBe(75);
    expect(stderr).toContain("sonarly: the audience is still not shown yet");
  });
});
