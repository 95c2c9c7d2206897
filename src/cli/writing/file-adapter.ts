import path from "node:path";

import { csv } from "../../../adapters/csv.ts";
import { jsonl } from "../../../adapters/jsonl.ts";
import type { AnyAdapter } from "../../core/contract.ts";
import type { AudienceError } from "../../core/errors.ts";
import { usageFailure } from "../failures.ts";

export interface MemberFileOptions {
  readonly file: string;
  /** Which column holds what: `{ email: "Mail" }`, or by its number. @default what the headers say */
  readonly columns?: Readonly<Record<string, string | number>> | undefined;
  /** Whether the first line has headers. @default true */
  readonly header?: boolean | undefined;
  /** Whether somebody wants to know how far it is. */
  readonly watched: boolean;
}

/** The name of the file among the providers of a listing of its own. */
export const provider = "file" as const;

/** Of JSON lines, `--column` names a field. */
function fieldsOf(
  columns: MemberFileOptions["columns"] = {},
  header: boolean | undefined,
): Readonly<Record<string, string>> {
  if (header === false) {
    throw usageFailure("--no-header: JSON lines have no headers; leave it out.");
  }
  return Object.fromEntries(Object.entries(columns).map(([name, field]) => [name, String(field)]));
}

/** Reads the file by its ending. @throws Failure for an ending that is none of ours */
export function adapterOf(
  file: string,
  { file: shown, columns, header }: MemberFileOptions,
): AnyAdapter {
  const name = file.toLowerCase().replace(/\.gz$/, "");
  if (name.endsWith(".csv")) {
    return csv({ path: file, columns, header });
  }
  if (/\.(?:jsonl|ndjson)$/.test(name)) {
    return jsonl({ path: file, fields: fieldsOf(columns, header) });
  }
  if (shown === "" || shown === "-") {
    const what = shown === "" ? "is empty" : "cannot be -, for a file is read more than once";
    throw usageFailure(`--file ${what}; name a file of people, such as people.csv.`);
  }
  throw usageFailure(
    `--file: ${path.basename(file)} ends like no file of members; name one that ends in .csv, .jsonl or .ndjson, or in one of these and .gz.`,
  );
}

/** What is wrong with the file, in the words of the command line. */
export function problemOf(error: AudienceError, file: string): string {
  const words = error.message
    .replace("Check the path and the id; list shows the files there are.", "Check the path.")
    .replace(
      "found no file with this id. Check the id; list shows those there are.",
      "is a folder; name a file in it.",
    )
    .replace(/^file: \w+ /, "")
    .replaceAll(/\b(?:columns|fields)\.(\w+)/g, "--column $1")
    .replaceAll(/\b(?:columns|fields)\b(?=,? such as)/g, "--column")
    .replaceAll(/\{ (\w+): (\w+) \}/g, "$1=$2")
    .replaceAll("header: false", "--no-header");
  return `--file: ${file}: ${words}`;
}
