import { csv } from "../../../adapters/csv.ts";
import type { CsvOptions } from "../../../adapters/csv.ts";
import { jsonl } from "../../../adapters/jsonl.ts";
import { createAudiences } from "../../../src/core/audiences.ts";
import type { Diagnostic } from "../../../src/core/diagnostics.ts";
import type { AudienceError } from "../../../src/core/errors.ts";
import type { AnyAdapter } from "../../../src/core/contract.ts";
import type { Member } from "../../../src/core/model.ts";
import { testFolder } from "./folder.ts";

/** What came of reading one file. */
export interface Read {
  readonly members: readonly Pick<Member, "identifiers" | "attributes">[];
  /** The line that each member is on. */
  readonly lines: readonly unknown[];
  readonly refused: number;
  readonly diagnostics: readonly Diagnostic[];
  /** `line 3: what is wrong with it` */
  readonly notes: readonly string[];
  readonly error: AudienceError | null;
}

const lineOf = (raw: unknown): unknown =>
  typeof raw === "object" && raw !== null && "line" in raw ? raw.line : undefined;

export async function readFrom(adapter: AnyAdapter, id: string, pageSize?: number): Promise<Read> {
  const audiences = createAudiences({ files: adapter });
  const { items, report } = await audiences
    .listMembers({ provider: "files", id }, pageSize === undefined ? {} : { pageSize })
    .collect();
  const own = report.providers["files"];
  const diagnostics = own?.diagnostics ?? [];
  return {
    members: items.map(({ identifiers, attributes }) => ({ identifiers, attributes })),
    lines: items.map(({ raw }) => lineOf(raw)),
    refused: own?.refused ?? 0,
    diagnostics,
    notes: diagnostics.map(({ path, message }) => `${path}: ${message}`),
    error: own?.error ?? null,
  };
}

/** Reads one CSV that holds this. */
export async function readCsv(
  content: string | Buffer,
  options: Omit<CsvOptions, "path"> = {},
  name = "list.csv",
): Promise<Read> {
  using folder = testFolder();
  folder.put(name, content);
  return await readFrom(csv({ path: folder.path, ...options }), name);
}

export async function readJsonl(content: string | Buffer, name = "list.jsonl"): Promise<Read> {
  using folder = testFolder();
  folder.put(name, content);
  return await readFrom(jsonl({ path: folder.path }), name);
}

export const emailsIn = ({ members }: Read): readonly (readonly string[])[] =>
  members.map(({ identifiers }) => identifiers.email ?? []);
