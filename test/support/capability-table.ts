import type { AnyAdapter, Capability } from "../../src/core/contract.ts";

const columns = (line: string): string[] =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

/** A Markdown table of what each adapter can do: a capability is a method that exists. */
export function writeCapabilityTable(
  capabilities: readonly Capability[],
  adapters: Readonly<Record<string, AnyAdapter>>,
): string {
  const names = Object.keys(adapters);
  const rows = capabilities.map((capability) => [
    `\`${capability}\``,
    ...names.map((name) => (adapters[name]?.[capability] === undefined ? "no" : "yes")),
  ]);
  const lines = [["", ...names], ...rows];
  // Padded as the formatter pads it, so that the two agree.
  const widths = ["", ...names].map((_, column) =>
    Math.max(3, ...lines.map((cells) => cells[column]?.length ?? 0)),
  );
  const [head = "", ...others] = lines.map((cells) =>
    cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | "),
  );
  const rule = widths.map((width) => "-".repeat(width)).join(" | ");
  return [head, rule, ...others].map((line) => `| ${line} |`).join("\n");
}

/** What the table in a document says one adapter can do. */
export function readCapabilityTable(document: string, adapter: string): readonly string[] {
  const [head = [], , ...rows] = document
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map(columns);
  const column = head.indexOf(adapter);
  if (column < 1) {
    throw new Error(`The capability table has no column ${adapter}.`);
  }
  return rows
    .filter((cells) => cells[column] === "yes")
    .map(([capability = ""]) => capability.replaceAll("`", ""));
}
