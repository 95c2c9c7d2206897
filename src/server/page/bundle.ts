import { readdir, readFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The packages whose code goes into the bundle, each with the file that holds its licence. */
const bundledPackages = ["preact", "uplot"];

/**
 * The page's files by name. esbuild is no dependency of the package: it works when the package is built, or in a
 * checkout, where it is there for development.
 */
export async function bundlePage(): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [here("browser/page.tsx"), here("browser/theme.ts"), here("styles/page.css")],
    outdir: "assets",
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "none",
    logLevel: "silent",
  });
  const folder = new URL("static/", import.meta.url);
  const names = await readdir(folder);
  const read = async (name: string) => [name, await readFile(new URL(name, folder))] as const;
  return new Map<string, Uint8Array<ArrayBuffer>>([
    ...(await Promise.all(names.map(read))),
    ...outputFiles.map(
      ({ path, contents }) => [basename(path), Uint8Array.from(contents)] as const,
    ),
    ["licenses.txt", new TextEncoder().encode(await licenses())],
  ]);
}

async function licenses(): Promise<string> {
  const texts = bundledPackages.map(async (name) => {
    const folder = new URL(".", import.meta.resolve(`${name}/package.json`));
    return `${name}\n\n${await readFile(new URL("LICENSE", folder), "utf8")}`;
  });
  return (await Promise.all(texts)).join("\n\n");
}
