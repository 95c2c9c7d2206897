import { closeSync, fchmodSync, openSync, writeSync } from "node:fs";
import path from "node:path";

import { identifierKinds } from "../../core/model.ts";
import type { Withheld } from "../../migrate/index.ts";
import { usageFailure } from "../failures.ts";
import type { Io } from "../io.ts";
import { csvHeader, csvRows } from "../output/csv.ts";
import type { CsvColumn } from "../output/csv.ts";
import { systemCode } from "../private-file.ts";

const separator = "; ";
/** Written together. */
const handful = 500;

const columns: readonly CsvColumn<Withheld>[] = [
  { title: "position", cell: ({ position }) => position },
  { title: "line", cell: ({ line }) => line },
  { title: "reason", cell: ({ reason }) => reason },
  { title: "why", cell: ({ message }) => message },
  ...identifierKinds.map((kind): CsvColumn<Withheld> => ({
    title: kind,
    cell: ({ member }) => member?.identifiers[kind]?.join(separator) ?? null,
  })),
];

/** Writes everybody who is withheld into a file for people, which only its owner may read. */
export interface WithheldFile extends Disposable {
  readonly add: (withheld: Withheld) => void;
}

function openPrivately(shown: string, io: Io): number {
  try {
    const file = openSync(path.resolve(io.cwd, shown), "w", 0o600);
    fchmodSync(file, 0o600); // of one that was there before
    return file;
  } catch (error) {
    throw usageFailure(
      `--withheld: ${shown} cannot be written (${systemCode(error) ?? "unknown"}).`,
    );
  }
}

/** @throws Failure for a file that cannot be written */
export function openWithheldFile(shown: string, io: Io): WithheldFile {
  const file = openPrivately(shown, io);
  let rows: Withheld[] = [];
  const flush = (): void => {
    if (rows.length > 0) {
      writeSync(file, csvRows(columns, rows));
      rows = [];
    }
  };
  writeSync(file, csvHeader(columns));
  return {
    add(withheld) {
      if (rows.push(withheld) >= handful) {
        flush();
      }
    },
    [Symbol.dispose]() {
      try {
        flush();
      } finally {
        closeSync(file);
      }
    },
  };
}
