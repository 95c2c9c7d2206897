import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

import { describe, expect, test } from "vitest";

import { csv } from "../../adapters/csv.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import { testFolder } from "./support/folder.ts";
import { readFrom } from "./support/reading.ts";
import { watchedSystem } from "./support/system.ts";

const people = (count: number): string =>
  `email\n${Array.from({ length: count }, (_, index) => `n${index}@example.com\n`).join("")}`;
const ref = (id: string) => ({ provider: "files", id }) as const;
const context = { provider: "files", operation: "listMembers" };

/** What the process has open of a folder, as far as the system tells. */
function openIn(folder: string): readonly string[] {
  const descriptors = process.platform === "linux" ? readdirSync("/proc/self/fd") : [];
  const files = descriptors.flatMap((descriptor) => {
    try {
      return [readlinkSync(`/proc/self/fd/${descriptor}`)];
    } catch {
      return []; // that of the folder of descriptors itself, which is closed by now
    }
  });
  return files.filter((file) => file.startsWith(folder));
}

describe("pages of one listing", () => {
  test.for(["list.csv", "list.csv.gz"])(
    "%s: share one open file, and leave none open",
    async (id) => {
      using folder = testFolder();
      folder.put(id, id.endsWith(".gz") ? gzipSync(people(5000)) : people(5000));
      const system = watchedSystem();
      const audiences = createAudiences({ files: csv({ path: folder.path, system }) });
      const listing = audiences.listMembers(ref(id), { pageSize: 100 });
      expect(await listing.toArray()).toHaveLength(5000);
      expect(system.opened()).toBe(1);
      expect(system.left()).toBe(0);
    },
  );

  const ways = {
    "the loop is left": async (listing: AsyncIterable<unknown>) => {
      for await (const item of listing) {
        expect(item).toBeDefined();
        break;
      }
    },
    "the loop throws": async (listing: AsyncIterable<unknown>) => {
      const loop = async (): Promise<void> => {
        for await (const item of listing) {
          throw new Error(`enough after ${typeof item}`);
        }
      };
      await expect(loop()).rejects.toThrow("enough");
    },
  };

  test.for(Object.entries(ways))("nothing stays open when %s", async ([, leave]) => {
    using folder = testFolder();
    folder.put("list.csv", people(50_000));
    const system = watchedSystem();
    const audiences = createAudiences({ files: csv({ path: folder.path, system }) });
    await leave(audiences.listMembers(ref("list.csv"), { pageSize: 10 }));
    await expect.poll(() => system.left()).toBe(0);
  });

  test.for(["list.csv", "list.csv.gz"])(
    "%s: nothing stays open after an abort at any page",
    async (id) => {
      using folder = testFolder();
      folder.put(id, id.endsWith(".gz") ? gzipSync(people(50_000)) : people(50_000));
      const system = watchedSystem();
      const audiences = createAudiences({ files: csv({ path: folder.path, system }) });
      for (let pages = 1; pages < 20; pages += 1) {
        const controller = new AbortController();
        const reason = new Error("enough");
        const { signal } = controller;
        let left = pages;
        const read = async (): Promise<void> => {
          for await (const page of audiences
            .listMembers(ref(id), { signal, pageSize: 100 })
            .byPage()) {
            expect(page.items.length).toBeGreaterThan(0);
            left -= 1;
            if (left === 0) {
              controller.abort(reason);
            }
          }
        };
        await expect(read()).rejects.toBe(reason);
      }
      await expect.poll(() => system.left()).toBe(0);
      await expect.poll(() => openIn(folder.path)).toEqual([]);
    },
  );

  test("a caller without a signal gets pages, and leaves nothing open", async () => {
    using folder = testFolder();
    folder.put("list.csv", people(30));
    const system = watchedSystem();
    const { listMembers } = csv({ path: folder.path, system });
    const first = await listMembers({ id: "list.csv", cursor: undefined, pageSize: 10 }, context);
    const second = await listMembers({ id: "list.csv", cursor: first.next, pageSize: 10 }, context);
    expect(second.items[0]?.identifiers.email).toEqual(["n10@example.com"]);
    expect(system.left()).toBe(0);
  });

  test("two listings at once do not disturb each other", async () => {
    using folder = testFolder();
    folder.put("list.csv", people(2000));
    const audiences = createAudiences({ files: csv({ path: folder.path }) });
    const read = () => audiences.listMembers(ref("list.csv"), { pageSize: 7 }).toArray();
    const [one, other] = await Promise.all([read(), read()]);
    expect(one).toHaveLength(2000);
    expect(other).toEqual(one);
  });

  test("rows of a megabyte come in small pages", async () => {
    using folder = testFolder();
    const row = `a@example.com,${"x".repeat(1024 * 1024)}\n`;
    folder.put("list.csv", `email,note\n${row.repeat(20)}`);
    const audiences = createAudiences({ files: csv({ path: folder.path }) });
    const sizes: number[] = [];
    for await (const page of audiences.listMembers(ref("list.csv")).byPage()) {
      sizes.push(page.items.length);
    }
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(20);
  });
});

describe("a listing goes on", () => {
  const script = `
    import { csv } from "./adapters/csv.ts";
    import { createAudiences } from "./src/core/audiences.ts";
    const [folder, id, continuationToken] = process.argv.slice(1);
    const audiences = createAudiences({ files: csv({ path: folder }) });
    const { items } = await audiences.listMembers({ provider: "files", id }).collect({ continuationToken });
    console.log(JSON.stringify(items.map(({ raw }) => raw)));`;

  test.for(["list.csv", "list.csv.gz"])(
    "%s: in another process, from the same place",
    { timeout: 30_000 },
    async (id) => {
      using folder = testFolder();
      const content =
        people(3000).replaceAll("n7@", '"n\n7"@') + "broken,row\n\nlast@example.com\n";
      folder.put(id, id.endsWith(".gz") ? gzipSync(content) : content);
      const audiences = createAudiences({ files: csv({ path: folder.path }) });
      const whole = await audiences.listMembers(ref(id)).collect();
      const { continuationToken = "" } = await audiences
        .listMembers(ref(id), { pageSize: 100 })
        .collect({ limit: 1234 });
      const out = execFileSync(
        process.execPath,
        ["--input-type=module", "-e", script, folder.path, id, continuationToken],
        {
          encoding: "utf8",
          cwd: path.resolve(import.meta.dirname, "../.."),
          stdio: ["ignore", "pipe", "ignore"],
        },
      );
      expect(JSON.parse(out)).toEqual(whole.items.slice(1234).map(({ raw }) => raw));
      expect(whole.items.at(-1)?.raw).toMatchObject({ line: 3005 });
    },
  );

  test("but not in a file that has changed since: it says so", async () => {
    using folder = testFolder();
    folder.put("list.csv", people(30));
    const audiences = createAudiences({ files: csv({ path: folder.path }) });
    const listing = audiences.listMembers(ref("list.csv"), { pageSize: 10 });
    const { continuationToken } = await listing.collect({ limit: 10 });
    appendFileSync(folder.file("list.csv"), "new@example.com\n");
    const { report } = await listing.collect({ ...(continuationToken && { continuationToken }) });
    expect(report.providers["files"]?.error).toMatchObject({ code: "conflict" });
  });

  test("and a file that changes while it is read is no whole listing", async () => {
    using folder = testFolder();
    folder.put("list.csv", people(50_000));
    const audiences = createAudiences({ files: csv({ path: folder.path }) });
    let error: unknown;
    for await (const page of audiences.listMembers(ref("list.csv"), { pageSize: 100 }).byPage()) {
      appendFileSync(folder.file("list.csv"), "new@example.com\n");
      error = page.report.providers["files"]?.error;
    }
    expect(error).toMatchObject({ code: "conflict" });
  });

  test("one that is replaced in one step is read to its end as it was", async () => {
    using folder = testFolder();
    folder.put("list.csv", people(5000));
    const audiences = createAudiences({ files: csv({ path: folder.path }) });
    let count = 0;
    for await (const page of audiences.listMembers(ref("list.csv"), { pageSize: 100 }).byPage()) {
      if (count === 0) {
        await audiences.addMembers(ref("list.csv"), [
          { identifiers: { email: ["x@example.com"] } },
        ]);
      }
      count += page.items.length;
    }
    expect(count).toBe(5000);
  });

  test.for(["x", "1", "-1.1.a-b", "1.1", "1.1.a-b/../x", ""])(
    "a cursor such as %j is refused",
    async (cursor) => {
      using folder = testFolder();
      folder.put("list.csv", people(3));
      const page = csv({ path: folder.path }).listMembers(
        { id: "list.csv", cursor, pageSize: 1 },
        context,
      );
      await expect(page).rejects.toMatchObject({ code: "invalid_argument" });
    },
  );
});

describe("a folder", () => {
  test("each file with one of the endings is an audience, in the order of names; others are none", async () => {
    using folder = testFolder();
    for (const name of [
      "b.csv",
      "a.csv.gz",
      "C.CSV",
      "notes.txt",
      ".hidden.csv",
      "d.csv.tmp",
      "e.csv.gz.bak",
    ]) {
      folder.put(name, "");
    }
    mkdirSync(folder.file("folder.csv"));
    symlinkSync("b.csv", folder.file("link.csv"));
    symlinkSync("/etc/hosts", folder.file("outside.csv"));
    symlinkSync("nowhere", folder.file("broken.csv"));
    const audiences = createAudiences({ files: csv({ path: folder.path }) });
    const items = await audiences.list({ pageSize: 2 }).toArray();
    expect(items.map(({ id, name }) => [id, name])).toEqual([
      ["C.CSV", "C"],
      ["a.csv.gz", "a"],
      ["b.csv", "b"],
      ["link.csv", "link"],
    ]);
  });

  test.runIf(process.platform === "linux")(
    "a file whose name is no text is told, for it cannot be asked for",
    async () => {
      using folder = testFolder();
      folder.put("list.csv", "email\n");
      writeFileSync(
        Buffer.concat([Buffer.from(folder.file("K")), Buffer.from([0xf6]), Buffer.from("ln.csv")]),
        "email\n",
      );
      const audiences = createAudiences({ files: csv({ path: folder.path }) });
      const { items, report } = await audiences.list().collect();
      expect(items).toHaveLength(1);
      expect(report).toMatchObject({ complete: false, providers: { files: { refused: 1 } } });
    },
  );

  test("what is known of a file", async () => {
    using folder = testFolder();
    folder.put("list.csv", "email\n");
    const changed = new Date("2026-01-02T03:04:05Z");
    utimesSync(folder.file("list.csv"), changed, changed);
    const audiences = createAudiences({ files: csv({ path: folder.path }) });
    expect(await audiences.get(ref("list.csv"))).toMatchObject({
      name: "list",
      status: "ready",
      size: null,
      createdAt: null,
      updatedAt: changed,
      raw: { file: "list.csv", bytes: 6, packed: false },
    });
    folder.put("empty.csv", "");
    expect(await audiences.get(ref("empty.csv"))).toMatchObject({
      size: { value: 0, unit: "rows" },
    });
  });

  const outside = [
    "../secret.csv",
    "..",
    "/etc/hosts",
    "sub/list.csv",
    "a\\b.csv",
    "",
    "c:x.csv",
    "a\0b.csv",
    ".hidden.csv",
  ];

  test.for(outside)("an id such as %j leads nowhere", async (id) => {
    using folder = testFolder();
    mkdirSync(folder.file("sub"));
    folder.put("sub/list.csv", "email\n");
    folder.put("secret.csv", "email\n");
    const inner = csv({ path: folder.file("sub") });
    const write = { ...context, idempotencyKey: "k" };
    const code = { code: "invalid_argument" };
    await expect(inner.get(id, context)).rejects.toMatchObject(code);
    await expect(inner.delete(id, write)).rejects.toMatchObject(code);
    await expect(inner.create({ name: id }, write)).rejects.toMatchObject(code);
    await expect(
      inner.listMembers({ id, cursor: undefined, pageSize: 1 }, context),
    ).rejects.toMatchObject(code);
    expect(folder.names()).toEqual(["secret.csv", "sub"]);
  });

  test("a link that leads out of the folder is not there", async () => {
    using folder = testFolder();
    mkdirSync(folder.file("sub"));
    folder.put("secret.csv", "email\n");
    symlinkSync("../secret.csv", folder.file("sub/link.csv"));
    const { error } = await readFrom(csv({ path: folder.file("sub") }), "link.csv");
    expect(error).toMatchObject({ code: "not_found" });
  });

  test("that is not there is not_found, until something is created in it", async () => {
    using folder = testFolder();
    const audiences = createAudiences({ files: csv({ path: folder.file("new/lists") }) });
    await expect(audiences.list().toArray()).rejects.toMatchObject({
      causes: [{ code: "not_found" }],
    });
    expect(await audiences.create({ provider: "files", name: "vip" })).toMatchObject({
      id: "vip.csv",
    });
    expect(await audiences.list().toArray()).toHaveLength(1);
  });
});

describe("a single file", () => {
  test("is one audience, whatever its ending", async () => {
    using folder = testFolder();
    folder.put("export.txt", people(2));
    folder.put("other.csv", people(2));
    const audiences = createAudiences({ files: csv({ path: folder.file("export.txt") }) });
    expect(await audiences.list().toArray()).toMatchObject([
      { id: "export.txt", name: "export.txt" },
    ]);
    expect(await audiences.listMembers(ref("export.txt")).toArray()).toHaveLength(2);
    await expect(audiences.get(ref("other.csv"))).rejects.toMatchObject({ code: "not_found" });
  });

  test("that is not there yet is no audience, and can be created under its own name", async () => {
    using folder = testFolder();
    const audiences = createAudiences({ files: csv({ path: folder.file("vip.csv") }) });
    expect(await audiences.list().toArray()).toEqual([]);
    await expect(audiences.create({ provider: "files", name: "other" })).rejects.toMatchObject({
      code: "invalid_argument",
    });
    await audiences.create({ provider: "files", name: "vip" });
    expect(folder.names()).toEqual(["vip.csv"]);
  });

  test("a pipe is none", { timeout: 5000 }, async () => {
    using folder = testFolder();
    execFileSync("mkfifo", [folder.file("pipe.csv")]);
    const { error } = await readFrom(csv({ path: folder.file("pipe.csv") }), "pipe.csv");
    expect(error).toMatchObject({ code: "invalid_argument" });
  });
});
