import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const folder = fileURLToPath(new URL("../../../src/testing/emulators/", import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".ts"),
);
/** What a file imports, by `import … from`, `export … from` or `import()`. */
const imports = (name: string): string[] =>
  [
    ...readFileSync(folder + name, "utf8").matchAll(
      /^(?:import|export) [^;]*?from "([^"]+)";|import\("([^"]+)"\)/gms,
    ),
  ].flatMap(([, from, lazy]) => from ?? lazy ?? []);

describe.each(files)("%s", (name) => {
  test("imports other emulator files and Hono only, and Node only to serve", () => {
    const foreign = imports(name).filter(
      (from) => !from.startsWith(".") && from !== "hono" && !from.startsWith("hono/"),
    );
    const allowed = name === "serve.ts" ? /^(node:http|@hono\/node-server(\/.*)?)$/ : /^$/;
    expect(foreign.filter((from) => !allowed.test(from))).toEqual([]);
  });

  test("stays inside this folder: what the library thinks of a vendor must not reach its emulator", () => {
    const climbs = name.split("/").length - 1;
    const outside = imports(name).filter((from) => from.split("../").length - 1 > climbs);
    expect(outside).toEqual([]);
  });
});
