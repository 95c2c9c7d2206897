import { copyFile, mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";

import type { Plugin } from "rolldown";

import { bundle } from "../../build/bundle.ts";
import { entriesOf, root, specifiers } from "../../build/entries.ts";
import { buildLibrary } from "../../build/library.ts";

let built: Promise<string> | undefined;

/**
 * Builds the package as it is published, and what is measured, into a folder that nobody commits; gives the folder.
 * What strips types from sources would take time and memory of its own.
 */
export function build(): Promise<string> {
  built ??= compile();
  return built;
}

async function compile(): Promise<string> {
  const folder = path.join(root, "node_modules/.cache/audiencekit-bench");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await copyFile(path.join(root, "package.json"), path.join(folder, "package.json"));
  await buildLibrary(path.join(folder, "dist"));
  const variants = path.join(root, "bench/variants");
  const files = (await readdir(variants)).map((file) => path.join(variants, file));
  await bundle({ entries: entriesOf(files), folder, plugins: [asUsersDo], groups: [] });
  return folder;
}

/** What a user can import is imported from the package, and so measured as the user has it. */
const asUsersDo: Plugin = {
  name: "as-users-do",
  async resolveId(source, importer) {
    const resolved = await this.resolve(source, importer, { skipSelf: true });
    const specifier = specifiers.get(resolved?.id ?? "");
    return specifier === undefined ? null : { id: specifier, external: true };
  },
};
