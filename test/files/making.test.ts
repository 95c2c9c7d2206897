import { describe, expect, test } from "vitest";

import { csv } from "../../adapters/csv.ts";
import { jsonl } from "../../adapters/jsonl.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import type { MemberInput } from "../../src/core/model.ts";
import { fileSystem } from "../../src/files/system.ts";
import type { FileSystem } from "../../src/files/system.ts";
import { errorOf } from "../support/core-read.ts";
import { testFolder } from "./support/folder.ts";
import { failingSystem, systemError } from "./support/system.ts";

const person = (name: string): MemberInput => ({
  identifiers: { email: [`${name}@example.com`] },
});
const many = Array.from({ length: 3000 }, (_, index) => person(`n${index}`));
const filesIn = (folder: string, system: FileSystem = fileSystem) =>
  createAudiences({ files: csv({ path: folder, system }), lines: jsonl({ path: folder, system }) });
const noLinks: FileSystem["link"] = () => Promise.reject(systemError("ENOTSUP"));

describe("a file that is made of its first members", () => {
  test.each(["files", "lines"] as const)(
    "is there with all of them or not at all: %s",
    async (provider) => {
      using folder = testFolder();
      const seen: (readonly string[])[] = [];
      function* people(): Generator<MemberInput> {
        for (const one of many) {
          seen.push(folder.names().filter((name) => !name.startsWith(".")));
          yield one;
        }
      }
      const made = await filesIn(folder.path).create({ provider, name: "list", members: people() });
      expect(seen.flat()).toEqual([]);
      expect(folder.names()).toEqual([made.id]);
      expect(made).toMatchObject({ size: null, written: { read: 3000, written: 3000 } });
    },
  );

  test("leaves nothing where the source of its members fails, and can be made again", async () => {
    using folder = testFolder();
    function* failing(): Generator<MemberInput> {
      yield* many;
      throw new Error("the source is broken");
    }
    const { create } = filesIn(folder.path);
    const error = await errorOf(() =>
      create({ provider: "files", name: "list", members: failing() }),
    );
    expect(error).toMatchObject({ code: "invalid_argument", created: undefined });
    expect(folder.names()).toEqual([]);
    await create({ provider: "files", name: "list", members: many });
    expect(folder.names()).toEqual(["list.csv"]);
  });

  test("leaves nothing where the disk is full", async () => {
    using folder = testFolder();
    const { create } = filesIn(folder.path, failingSystem("appendFile", "ENOSPC", 40));
    const error = await errorOf(() => create({ provider: "files", name: "list", members: many }));
    expect(error).toMatchObject({ code: "unavailable", created: undefined });
    expect(folder.names()).toEqual([]);
  });

  test("takes no other's place, and reads nobody if there is one", async () => {
    using folder = testFolder();
    folder.put("list.csv", "email\n");
    let read = 0;
    function* people(): Generator<MemberInput> {
      for (const one of many) {
        read += 1;
        yield one;
      }
    }
    const members = people();
    const error = await errorOf(() =>
      filesIn(folder.path).create({ provider: "files", name: "list", members }),
    );
    expect(error).toMatchObject({ code: "conflict", created: undefined });
    expect(read).toBeLessThanOrEqual(100);
    expect(folder.text("list.csv")).toBe("email\n");
  });

  test.each(["EPERM", null])(
    "takes no other's place that comes while it is written: links fail with %s",
    async (code) => {
      using folder = testFolder();
      const link: FileSystem["link"] = async (from, to) => {
        if (code !== null) {
          throw systemError(code);
        }
        await fileSystem.link(from, to);
      };
      function* people(): Generator<MemberInput> {
        yield* many;
        folder.put("list.csv", "email\n");
      }
      const members = people();
      const { create } = filesIn(folder.path, { ...fileSystem, link });
      const error = await errorOf(() => create({ provider: "files", name: "list", members }));
      expect(error).toMatchObject({ code: "conflict" });
      expect(folder.names()).toEqual(["list.csv"]);
      expect(folder.text("list.csv")).toBe("email\n");
    },
  );

  test("is made where there are no links", async () => {
    using folder = testFolder();
    const { create } = filesIn(folder.path, { ...fileSystem, link: noLinks });
    await create({ provider: "files", name: "list", members: [person("ada")] });
    expect(folder.names()).toEqual(["list.csv"]);
    expect(folder.text("list.csv")).toBe("email\r\nada@example.com\r\n");
  });

  test("is empty where nobody can be written", async () => {
    using folder = testFolder();
    const members = [{ identifiers: { email: ["nobody"] } }];
    const made = await filesIn(folder.path).create({ provider: "files", name: "list", members });
    expect(made).toMatchObject({ size: { value: 0 }, written: { written: 0, rejected: 1 } });
    expect(folder.text("list.csv")).toBe("");
  });
});
