import { createReadStream } from "node:fs";
import path from "node:path";

import { createAudiences } from "../../core/audiences.ts";
import { AudienceError } from "../../core/errors.ts";
import type { MemberInput } from "../../core/model.ts";
import type { ProviderReport } from "../../core/paging/report.ts";
import { usageFailure } from "../failures.ts";
import type { Io } from "../io.ts";
import { adapterOf, problemOf, provider } from "./file-adapter.ts";
import type { MemberFileOptions } from "./file-adapter.ts";
import type { RejectedRows } from "./outcome.ts";
import { maximumLines } from "./rejections.ts";

/** The people in a file, to be read once. */
export interface MemberFile {
  readonly members: AsyncIterable<MemberInput>;
  /** How much of the file was read, 0 to 1, once its lines are counted. */
  fraction(): number | undefined;
  /** How many members were given so far. */
  given(): number;
  /** The line of the member that was given last. */
  line(): number | undefined;
  /** Rows so far that are no members, and why. */
  unreadable(): { readonly rows: number; readonly groups: readonly RejectedRows[] };
}

const lineOf = (raw: unknown): number | undefined =>
  typeof raw === "object" && raw !== null && "line" in raw && typeof raw.line === "number"
    ? raw.line
    : undefined;

function groupsOf({ refused, diagnostics }: ProviderReport): readonly RejectedRows[] {
  const reason = "UNREADABLE";
  const groups = new Map<string, RejectedRows & { rows: number; readonly lines: number[] }>();
  let told = 0;
  for (const { code, path: place, message, count } of diagnostics) {
    if (code === "invalid_record") {
      const group = groups.get(message) ?? { reason, message, rows: 0, lines: [] };
      groups.set(message, group);
      group.rows += count;
      const [, line] = /^line (\d+)$/.exec(place) ?? [];
      if (line !== undefined && group.lines.length < maximumLines) {
        group.lines.push(Number(line));
      }
      told += count;
    }
  }
  const known = [...groups.values()];
  const message = "cannot be read";
  return told >= refused ? known : [...known, { reason, message, rows: refused - told, lines: [] }];
}

/** How many lines a file has; a packed one would have to be unpacked for that. */
async function countLines(file: string, signal: AbortSignal): Promise<number | undefined> {
  if (file.toLowerCase().endsWith(".gz")) {
    return undefined;
  }
  let lines = 0;
  for await (const chunk of createReadStream(file, { signal, highWaterMark: 1 << 20 })) {
    if (Buffer.isBuffer(chunk)) {
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) {
        lines += 1;
      }
    }
  }
  return lines;
}

/** @throws Failure for a file that is not there or cannot be understood, before anybody else is asked. */
export async function openMemberFile(options: MemberFileOptions, io: Io): Promise<MemberFile> {
  const { file: shown } = options;
  const { signal } = io;
  const file = path.resolve(io.cwd, shown);
  const audiences = createAudiences({ [provider]: adapterOf(file, options) });
  const ref = { provider, id: path.basename(file) };
  const look = await audiences.listMembers(ref, { signal }).collect({ limit: 1 });
  const problem = look.report.providers[provider]?.error ?? null;
  if (problem !== null) {
    throw usageFailure(problemOf(problem, shown));
  }
  let lines: number | undefined;
  if (options.watched) {
    // Beside the reading, for a person who looks on; what goes wrong there goes wrong in the reading as well.
    const counting = async (): Promise<void> => {
      lines = await countLines(file, signal);
    };
    counting().catch(() => undefined);
  }

  let given = 0;
  let line: number | undefined;
  let report: ProviderReport | undefined;
  async function* read(): AsyncGenerator<MemberInput, void, undefined> {
    for await (const page of audiences.listMembers(ref, { signal }).byPage()) {
      report = page.report.providers[provider];
      for (const member of page.items) {
        line = lineOf(member.raw);
        given += 1;
        yield member;
      }
    }
    const error = report?.error ?? null;
    if (error !== null) {
      throw new AudienceError("invalid_argument", problemOf(error, shown), { cause: error });
    }
  }

  return {
    members: read(),
    fraction: () =>
      lines === undefined || line === undefined ? undefined : Math.min(1, line / lines),
    given: () => given,
    line: () => line,
    unreadable: () =>
      report === undefined
        ? { rows: 0, groups: [] }
        : { rows: report.refused, groups: groupsOf(report) },
  };
}
