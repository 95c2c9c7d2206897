import { stat } from "node:fs/promises";
import path from "node:path";

import { csv } from "../../../adapters/csv.ts";
import { jsonl } from "../../../adapters/jsonl.ts";
import { createAudiences } from "../../core/audiences.ts";
import type { AnyAdapter } from "../../core/contract.ts";
import { isAudienceError } from "../../core/errors.ts";
import type { MemberInput } from "../../core/model.ts";
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

async function requireFile(option: string, file: string): Promise<void> {
  if (!(await isThere(file))) {
    throw usageFailure(`${option}: there is no file ${file}.`);
  }
}

interface Reading {
  readonly columns?: Readonly<Record<string, string | number>> | undefined;
  readonly header?: boolean | undefined;
}

/** The people in a file, as the source of a plan. */
export async function fileSource(
  { kind, file }: NamedFile,
  { columns, header }: Reading,
  io: Io,
): Promise<StreamSource> {
  await requireFile("FROM", file);
  if (kind === "jsonl" && (columns !== undefined || header === false)) {
    throw usageFailure("--column and --no-header are for CSV; leave them out.");
  }
  const adapter = kind === "csv" ? csv({ path: file, columns, header }) : jsonl({ path: file });
  const audiences = createAudiences({ [provider]: adapter });
  const name = path.basename(file);
  const members = audiences.listMembers({ provider, id: name }, { signal: io.signal });
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
