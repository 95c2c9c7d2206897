import path from "node:path";

import type { Providers } from "../../core/facade.ts";
import type { MigrationSource, MigrationTarget } from "../../migrate/index.ts";
import { usageFailure } from "../failures.ts";
import type { Io } from "../io.ts";
import { parseReference } from "../reference.ts";
import { adapterFor, fileSource, isThere, namedFile, requireEnding } from "./files.ts";
import type { NamedFile } from "./files.ts";
import type { PlanCommandOptions } from "./options.ts";

/** What a migration goes between, as it was typed; nobody was asked yet. */
export interface Ends {
  /** The providers that have to be configured, and what each was given as. */
  readonly names: readonly (readonly [option: string, name: string])[];
  /** Those that are files. */
  readonly extras: Providers;
  readonly file: NamedFile | undefined;
  readonly from: string;
  readonly to: string;
  readonly toFile: NamedFile | undefined;
  /** Whether a vendor that is emulated is one of the two. */
  readonly emulated: boolean;
}

const providerOf = (text: string): string => text.replace(/:.*$/s, "");

/** Refuses what is neither an audience nor a file. What was typed is not repeated: it may be a key in the wrong place. */
function requireAudience(from: string): void {
  if (!from.includes(":")) {
    throw usageFailure(
      "FROM names no audience and no file: write provider:id as audiencekit list shows them, csv:FILE or jsonl:FILE, or a provider with --all for every audience of it.",
    );
  }
  parseReference(from, "FROM");
}

export function readEnds(from: string, to: string, options: PlanCommandOptions, io: Io): Ends {
  const file = namedFile(from, io);
  const toFile = namedFile(to, io);
  const names: (readonly [string, string])[] = [];
  if (options.all === true && (file !== undefined || toFile !== undefined || to.includes(":"))) {
    throw usageFailure(
      "--all takes every audience of a provider to a provider: write sonarly whop --all --name '{name}'.",
    );
  }
  if (options.all === true && options.name?.includes("{name}") !== true) {
    throw usageFailure(
      "--all makes one audience for each: put {name} into --name, which stands for the name of each.",
    );
  }
  if (file === undefined) {
    if (options.all !== true) {
      requireAudience(from);
    }
    names.push(["FROM", providerOf(from)]);
  }
  if (toFile === undefined) {
    names.push(["TO", providerOf(to)]);
    if (!to.includes(":") && options.name === undefined) {
      throw usageFailure(
        "TO names no audience and no file: add --name for a new audience at a provider, or write provider:id for one that is there, csv:FILE or jsonl:FILE.",
      );
    }
  }
  if ((to.includes(":") || toFile !== undefined) && options.name !== undefined) {
    throw usageFailure(
      "--name is for a new audience; TO names one already. Leave one of them out.",
    );
  }
  const extras =
    toFile === undefined ? {} : { [toFile.kind]: adapterFor(toFile.kind, toFile.file) };
  const emulated = options.emulate === true && names.length > 0;
  return { names, extras, file, from, to, toFile, emulated };
}

/** The source of one plan. */
export async function sourceOf(
  { from, file }: Ends,
  { column: columns, header }: PlanCommandOptions,
  io: Io,
): Promise<MigrationSource> {
  return file === undefined ? parseReference(from) : fileSource(file, { columns, header }, io);
}

/** The target of one plan. @param sourceName what `{name}` stands for */
export async function targetOf(
  { to, toFile }: Ends,
  { name = "", description }: PlanCommandOptions,
  sourceName: string,
): Promise<MigrationTarget> {
  if (toFile !== undefined) {
    const { kind: provider, file } = toFile;
    const base = path.basename(file);
    if (await isThere(file)) {
      return { provider, id: base, path: file };
    }
    requireEnding("TO", toFile);
    return { provider, name: base, path: file };
  }
  if (to.includes(":")) {
    return parseReference(to, "TO");
  }
  return {
    provider: to,
    name: name.replaceAll("{name}", () => sourceName),
    ...(description !== undefined && { description }),
  };
}
