import { execFile } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../..", import.meta.url));

let built: Promise<string> | undefined;

/**
 * Compiles the library as it is published, and what is measured, into a folder that nobody commits; gives the folder.
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
  await writeFile(path.join(folder, "package.json"), '{ "type": "module" }');
  const compiler = path.join(root, "node_modules/typescript/bin/tsc");
  const project = path.join(root, "bench/tsconfig.json");
  await promisify(execFile)(process.execPath, [compiler, "-p", project, "--outDir", folder]);
  return folder;
}
