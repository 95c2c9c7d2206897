import path from "node:path";

import { renderPlanHtml, renderPlanText } from "../../migrate/index.ts";
import type {
  ApplyResult,
  MigrationStatus,
  Plan,
  UndoResult,
  VerifyResult,
} from "../../migrate/index.ts";
import { pathOf } from "../database.ts";
import { exitCodes } from "../exit.ts";
import type { ExitCode } from "../exit.ts";
import type { Io } from "../io.ts";
import { wantsColour } from "../io.ts";
import { createTable } from "../output/table.ts";
import { counted, createPaint, number, printable, printableLines, size } from "../output/text.ts";
import { writePrivately } from "../private-file.ts";
import type { MigrateOptions } from "./options.ts";

export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The first line and the titles stand out. */
export function planText(plan: Plan, io: Io): string {
  const paint = createPaint(wantsColour(io.stdout, io.env));
  const lines = printableLines(renderPlanText(plan)).split("\n");
  return lines
    .map((line, index) => (index === 0 || /^\S/.test(line) ? paint("bold", line) : line))
    .join("\n");
}

/** Writes the page of a plan; of several plans, each has its own. */
export async function writePage(
  plan: Plan,
  shown: string,
  isOneOfMany: boolean,
  io: Io,
): Promise<void> {
  const { dir, name, ext } = path.parse(path.resolve(io.cwd, shown));
  const file = path.join(dir, isOneOfMany ? `${name}-${plan.id}${ext}` : `${name}${ext}`);
  await writePrivately(file, renderPlanHtml(plan));
}

/** A plan that has to leave out what it could not read is not whole. */
export function exitOfPlan({ summary }: Plan): ExitCode {
  return summary.losses.some(({ reason }) => reason === "UNREADABLE")
    ? exitCodes.partial
    : exitCodes.complete;
}

/**
 * What goes on with a run, about the same vendors and in the same store. The address of a database is left out: it may
 * hold a password.
 */
export function nextCommand(
  word: string,
  run: string,
  { emulate, config, database }: MigrateOptions,
): string {
  const file = database === undefined ? undefined : pathOf(database);
  const words = [
    "audiencekit migrate",
    word,
    run,
    config === undefined ? "" : `--config ${config}`,
    emulate === true ? "--emulate" : "",
    file === undefined ? "" : `--database ${file}`,
  ];
  return printable(words.filter((each) => each !== "").join(" "));
}

export function resultText(result: ApplyResult, options: MigrateOptions): string {
  const { run, target, made, members, written, suppressed, rejected, status } = result;
  const what = printable(`${target.provider}:${target.id}`);
  const left = [
    suppressed > 0 ? `${number(suppressed)} were suppressed since the plan was made` : "",
    rejected > 0 ? `${number(rejected)} were not taken by the vendor` : "",
  ].filter((words) => words !== "");
  return [
    `${number(written)} of ${counted(members, "member")} written to ${what}${made ? ", which was made" : ""}.`,
    left.length === 0 ? "" : ` ${left.join(", ")}.`,
    status === null
      ? ""
      : ` It is ${status}${result.size === null ? "" : ` with ${size(result.size)}`}.`,
    result.adopted ? " An answer was lost on the way, and what it was about was found." : "",
    `\n\nTo compare: ${nextCommand("verify", run, options)}`,
    `\nTo take it back: ${nextCommand("undo", run, options)}`,
    `\nTo erase the people from the store: ${nextCommand("forget", run, options)}\n`,
  ].join("");
}

export function exitOfResult({ status, rejected }: ApplyResult): ExitCode {
  if (status === "failed") {
    return exitCodes.internal;
  }
  return status === "partial" || rejected > 0 ? exitCodes.partial : exitCodes.complete;
}

export function statusText(statuses: readonly MigrationStatus[], io: Io): string {
  const table = createTable<MigrationStatus>(
    [
      { title: "run", cell: ({ run }) => run },
      {
        title: "state",
        cell: ({ state, busy, inDoubt }) =>
          `${state}${busy ? ", at work" : ""}${inDoubt && !busy ? ", interrupted" : ""}`,
      },
      { title: "written", cell: ({ written }) => number(written), align: "right" },
      { title: "of", cell: ({ members }) => number(members), align: "right" },
      { title: "made", cell: ({ createdAt }) => createdAt.slice(0, 16).replace("T", " ") },
      { title: "what", cell: ({ label }) => printable(label) },
    ],
    {
      width: io.stdout.isTTY ? io.stdout.columns : undefined,
      paint: createPaint(wantsColour(io.stdout, io.env)),
    },
  );
  return statuses.length === 0 ? "There are no migrations yet.\n" : table(statuses);
}

/** How to go on with what was interrupted. */
export const goOnText = (words: string): string => `To go on: ${printable(words)}\n`;

const marks = { true: "agrees", false: "differs", null: "cannot be told" } as const;

export function verifyText({ target, verified, checks }: VerifyResult, io: Io): string {
  const paint = createPaint(wantsColour(io.stdout, io.env));
  const what = printable(`${target.provider}:${target.id}`);
  const title = verified
    ? `${what} is as it was written, as far as it can be told.`
    : `${what} could not be verified.`;
  const lines = checks.map(
    (check) => `  ${check.what}: ${marks[`${check.agrees}`]}. ${printable(check.message)}\n`,
  );
  return `${paint("bold", title)}\n${lines.join("")}`;
}

export function undoText({ deleted, removed, left }: UndoResult): string {
  const done = deleted
    ? "The audience that the migration had made was deleted."
    : `${counted(removed, "member")} taken off.`;
  return [`${done}\n`, ...left.map((sentence) => `${printable(sentence)}\n`)].join("");
}
