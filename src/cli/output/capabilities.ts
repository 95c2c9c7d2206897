import { capabilities } from "../../core/contract.ts";
import type { AnyAdapter, Capability } from "../../core/contract.ts";
import type { Io } from "../io.ts";
import { wantsColour } from "../io.ts";
import { createTable } from "./table.ts";
import { createPaint, number, printable } from "./text.ts";

type Adapters = Readonly<Record<string, AnyAdapter>>;

const has = (adapter: AnyAdapter, capability: Capability): boolean =>
  adapter[capability] !== undefined;

export function capabilitiesJson(adapters: Adapters): string {
  const providers = Object.entries(adapters).map(([provider, adapter]) => ({
    provider,
    vendor: adapter.vendor,
    maxPageSize: adapter.maxPageSize,
    accepts: adapter.accepts ?? [],
    capabilities: Object.fromEntries(
      capabilities.map((capability) => [capability, has(adapter, capability)]),
    ),
  }));
  return `${JSON.stringify({ providers }, null, 2)}\n`;
}

interface Row {
  readonly title: string;
  readonly cell: (adapter: AnyAdapter) => string;
}

/** A line for each capability, a column for each provider. */
export function capabilitiesTable(adapters: Adapters, { stdout, env }: Io): string {
  const rows: readonly Row[] = [
    ...capabilities.map((capability) => ({
      title: capability,
      cell: (adapter: AnyAdapter) => (has(adapter, capability) ? "yes" : "no"),
    })),
    { title: "identifiers accepted", cell: ({ accepts = [] }) => accepts.join(", ") || "–" },
    { title: "largest page", cell: ({ maxPageSize }) => number(maxPageSize) },
  ];
  const columns = Object.entries(adapters).map(([name, adapter]) => ({
    title: name === adapter.vendor ? name : printable(`${name} (${adapter.vendor})`),
    cell: ({ cell }: Row) => cell(adapter),
  }));
  const paint = createPaint(wantsColour(stdout, env));
  return createTable([{ title: "", cell: ({ title }: Row) => title }, ...columns], { paint })(rows);
}

/** A column of a Markdown table, padded as a formatter pads it. */
function markdownColumn(title: string, cells: readonly string[]): readonly string[] {
  const width = Math.max(3, title.length, ...cells.map((cell) => cell.length));
  const rule = "-".repeat(width);
  return [title.padEnd(width), rule, ...cells.map((cell) => cell.padEnd(width))];
}

/** The table of the docs. */
export function capabilitiesMarkdown(adapters: Adapters): string {
  const titles = markdownColumn(
    "",
    capabilities.map((capability) => `\`${capability}\``),
  );
  const columns = Object.entries(adapters).map(([name, adapter]) =>
    markdownColumn(
      name,
      capabilities.map((capability) => (has(adapter, capability) ? "yes" : "no")),
    ),
  );
  const lines = titles.map((title, row) =>
    [title].concat(columns.map((cells) => cells[row] ?? "")).join(" | "),
  );
  return lines.map((text) => `| ${text} |\n`).join("");
}
