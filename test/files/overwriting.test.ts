import { statSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";

import { describe, expect, test } from "vitest";

import { csv } from "../../adapters/csv.ts";
import type { CsvOptions } from "../../adapters/csv.ts";
import { jsonl } from "../../adapters/jsonl.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import type { MemberInput } from "../../src/core/model.ts";
import { testFolder } from "./support/folder.ts";
import { failingSystem, watchedSystem } from "./support/system.ts";
import type { FailingStep } from "./support/system.ts";

const before = "E-Mail;Stadt\nada@example.com;London\n";
const ref = { provider: "files", id: "list.csv" } as const;
const filesIn = (path: string, options: Omit<CsvOptions, "path"> = {}) =>
  createAudiences({ files: csv({ path, ...options }) });
const person = (name: string, attributes: MemberInput["attributes"] = {}): MemberInput => ({
  identifiers: { email: [`${name}@example.com`] },
  attributes,
});
const bob = person("bob", { note: 'a "b"\n;' });

function* manyAndThen(last: () => void): Generator<MemberInput> {
  for (let number = 0; number < 5000; number += 1) {
    yield person(`n${number}`);
  }
  last();
  yield person("last");
}

function fail(): never {
  throw new Error("the source is broken");
}

describe("the members of a file are replaced", () => {
  test("by a new file with columns for all that they have, told what was written", async () => {
    using folder = testFolder();
    folder.put("list.csv", before);
    const written: number[] = [];
    const late = Array.from({ length: 1500 }, (_, index) =>
      person(`n${index}`, index < 1400 ? {} : { late: index }),
    );
    const result = await filesIn(folder.path).replaceMembers(ref, [bob, bob, ...late], {
      onWritten: (members) => written.push(members),
    });
    expect(result).toMatchObject({ read: 1502, written: 1501, rejected: 1, dropped: {} });
    expect(written).toEqual([1501]);
    const lines = folder.text("list.csv").split("\r\n");
    expect(lines.slice(0, 3)).toEqual([
      "email,note,late",
      'bob@example.com,"a ""b""\n;",',
      "n0@example.com,,",
    ]);
    expect(lines.at(-2)).toBe("n1499@example.com,,1499");
    expect(folder.names()).toEqual(["list.csv"]);
    expect(statSync(folder.file("list.csv")).mode & 0o777).toBe(0o600);
  });

  test("twice is as once, to the byte", async () => {
    using folder = testFolder();
    folder.put("list.csv", before);
    const audiences = filesIn(folder.path);
    await audiences.replaceMembers(ref, [bob, person("cy")]);
    const once = folder.text("list.csv");
    await audiences.replaceMembers(ref, [bob, person("cy")]);
    expect(folder.text("list.csv")).toBe(once);
    // Who was added before is not remembered as being there.
    await audiences.addMembers(ref, [person("ada"), bob]);
    expect(folder.text("list.csv")).toBe(`${once}ada@example.com,\r\n`);
  });

  test("by some of themselves, read while they are written", async () => {
    using folder = testFolder();
    const people = Array.from({ length: 5000 }, (_, index) => `n${index}@example.com;x`);
    folder.put("list.csv", `E-Mail;Stadt\n${people.join("\n")}\n`);
    const audiences = filesIn(folder.path);
    async function* even(): AsyncGenerator<MemberInput> {
      let index = 0;
      for await (const member of audiences.listMembers(ref)) {
        if (index % 2 === 0) {
          yield member;
        }
        index += 1;
      }
    }
    expect(await audiences.replaceMembers(ref, even())).toMatchObject({ written: 2500 });
    expect(await audiences.listMembers(ref).toArray()).toHaveLength(2500);
  });

  test("whatever was broken in it, also a quote that is never closed", async () => {
    using folder = testFolder();
    folder.put("list.csv", 'email\nx,y,z\n"open');
    await filesIn(folder.path).replaceMembers(ref, [person("bob")]);
    expect(folder.text("list.csv")).toBe("email\r\nbob@example.com\r\n");
  });

  test("packed where the file is packed", async () => {
    using folder = testFolder();
    folder.put("list.csv.gz", gzipSync(before));
    await filesIn(folder.path).replaceMembers({ provider: "files", id: "list.csv.gz" }, [
      person("bob"),
      person("cy", { note: 1 }),
    ]);
    const text = gunzipSync(folder.bytes("list.csv.gz")).toString();
    expect(text).toBe("email,note\r\nbob@example.com,\r\ncy@example.com,1\r\n");
  });

  test("in lines of JSON, with their types", async () => {
    using folder = testFolder();
    folder.put("list.jsonl", '{"mail":"ada@example.com"}\n');
    const audiences = createAudiences({ files: jsonl({ path: folder.path }) });
    const list = { provider: "files", id: "list.jsonl" } as const;
    await audiences.replaceMembers(list, [person("bob", { visits: 3, vip: true })]);
    expect(folder.text("list.jsonl")).toBe(
      '{"identifiers":{"email":["bob@example.com"]},"attributes":{"visits":3,"vip":true}}\n',
    );
  });
});

describe("until the new file is whole, the old one stands", () => {
  const failures: readonly (readonly [FailingStep, string, string])[] = [
    ["open", "EACCES", "permission"],
    ["appendFile", "ENOSPC", "unavailable"],
    ["sync", "EIO", "unavailable"],
    ["close", "EIO", "unavailable"],
    ["rename", "EROFS", "permission"],
  ];

  test.for(failures)(
    "%s fails with %s: %s, and nothing has changed",
    async ([step, code, kind]) => {
      using folder = testFolder();
      folder.put("list.csv", before);
      const many = Array.from({ length: 5000 }, (_, index) => person(`n${index}`));
      const system = failingSystem(step, code, 40);
      await expect(
        filesIn(folder.path, { system }).replaceMembers(ref, many),
      ).rejects.toMatchObject({
        code: kind,
        written: 0,
        ambiguous: false,
      });
      expect(folder.names()).toEqual(["list.csv"]);
      expect(folder.text("list.csv")).toBe(before);
    },
  );

  test("a source that fails and an abort leave nothing behind", async () => {
    using folder = testFolder();
    folder.put("list.csv", before);
    const controller = new AbortController();
    const reason = new Error("enough");
    const system = watchedSystem();
    const audiences = filesIn(folder.path, { system });
    await expect(audiences.replaceMembers(ref, manyAndThen(fail))).rejects.toMatchObject({
      code: "invalid_argument",
      written: 0,
    });
    const abort = (): void => controller.abort(reason);
    const run = audiences.replaceMembers(ref, manyAndThen(abort), { signal: controller.signal });
    await expect(run).rejects.toBe(reason);
    await expect.poll(() => folder.names()).toEqual(["list.csv"]);
    await expect.poll(() => system.left()).toBe(0);
    expect(folder.text("list.csv")).toBe(before);
  });

  test("somebody who was added meanwhile is not lost: it is a conflict", async () => {
    using folder = testFolder();
    folder.put("list.csv", before);
    async function* slow(): AsyncGenerator<MemberInput> {
      // More than are read ahead before the file is looked at.
      for (let number = 0; number < 1500; number += 1) {
        yield person(`late${number}`);
      }
      await filesIn(folder.path).addMembers(ref, [person("bob")]);
    }
    const run = filesIn(folder.path).replaceMembers(ref, slow());
    await expect(run).rejects.toMatchObject({ code: "conflict" });
    expect(folder.text("list.csv")).toBe(`${before}bob@example.com;\n`);
  });

  test("nobody of whom the columns hold an identifier does not empty it", async () => {
    using folder = testFolder();
    folder.put("list.csv", "+15550100200\n");
    const audiences = filesIn(folder.path, { header: false, columns: { phone: 1 } });
    const run = audiences.replaceMembers(ref, [bob]);
    await expect(run).rejects.toMatchObject({ code: "invalid_argument", written: 0 });
    await expect(run).rejects.toThrow("would empty the file");
    expect(folder.text("list.csv")).toBe("+15550100200\n");
    expect(folder.names()).toEqual(["list.csv"]);
  });

  test("a file that is not there is not_found, and is not made", async () => {
    using folder = testFolder();
    const run = filesIn(folder.path).replaceMembers(ref, [bob]);
    await expect(run).rejects.toMatchObject({ code: "not_found" });
    expect(folder.names()).toEqual([]);
  });
});
