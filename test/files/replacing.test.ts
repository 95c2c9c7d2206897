import { spawn } from "node:child_process";
import { once } from "node:events";
import { statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { createHash } from "node:crypto";

import { describe, expect, test } from "vitest";

import { csv } from "../../adapters/csv.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import type { MemberInput } from "../../src/core/model.ts";
import { fileSystem } from "../../src/files/system.ts";
import type { FileSystem } from "../../src/files/system.ts";
import { testFolder } from "./support/folder.ts";
import { failingSystem, watchedSystem } from "./support/system.ts";
import type { FailingStep } from "./support/system.ts";

const before = "email,name\nada@example.com,Ada\n";
const ref = { provider: "files", id: "list.csv" } as const;
const person = (name: string): MemberInput => ({
  identifiers: { email: [`${name}@example.com`] },
  attributes: { name },
});
const bob = [person("bob")];
const after = `${before}bob@example.com,bob\n`;
const filesIn = (folder: string, system: FileSystem = fileSystem) =>
  createAudiences({ files: csv({ path: folder, system }) });

function* failing(): Generator<MemberInput> {
  for (let number = 0; number < 5000; number += 1) {
    yield person(`n${number}`);
  }
  throw new Error("the source is broken");
}

const byText = (one: string, other: string): number => (one < other ? -1 : 1);

const draftOf = (host: string, pid: number): string =>
  `.audiencekit-${createHash("sha256").update(host).digest("hex").slice(0, 8)}-${pid}-00000000-0000-0000-0000-000000000000.tmp`;

describe("until a file is whole, the old one stands", () => {
  const failures: readonly (readonly [FailingStep, string, string])[] = [
    ["open", "EACCES", "permission"],
    ["open", "EMFILE", "unavailable"],
    ["appendFile", "ENOSPC", "unavailable"],
    ["appendFile", "EDQUOT", "unavailable"],
    ["appendFile", "EIO", "unavailable"],
    ["sync", "EIO", "unavailable"],
    ["close", "EIO", "unavailable"],
    ["rename", "EROFS", "permission"],
  ];

  test.for(failures)(
    "%s fails with %s: %s, and nothing has changed",
    async ([step, code, kind]) => {
      using folder = testFolder();
      folder.put("list.csv", before);
      const audiences = filesIn(folder.path, failingSystem(step, code, 40));
      const many = Array.from({ length: 5000 }, (_, index) => person(`n${index}`));
      await expect(audiences.addMembers(ref, many)).rejects.toMatchObject({
        code: kind,
        written: 0,
        transient: kind === "unavailable",
      });
      expect(folder.names()).toEqual(["list.csv"]);
      expect(folder.text("list.csv")).toBe(before);
      // And there is room again.
      expect(await filesIn(folder.path).addMembers(ref, bob)).toMatchObject({ written: 1 });
      expect(folder.text("list.csv")).toBe(after);
    },
  );

  test("what the system says is not repeated: it holds the path", async () => {
    using folder = testFolder();
    folder.put("list.csv", before);
    const audiences = filesIn(folder.path, failingSystem("appendFile", "ENOSPC"));
    const error: unknown = await audiences.addMembers(ref, bob).catch((cause: unknown) => cause);
    expect(JSON.stringify(error)).not.toMatch(/home|ada|list\.csv/);
    expect(error).toMatchObject({ message: expect.stringContaining("disk full") });
    expect(error).not.toHaveProperty("cause");
  });

  test("an abort midway leaves nothing", async () => {
    using folder = testFolder();
    folder.put("list.csv", before);
    const controller = new AbortController();
    const reason = new Error("enough");
    function* people(): Generator<MemberInput> {
      for (let number = 0; number < 100_000; number += 1) {
        if (number === 50_000) {
          controller.abort(reason);
        }
        yield person(`n${number}`);
      }
    }
    const system = watchedSystem();
    const run = filesIn(folder.path, system).addMembers(ref, people(), {
      signal: controller.signal,
    });
    await expect(run).rejects.toBe(reason);
    await expect.poll(() => folder.names()).toEqual(["list.csv"]);
    await expect.poll(() => system.left()).toBe(0);
    expect(folder.text("list.csv")).toBe(before);
  });

  test("a source that fails midway leaves nothing", async () => {
    using folder = testFolder();
    folder.put("list.csv", before);
    await expect(filesIn(folder.path).addMembers(ref, failing())).rejects.toMatchObject({
      written: 0,
    });
    expect(folder.names()).toEqual(["list.csv"]);
    expect(folder.text("list.csv")).toBe(before);
  });
});

describe("a process that is killed midway", { timeout: 30_000 }, () => {
  test("leaves the old file, and a draft that the next write clears away", async () => {
    using folder = testFolder();
    folder.put("list.csv", before);
    const script = path.join(import.meta.dirname, "support/endless-writer.ts");
    const child = spawn(process.execPath, [script, folder.path, ref.id], { stdio: "ignore" });
    const drafts = (): readonly string[] => folder.names().filter((name) => name.endsWith(".tmp"));
    await expect
      .poll(() => drafts().map((name) => statSync(folder.file(name)).size > 100_000), {
        timeout: 20_000,
      })
      .toEqual([true]);
    child.kill("SIGKILL");
    await once(child, "exit");

    expect(folder.text("list.csv")).toBe(before);
    expect(drafts()).toHaveLength(1);
    expect(statSync(folder.file(drafts()[0] ?? "")).mode & 0o777).toBe(0o600);
    // A draft is no audience.
    expect(await filesIn(folder.path).list().toArray()).toHaveLength(1);

    await filesIn(folder.path).addMembers(ref, bob);
    expect(folder.names()).toEqual(["list.csv"]);
    expect(folder.text("list.csv")).toBe(after);
  });
});

describe("drafts that are found", () => {
  test("are left alone while their process runs, or may run on another machine", async () => {
    using folder = testFolder();
    folder.put("list.csv", before);
    const names = [draftOf(hostname(), process.pid), draftOf("another machine", 1)];
    for (const name of names) {
      writeFileSync(folder.file(name), "");
    }
    await filesIn(folder.path).addMembers(ref, bob);
    expect(folder.names()).toEqual([...names, "list.csv"].toSorted());
  });

  test("of another machine go after a day, and what only looks like one never", async () => {
    using folder = testFolder();
    folder.put("list.csv", before);
    const yesterday = new Date(Date.now() - 25 * 3_600_000);
    for (const name of [draftOf("another machine", 1), ".audiencekit-notes.tmp", "other.tmp"]) {
      writeFileSync(folder.file(name), "");
      utimesSync(folder.file(name), yesterday, yesterday);
    }
    await filesIn(folder.path).addMembers(ref, bob);
    expect(folder.names()).toEqual([".audiencekit-notes.tmp", "list.csv", "other.tmp"]);
  });
});

describe("two writers", () => {
  test("of one process take turns", async () => {
    using folder = testFolder();
    folder.put("list.csv", before);
    const audiences = filesIn(folder.path);
    const names = Array.from({ length: 10 }, (_, index) => `n${index}`);
    await Promise.all(names.map((name) => audiences.addMembers(ref, [person(name)])));
    const lines = folder.text("list.csv").trimEnd().split("\n");
    expect(lines.slice(2).toSorted(byText)).toEqual(
      names.map((name) => `${name}@example.com,${name}`),
    );
  });

  test("that know nothing of each other: the later one says so, and nobody is lost", async () => {
    using folder = testFolder();
    folder.put("list.csv", before);
    async function* slow(): AsyncGenerator<MemberInput> {
      for (let number = 0; number < 1500; number += 1) {
        yield person(`late${number}`);
      }
      await filesIn(folder.path).addMembers(ref, bob);
    }
    await expect(filesIn(folder.path).addMembers(ref, slow())).rejects.toMatchObject({
      code: "conflict",
    });
    expect(folder.text("list.csv")).toBe(after);
    expect(folder.names()).toEqual(["list.csv"]);
  });
});

test("what is written can be read by its owner and nobody else", async () => {
  using folder = testFolder();
  folder.put("list.csv", before);
  const audiences = filesIn(folder.path);
  await audiences.create({ provider: "files", name: "new" });
  await audiences.addMembers(ref, bob);
  const modes = folder.names().map((name) => statSync(folder.file(name)).mode & 0o777);
  expect(modes).toEqual([0o600, 0o600]);
});
