import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

import { blocksOf, documents, read, root } from "./markdown.ts";
import type { Block } from "./markdown.ts";
import { scripts, sources } from "./sources.ts";

const execute = promisify(execFile);

/** A block of TypeScript of a document, made a module. */
export interface Example {
  readonly document: string;
  readonly block: Block;
  /** Inside `folder`. */
  readonly file: string;
  readonly code: string;
}

const importLine = /^import .*;$\n?/gm;

/** In braces, so that both may use the same names; what it imports goes to the top. */
function continued(head: string, code: string): string {
  const imports = (code.match(importLine) ?? []).join("");
  return `${imports}${head}\n{\n${code.replace(importLine, "")}\n}\n`;
}

/** A block marked `continues` goes on where the first one of its page ended. */
function examplesOf(document: string): readonly Example[] {
  const slug = document.replaceAll(/[^\w]+/g, "-");
  const blocks = blocksOf(read(document)).filter(({ language }) => language === "ts");
  const head = blocks[0]?.code ?? "";
  return blocks.map((block) => {
    const continues = block.words.includes("continues");
    const code = continues ? continued(head, block.code) : block.code;
    // One that shows a file goes by its name, so that others may import it.
    const name = block.words.find((word) => word.startsWith("file="))?.slice("file=".length);
    const file = name ?? `${slug}-${block.line}.ts`;
    return { document, block, file, code: `${code}\nexport {};\n` };
  });
}

export const examples: readonly Example[] = documents.flatMap(examplesOf);

/** A folder of the examples, with everything that tsc wants. Removed by `remove`. */
export function writeExamples(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(path.join(root, "test/docs/.tmp-"));
  const paths = Object.fromEntries([...sources].map(([name, source]) => [name, [source]]));
  const compilerOptions = {
    paths,
    // A reader's strictness, not the house's: an example may declare what it does not go on to use.
    noUnusedLocals: false,
    noUnusedParameters: false,
    noPropertyAccessFromIndexSignature: false,
    isolatedDeclarations: false,
    declaration: false,
  };
  const config = { extends: "../../../tsconfig.json", compilerOptions, include: ["*.ts"] };
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify(config));
  for (const { file, code } of examples) {
    writeFileSync(path.join(folder, file), code);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Nothing of the machine's own: no key, no configuration, no colour. The cache is for speed alone. */
const environment = {
  PATH: process.env["PATH"] ?? "",
  NO_COLOR: "1",
  NODE: process.execPath,
  NODE_COMPILE_CACHE: path.join(root, "node_modules/.cache/audiencekit-docs"),
};

/** Runs an example on its own; gives what it prints. */
export async function runExample(folder: string, { file }: Example): Promise<string> {
  const sandbox = path.join(root, "test/docs/support/sandbox.ts");
  const { stdout } = await execute(process.execPath, ["--import", sandbox, file], {
    cwd: folder,
    env: environment,
    timeout: 20_000,
  });
  return stdout;
}

const command = /^npm run (?<script>demo|audiencekit)(?: --)?(?<rest>.*)$/gm;

/** Runs a block of shell as npm would, without npm's own words; gives what a terminal shows. */
export async function runShell(code: string): Promise<string> {
  const lines = code.replace(
    command,
    (_line, script: string, rest: string) =>
      `${(scripts[script] ?? "").replace(/^node /, '"$NODE" ')}${rest}`,
  );
  const { stdout } = await execute("bash", ["-c", `exec 2>&1\nset -euo pipefail\n${lines}`], {
    cwd: root,
    env: environment,
    timeout: 20_000,
  });
  return stdout;
}
