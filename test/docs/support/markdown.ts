import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

/** The top of the repository. */
export const root: string = path.resolve(import.meta.dirname, "../../..");

export const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

/** Every document, as a path from the top. */
export const documents: readonly string[] = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "CHANGELOG.md",
  ...readdirSync(path.join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file.split(path.sep).join("/")}`)
    .toSorted(),
];

/** A fenced block of code. */
export interface Block {
  /** The first word behind the fence, such as `ts`. */
  readonly language: string;
  /** The other words behind the fence: what a test does with the block. */
  readonly words: readonly string[];
  readonly code: string;
  /** The line of the fence, from 1. */
  readonly line: number;
  /** Where the code begins and ends in the document. */
  readonly start: number;
  readonly end: number;
}

const fence = /^(?<fence>`{3,})(?<info>.*)\n(?<code>[\s\S]*?)^\k<fence>$/gm;

export function blocksOf(text: string): readonly Block[] {
  return [...text.matchAll(fence)].map((match) => {
    const { info = "", code = "", fence: marks = "" } = match.groups ?? {};
    const [language = "", ...words] = info.trim().split(/\s+/);
    const start = match.index + marks.length + info.length + 1;
    const line = text.slice(0, match.index).split("\n").length;
    return { language, words, code, line, start, end: start + code.length };
  });
}

/** A document without its blocks of code: what is prose, and may hold links. */
export const prose = (text: string): string => text.replace(fence, "");

/** A table as oxfmt writes it: every column as wide as its widest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const widths = head.map((_, column) =>
    Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? "").padEnd(width)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}
