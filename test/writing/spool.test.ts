import { spawn } from "node:child_process";
import { getEventListeners } from "node:events";
import fs from "node:fs";
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import os, { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { MemberInput } from "../../src/core/model.ts";
import { createSpool } from "../../src/core/writing/spool.ts";
import { untyped } from "../support/core-read.ts";
import { createWorld, errorOf, people, person } from "./support.ts";

const real = tmpdir();
let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(path.join(real, "spool-test-"));
  process.env["TMPDIR"] = folder;
});
afterEach(async () => {
  vi.restoreAllMocks();
  process.env["TMPDIR"] = real;
  await rm(folder, { recursive: true, force: true });
});

/** Everything in the temporary folder, with its permissions. */
async function found(): Promise<readonly (readonly [string, string])[]> {
  const names = await readdir(folder, { recursive: true });
  return Promise.all(
    names.map(async (name) => {
      const { mode } = await stat(path.join(folder, name));
      const plain = name.replace(/upload-\d+-\w+/, "upload");
      return [plain, (mode & 0o777).toString(8)] as const;
    }),
  );
}

/** What an abort leaves to clean up is cleaned up soon after it. */
async function emptied(): Promise<boolean> {
  for (let looks = 0; looks < 200; looks += 1) {
    if ((await readdir(folder)).length === 0) {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return false;
}

const input = { provider: "whop", name: "VIP" } as const;

describe("the file that is uploaded", () => {
  test("can be read by nobody else, and is gone afterwards", async () => {
    const world = createWorld();
    let seen: unknown;
    world.trouble = async (call, next) => {
      seen = call.operation === "upload" ? await found() : seen;
      return next();
    };
    await world.audiences.create({ ...input, members: people(5000) });
    expect(seen).toEqual([
      ["audiencekit-upload", "700"],
      [path.join("audiencekit-upload", "members.csv"), "600"],
    ]);
    expect(await readdir(folder)).toEqual([]);
  });

  test.for(["createFile", "upload", "getFile", "create"])(
    "is gone where %s is refused",
    async (operation) => {
      const world = createWorld();
      world.trouble = async (call, next) =>
        call.operation === operation ? new Response("{}", { status: 422 }) : next();
      await errorOf(world.audiences.create({ ...input, members: people(50) }));
      expect(world.asked).toContain(`whop ${operation}`);
      expect(await readdir(folder)).toEqual([]);
    },
  );

  test("is gone where the members cannot be read to their end", async () => {
    const world = createWorld();
    const cause = new Error("the source is broken");
    async function* members() {
      yield* people(5000);
      throw cause;
    }
    const error = await errorOf(world.audiences.create({ ...input, members: members() }));
    expect(error).toMatchObject({ code: "invalid_argument", cause, written: 0 });
    expect(error.message).toContain("beyond number 5000");
    expect(await readdir(folder)).toEqual([]);
  });

  test("is gone after an abort while members are awaited that never come", async () => {
    const world = createWorld();
    const controller = new AbortController();
    const reason = new Error("enough");
    async function* members() {
      yield* people(50_000);
      controller.abort(reason);
      await new Promise(() => undefined);
    }
    const { signal } = controller;
    const creating = world.audiences.create({ ...input, members: members() }, { signal });
    await expect(creating).rejects.toBe(reason);
    expect(await emptied()).toBe(true);
    expect(world.asked).toEqual([]);
  });

  test("is gone after an abort in the middle of the upload", async () => {
    const world = createWorld();
    const controller = new AbortController();
    const reason = new Error("enough");
    world.trouble = async (call, next) => {
      if (call.operation === "upload") {
        controller.abort(reason);
        await new Promise(() => undefined);
      }
      return next();
    };
    const { signal } = controller;
    const creating = world.audiences.create({ ...input, members: people(5000) }, { signal });
    await expect(creating).rejects.toBe(reason);
    expect(await emptied()).toBe(true);
  });

  test("that cannot be kept is told as such, before anything is sent", async () => {
    const world = createWorld();
    process.env["TMPDIR"] = path.join(folder, "not-there");
    const error = await errorOf(world.audiences.create({ ...input, members: people(5) }));
    expect(error).toMatchObject({ code: "unavailable", provider: "whop", written: 0 });
    expect(error.message).toContain("(ENOENT). Nothing was sent");
    expect(world.asked).toEqual([]);
  });

  test("of a process that was killed is removed by the next one; that of a live one is left", async () => {
    const dead = spawn(process.execPath, ["-e", ""]);
    await new Promise((resolve) => dead.once("exit", resolve));
    const leftOver = path.join(folder, `audiencekit-upload-${dead.pid}-abc123`);
    const inUse = path.join(folder, `audiencekit-upload-${process.ppid}-abc123`);
    const foreign = path.join(folder, "audiencekit-upload-notes");
    for (const each of [leftOver, inUse, foreign]) {
      await mkdir(each);
      await writeFile(path.join(each, "members.csv"), "x");
    }
    await createWorld().audiences.create({ ...input, members: people(5) });
    expect((await readdir(folder)).toSorted()).toEqual(
      [path.basename(inUse), path.basename(foreign)].toSorted(),
    );
  });

  test("is gone when the process is left in the middle of it", async () => {
    const script = `
      import { createWorld, people } from ${JSON.stringify(path.join(import.meta.dirname, "support.ts"))};
      const world = createWorld();
      world.trouble = async (call, next) =>
        call.operation === "upload" ? process.exit(7) : next();
      await world.audiences.create({ provider: "whop", name: "VIP", members: people(5000) });
    `;
    const file = path.join(folder, "leave.mjs");
    await writeFile(file, script);
    const child = spawn(process.execPath, [file], { env: { ...process.env, TMPDIR: folder } });
    const code: unknown = await new Promise((resolve) => child.once("exit", resolve));
    expect(code).toBe(7);
    expect(await readdir(folder)).toEqual(["leave.mjs"]);
  });
});

describe("what is put into a spool", () => {
  const texts = ["", "ü🙂漢字\r\n", "x".repeat(300_000), "", "ﷺ".repeat(200_000), "end"];

  test("comes out of it byte for byte, however long it is", async () => {
    const spool = createSpool();
    for (const text of texts) {
      await spool.write(text);
    }
    const body = await spool.finish();
    expect((await body.text()) === texts.join("")).toBe(true);
    expect(body.size).toBe(new TextEncoder().encode(texts.join("")).length);
    await spool.dispose();
    expect(await readdir(folder)).toEqual([]);
  });

  test("goes to the disk while it comes, a quarter of a million characters at a time", async () => {
    const spool = createSpool();
    await spool.write("x".repeat(256 * 1024 - 1));
    expect(await readdir(folder)).toEqual([]);
    await spool.write("y");
    const [name = ""] = await readdir(folder);
    expect((await stat(path.join(folder, name, "members.csv"))).size).toBe(256 * 1024);
    await spool.dispose();
  });

  test("may be nothing", async () => {
    const spool = createSpool();
    expect((await spool.finish()).size).toBe(0);
    await spool.dispose();
  });

  test("leaves nothing, disposed of at any time and more than once", async () => {
    const before = process.listenerCount("exit");
    const [unused, unfinished] = [createSpool(), createSpool()];
    await unused.dispose();
    await unfinished.write("x".repeat(300_000));
    expect(process.listenerCount("exit")).toBe(before + 1);
    await unfinished.dispose();
    await unfinished.dispose();
    expect([await readdir(folder), process.listenerCount("exit")]).toEqual([[], before]);
  });

  test.each<readonly [string, Readonly<Record<string, unknown>>]>([
    ["nothing of Node", {}],
    ["no files", { "node:os": os }],
    ["no files that can be sent", { "node:os": os, "node:fs": { promises: fs.promises } }],
    ["no place for them", { "node:fs": fs }],
    ["no word on where they go", { "node:fs": fs, "node:os": {} }],
    ["odd things in their place", { "node:fs": null, "node:os": null }],
  ])("is kept in memory where there is %s", async (_words, modules) => {
    vi.spyOn(process, "getBuiltinModule").mockImplementation((name) => untyped(modules[name]));
    const spool = createSpool();
    vi.restoreAllMocks();
    for (const text of texts) {
      await spool.write(text);
    }
    expect(await readdir(folder)).toEqual([]);
    expect((await (await spool.finish()).text()) === texts.join("")).toBe(true);
    await spool.dispose();
    expect((await spool.finish()).size).toBe(0);
  });
});

const leftOver = (): string => path.join(folder, "audiencekit-upload-999999999-abc123");

describe("a temporary folder that is not as it should be", () => {
  test.each([
    ["EPERM", true],
    ["ESRCH", false],
  ])("what belongs to a process that answers %s is left: %j", async (code, isLeft) => {
    await mkdir(leftOver());
    vi.spyOn(process, "kill").mockImplementation(() => {
      throw Object.assign(new Error("kill"), { code });
    });
    const spool = createSpool();
    await spool.finish();
    vi.restoreAllMocks();
    await spool.dispose();
    expect((await readdir(folder)).length === 1).toBe(isLeft);
  });

  test("what cannot be removed there is no failure of ours", async () => {
    await mkdir(leftOver());
    vi.spyOn(fs.promises, "rm").mockRejectedValueOnce(new Error("not yours"));
    const spool = createSpool();
    expect((await spool.finish()).size).toBe(0);
    await spool.dispose();
    expect(await readdir(folder)).toEqual([path.basename(leftOver())]);
  });

  test.each([
    ["with the system's word", { code: "ENOSPC" }, " (ENOSPC)"],
    ["in general words, where there is none", {}, ""],
  ])("a disk that refuses is told of %s", async (_words, more, shown) => {
    const cause = Object.assign(new Error("no"), more);
    vi.spyOn(fs.promises, "mkdtemp").mockRejectedValueOnce(cause);
    const spool = createSpool();
    expect(await errorOf(spool.finish())).toMatchObject({
      code: "unavailable",
      cause,
      message: `The file could not be kept in the temporary folder${shown}. Nothing was sent; make room there, or set TMPDIR to another.`,
    });
    await spool.dispose();
    expect(await readdir(folder)).toEqual([]);
  });
});

describe("members that come as a stream", () => {
  test("are asked for no faster than they are taken", async () => {
    const world = createWorld();
    await world.audiences.create({ provider: "batch", name: "vip" });
    let given = 0;
    async function* members(): AsyncGenerator<MemberInput, void, undefined> {
      for (; given < 50_000; given += 1) {
        yield person(given);
      }
    }
    const seen: number[] = [];
    world.trouble = async (call, next) => {
      if (call.operation === "update") {
        seen.push(given);
      }
      return next();
    };
    await world.audiences.addMembers({ provider: "batch", id: "vip" }, members());
    // A part of ten thousand, and the handful behind it that shows that there is more.
    expect(seen.map((count, index) => count - (index + 1) * 10_000 <= 1000)).toEqual(
      seen.map(() => true),
    );
  });

  test("are let go of when a write fails", async () => {
    const world = createWorld();
    let closed = false;
    async function* members() {
      try {
        yield* people(50_000);
      } finally {
        closed = true;
      }
    }
    const ref = { provider: "batch", id: "none" } as const;
    expect((await errorOf(world.audiences.addMembers(ref, members()))).code).toBe("not_found");
    await new Promise((resolve) => setImmediate(resolve));
    expect(closed).toBe(true);
  });

  test("leave no listener on the caller's signal", async () => {
    const world = createWorld();
    const controller = new AbortController();
    const { signal } = controller;
    await world.audiences.create({ ...input, members: people(3000) }, { signal });
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});
