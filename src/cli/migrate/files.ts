import { stat } from "node:fs/promises";
import path from "node:path";

import { csv } from "../../../adapters/csv.ts";
import { jsonl } from "../../../adapters/jsonl.ts";
import { createAudiences } from "../../core/audiences.ts";
import type { AnyAdapter } from "../../core/contract.ts";
import { isAudienceError } from "../../core/errors.ts";
import type { MemberInput } from "../../core/model.ts";
import type { Paged } from "../../core/paging/paged.ts";
import { fingerprintFile } from "../../migrate/index.ts";
import type { StreamSource } from "../../migrate/index.ts";
import { usageFailure } from "../failures.ts";
import type { Io } from "../io.ts";
import { adapterOf, problemOf, provider } from "../writing/file-adapter.ts";

/** The kinds of files that are named with their path. */
export const fileKinds = ["csv", "jsonl"] as const;
export type FileKind = (typeof fileKinds)[number];

export interface NamedFile {
  readonly kind: FileKind;
  /** Absolute. */
  readonly file: string;
}

/** Reads `csv:FILE` and `jsonl:FILE`. */
export function namedFile(text: string, io: Io): NamedFile | undefined {
  const [, word, file] = /^(csv|jsonl):(.+)$/s.exec(text) ?? [];
  const kind = fileKinds.find((one) => one === word);
  return kind === undefined || file === undefined
    ? undefined
    : { kind, file: path.resolve(io.cwd, file) };
}

/** The adapter of one file that was named by its path. */
export function adapterFor(kind: FileKind, file: string): AnyAdapter {
  return kind === "csv" ? csv({ path: file }) : jsonl({ path: file });
}

export async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}

const endings: Readonly<Record<FileKind, RegExp>> = {
  csv: /\.csv(?:\.gz)?$/i,
  jsonl: /\.(?:jsonl|ndjson)(?:\.gz)?$/i,
};

/** A file that is to be made is known by its ending, to those who read it later as well. */
export function requireEnding(argument: string, { kind, file }: NamedFile): void {
  if (!endings[kind].test(file)) {
    const words = kind === "csv" ? ".csv" : ".jsonl or .ndjson";
    throw usageFailure(
      `${argument}: ${path.basename(file)} is not there, and ends like no file of ${kind}; name one that ends in ${words}, or in that and .gz.`,
    );
  }
}

async function requireFile(option: string, file: string): Promise<void> {
  if (!(await isThere(file))) {
    throw usageFailure(`${option}: there is no file ${file}; check the path.`);
  }
}

interface Reading {
  readonly columns?: Readonly<Record<string, string | number>> | undefined;
  readonly header?: boolean | undefined;
}

/** Looks whether people can be read at all, so that a column that is not there is told as what was typed. */
async function requireReadable(members: Paged<MemberInput>, { file }: NamedFile): Promise<void> {
  const { report } = await members.collect({ limit: 1 });
  const error = report.providers[provider]?.error ?? null;
  if (error !== null && !error.transient) {
    throw usageFailure(problemOf(error, path.basename(file)).replace(/^--file/, "FROM"));
  }
}

/** The people in a file, as the source of a plan. */
export async function fileSource(
  named: NamedFile,
  { columns, header }: Reading,
  io: Io,
): Promise<StreamSource> {
  const { kind, file } = named;
  await requireFile("FROM", file);
  if (kind === "jsonl" && (columns !== undefined || header === false)) {
    throw usageFailure("--column and --no-header are for CSV; leave them out.");
  }
  const adapter = kind === "csv" ? csv({ path: file, columns, header }) : jsonl({ path: file });
  const audiences = createAudiences({ [provider]: adapter });
  const name = path.basename(file);
  const members = audiences.listMembers({ provider, id: name }, { signal: io.signal });
  await requireReadable(members, named);
  return { name, members, file: await fingerprintFile(file, io.signal) };
}

/** A crosswalk or a suppression list; a row of it that cannot be read is a failure, for it may be the one that counts. */
export async function listFile(
  option: "--crosswalk" | "--suppress",
  shown: string | undefined,
  io: Io,
): Promise<AsyncIterable<MemberInput> | undefined> {
  if (shown === undefined) {
    return undefined;
  }
  const file = path.resolve(io.cwd, shown);
  await requireFile(option, file);
  const audiences = createAudiences({ [provider]: adapterOf(file, { file, watched: false }) });
  const ref = { provider, id: path.basename(file) };
  async function* rows(): AsyncGenerator<MemberInput, void, undefined> {
    try {
      yield* audiences.listMembers(ref, { signal: io.signal });
    } catch (error) {
      if (!isAudienceError(error)) {
        throw error;
      }
      const words = problemOf(error.causes?.[0] ?? error, shown ?? "");
      const broken = error.report?.providers[provider]?.diagnostics[0];
      const where = broken === undefined ? "" : ` (${broken.path} ${broken.message})`;
      throw usageFailure(`${words.replace(/^--file/, option)}${where}`);
    }
  }
  return rows();
}
