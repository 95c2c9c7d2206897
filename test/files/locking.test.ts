import { readdirSync, utimesSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { csv } from "../../adapters/csv.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import { fileSystem } from "../../src/files/system.ts";
import type { FileSystem } from "../../src/files/system.ts";
import { errorOf } from "../support/core-read.ts";
import { testFolder } from "./support/folder.ts";

const ref = { provider: "files", id: "list.csv" } as const;
const before = "email\nada@example.com\n";
const [bob, cid] = ["bob", "cid"].map((name) => [
  { identifiers: { email: [`${name}@example.com`] } },
]);
const filesIn = (folder: string, system: FileSystem = fileSystem) =>
  createAudiences({ files: csv({ path: folder, system }) });
const hiddenIn = (folder: string): readonly string[] =>
  readdirSync(folder).filter((name) => name.startsWith("."));

/** Stops at the rename of a first write, and leaves the lock that is held meanwhile in its folder. */
async function lockIn(folder: string): Promise<string> {
  let lock = "";
  const rename: FileSystem["rename"] = async (from, to) => {
    lock = hiddenIn(folder).find((name) => name.endsWith(".lock")) ?? "";
    await fileSystem.rename(from, to);
  };
  await filesIn(folder, { ...fileSystem, rename }).addMembers(ref, bob ?? []);
  return lock;
}

describe("two processes that write one file", () => {
  test("at the very same moment: one works, and the other is told so", async () => {
    using folder = testFolder();
    folder.put("list.csv", before);
    // Another process, for all that the first knows: an adapter of its own.
    const other = filesIn(folder.path);
    let refusal: Promise<unknown> | undefined;
    const rename: FileSystem["rename"] = async (from, to) => {
      refusal = errorOf(() => other.addMembers(ref, cid ?? []));
      expect(await refusal).toMatchObject({ code: "conflict" });
      await fileSystem.rename(from, to);
    };
    await filesIn(folder.path, { ...fileSystem, rename }).addMembers(ref, bob ?? []);
    expect(refusal).toBeDefined();
    expect(folder.text("list.csv")).toBe(`${before}bob@example.com\n`);
    await other.addMembers(ref, cid ?? []);
    expect(folder.text("list.csv")).toBe(`${before}bob@example.com\ncid@example.com\n`);
    expect(hiddenIn(folder.path)).toEqual([]);
  });

  test("one of which was killed in between holds the other up for half a minute at most", async () => {
    using folder = testFolder();
    folder.put("list.csv", before);
    const lock = await lockIn(folder.path);
    expect(lock).toMatch(/^\.audiencekit-[\da-f]+\.lock$/);
    folder.put(lock, "");
    const error = await errorOf(() => filesIn(folder.path).addMembers(ref, cid ?? []));
    expect(error).toMatchObject({ code: "conflict" });
    expect(folder.text("list.csv")).not.toContain("cid");

    const longAgo = new Date(Date.now() - 31_000);
    utimesSync(folder.file(lock), longAgo, longAgo);
    await filesIn(folder.path).addMembers(ref, cid ?? []);
    expect(folder.text("list.csv")).toContain("cid");
    expect(hiddenIn(folder.path)).toEqual([]);
  });
});
