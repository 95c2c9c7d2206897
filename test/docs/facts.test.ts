import { describe, expect, test } from "vitest";

import { exitCodes, exitOfCode } from "../../src/cli/exit.ts";
import { AudienceError } from "../../src/core/errors.ts";
import type { ErrorCode } from "../../src/core/errors.ts";
import type { DiagnosticCode } from "../../src/core/diagnostics.ts";
import { documents, read } from "./support/markdown.ts";
import { helpOf } from "./support/generated.ts";

/** Every code; tsc holds that none is missing. */
const errorCodes = {
  authentication: true,
  permission: true,
  not_found: true,
  conflict: true,
  not_ready: true,
  rate_limited: true,
  rejected: true,
  unavailable: true,
  network: true,
  timeout: true,
  invalid_response: true,
  protocol: true,
  incomplete: true,
  invalid_argument: true,
  unsupported: true,
} satisfies Record<ErrorCode, true>;

const diagnosticCodes = {
  invalid_record: true,
  unknown_word: true,
  unreadable_date: true,
  unreadable_count: true,
  count_mismatch: true,
  duplicates: true,
  unexpected_field: true,
  missing_field: true,
  changed_type: true,
  spoiled_value: true,
} satisfies Record<DiagnosticCode, true>;

/** The rows of all tables of a document, as cells. */
const rowsOf = (document: string): readonly (readonly string[])[] =>
  read(document)
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

const codes = Object.keys(errorCodes).filter((code): code is ErrorCode => code in errorCodes);

describe("docs/errors.md", () => {
  const rows = rowsOf("docs/errors.md");

  test.for(codes)("%s: whether it is transient, its exit code, and what to do", (code) => {
    const { transient } = new AudienceError(code, "");
    const [, , shown, exit] = rows.find(([cell]) => cell === `\`${code}\``) ?? [];
    expect([shown, exit]).toEqual([transient ? "yes" : "no", String(exitOfCode(code))]);
    expect(read("docs/errors.md")).toContain(`\n### \`${code}\`\n`);
  });

  test("every exit code that a command can end with has a meaning", () => {
    const shown = rows.map(([cell]) => Number(cell)).filter((cell) => Number.isInteger(cell));
    expect(shown).toEqual(Object.values(exitCodes));
  });
});

test("docs/errors.md tells every field of an error", () => {
  const cells = rowsOf("docs/errors.md").map(([cell]) => cell ?? "");
  const told = new Set(cells.flatMap((cell) => cell.split(", ")));
  const fields = Object.keys(new AudienceError("network", "")).filter((name) => name !== "name");
  expect(fields.filter((name) => !told.has(`\`${name}\``))).toEqual([]);
});

test("docs/listing.md tells every diagnostic", () => {
  const cells = new Set(rowsOf("docs/listing.md").map(([cell]) => cell));
  const missing = Object.keys(diagnosticCodes).filter((code) => !cells.has(`\`${code}\``));
  expect(missing).toEqual([]);
});

test("docs/command-line.md has a section with the help of every command", async () => {
  const program = await helpOf("");
  const listed = program.slice(program.indexOf("Commands:"), program.indexOf("Begin with:"));
  const commands = [...listed.matchAll(/^ {2}(?<name>[a-z]+)/gm)].map(
    ({ groups }) => groups?.["name"] ?? "",
  );
  const page = read("docs/command-line.md");
  const absent = commands
    .filter((name) => name !== "help")
    .filter(
      (name) => !page.includes(`\n## ${name}\n`) || !page.includes(`generated: help ${name} -->`),
    );
  expect(commands.length).toBeGreaterThan(1);
  expect(absent).toEqual([]);
});

test("no document names a place on somebody's machine", () => {
  const places = /(?<![\w.:/-])\/(?:home|root|Users|tmp|work)\//;
  expect(documents.filter((document) => places.test(read(document)))).toEqual([]);
});
