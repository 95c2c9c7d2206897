import { readFile } from "node:fs/promises";
import path from "node:path";

import * as z from "zod";

import { shapeSchema } from "../../core/drift.ts";
import type { Shape } from "../../core/drift.ts";
import { usageFailure } from "../failures.ts";
import { systemCode, writePrivately } from "../private-file.ts";

/** How one provider's records looked when somebody agreed to it. */
export interface BaselineEntry {
  readonly vendor: string;
  /** When it was stored, in ISO 8601. */
  readonly at: string;
  readonly shape: Shape;
}

type Entries = Readonly<Record<string, BaselineEntry>>;

/** What is compared with. Emulated vendors are kept apart: trying something out leaves the real ones alone. */
export interface Baseline {
  readonly providers: Entries;
  readonly emulated: Entries;
}

export interface BaselineFile {
  /** As a person would name it, from where the command was run. */
  readonly shown: string;
  readonly path: string;
  /** `undefined` = there is none yet. */
  readonly baseline: Baseline | undefined;
}

const usualFile = path.join(".audiencekit", "drift.json");
const version = 1;

const entries = z.record(
  z.string(),
  z.object({ vendor: z.string(), at: z.iso.datetime(), shape: shapeSchema }),
);
const versioned = z.object({ version: z.number() });
const document = versioned.extend({ providers: entries, emulated: entries });

function parse(text: string, shown: string): Baseline {
  const anew = `Restore it, or remove it: the next run then stores what it sees as the new baseline.`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw usageFailure(`${shown} is damaged: it is not valid JSON. ${anew}`);
  }
  const written = versioned.safeParse(value).data?.version;
  if (written !== undefined && written > version) {
    throw usageFailure(
      `${shown} was written by a newer audiencekit (its version is ${written}, and this one reads ${version}). Update audiencekit, or pass another file with --baseline.`,
    );
  }
  const parsed = document.safeParse(value);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.map(String).join(".") ?? "";
    const what = where === "" ? "it is no baseline" : `${where} is not as it was written`;
    throw usageFailure(`${shown} is damaged: ${what}. ${anew}`);
  }
  return parsed.data;
}

/** @throws Failure for a file that is damaged, of a newer version, or that may not be read. */
export async function readBaseline(cwd: string, named: string | undefined): Promise<BaselineFile> {
  const file = path.resolve(cwd, named ?? usualFile);
  const shown = path.relative(cwd, file) || file;
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT") {
      return { shown, path: file, baseline: undefined };
    }
    throw usageFailure(
      `${shown} cannot be read (${code ?? "no reason given"}); make it a file that you may read and write, or pass another one with --baseline.`,
    );
  }
  return { shown, path: file, baseline: parse(text, shown) };
}

/** @throws Failure for a place where nothing may be written. */
export async function storeBaseline(
  { path: file, shown }: BaselineFile,
  baseline: Baseline,
): Promise<void> {
  try {
    await writePrivately(file, `${JSON.stringify({ version, ...baseline }, null, 2)}\n`);
  } catch (error) {
    throw usageFailure(
      `${shown} cannot be written (${systemCode(error) ?? "no reason given"}); make room for it, or pass a file that you may write with --baseline.`,
    );
  }
}
