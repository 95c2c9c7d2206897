import path from "node:path";

import { capabilities } from "../../../src/core/contract.ts";
import { run } from "../../../src/cli/run.ts";
import { shippedAdapters } from "../../../src/cli/vendors.ts";
import { faultFamilies } from "../../../src/testing/emulators/faults/catalog.ts";
import { createEmulators } from "../../../src/testing/index.ts";
import { read, root, table } from "./markdown.ts";

function capabilityTable(folder: string): string {
  const adapters = shippedAdapters();
  const names = Object.keys(adapters);
  const head = names.map((name) => `[${name}](${folder}/${name}.md)`);
  const rows = capabilities.map((capability) => {
    const cells = names.map((name) => (adapters[name]?.[capability] === undefined ? "no" : "yes"));
    return [`\`${capability}\``].concat(cells);
  });
  return table([["", ...head], ...rows]);
}

/** What a command says of itself to somebody who has no terminal. */
export async function helpOf(command: string): Promise<string> {
  let text = "";
  const channel = (heard: boolean): Parameters<typeof run>[1]["stdout"] => ({
    isTTY: false,
    columns: undefined,
    write: async (more) => {
      text += heard ? more : "";
    },
  });
  const words = [...command.split(" ").filter((word) => word !== ""), "--help"];
  const { signal } = new AbortController();
  const io = { stdout: channel(true), stderr: channel(false), env: {}, cwd: root, signal };
  const code = await run(words, io);
  if (code !== 0) {
    throw new Error(`audiencekit ${words.join(" ")} ended with ${code}.`);
  }
  return text.trim();
}

/** What fault scripts can name. */
function operationTable(): string {
  const names = createEmulators({ size: 0 }).faults.operations.map((name) => name.split("."));
  const vendors = [...new Set(names.map(([vendor = ""]) => vendor))];
  const rows = vendors.map((vendor) => [
    `\`${vendor}\``,
    names.flatMap(([of, operation = ""]) => (of === vendor ? [`\`${operation}\``] : [])).join(", "),
  ]);
  return table([["vendor", "operations"], ...rows]);
}

/** Every fault there is, by family. */
function faultTables(): string {
  return Object.entries(faultFamilies)
    .map(([family, faults]) => {
      const rows = faults.map(([kind, { words, takes = "", summary, example }]) => [
        `\`${`${words[0]} ${takes}`.trim().replaceAll("|", "\\|")}\``,
        `\`${kind}\``,
        summary,
        `\`${example}\``,
      ]);
      return `### ${family}\n\n${table([["words", "kind", "what happens", "example"], ...rows])}`;
    })
    .join("\n\n");
}

/** A file of the repository as a reader outside of it would write it. */
function fileBlock(file: string): string {
  const language = file.split(".").at(-1) ?? "";
  const code = read(file)
    .replaceAll(/"(?:\.\.\/)+src\/core\/adapter\.ts"/g, '"audiencekit/adapter"')
    .replaceAll(/"(?:\.\.\/)+src\/core\/adapter-writing\.ts"/g, '"audiencekit/adapter/writing"')
    .trimEnd();
  return `\`\`\`${language} file=${path.basename(file)}\n${code}\n\`\`\``;
}

/** What stands between `<!-- generated: WORDS -->` and `<!-- end -->`, by those words. */
export async function generate(words: string): Promise<string> {
  const [kind = "", ...rest] = words.split(" ");
  switch (kind) {
    case "capabilities":
      return capabilityTable(rest.join(" "));
    case "help":
      return `\`\`\`text\n${await helpOf(rest.join(" "))}\n\`\`\``;
    case "operations":
      return operationTable();
    case "faults":
      return faultTables();
    case "file":
      return fileBlock(rest.join(" "));
    default:
      throw new Error(`Nothing is known to generate for "${words}".`);
  }
}
