import type { Command } from "@commander-js/extra-typings";

import { exitCodes } from "../../exit.ts";
import type { ExitCode } from "../../exit.ts";
import type { Io } from "../../io.ts";
import { migrateSubcommand } from "../../migrate/options.ts";
import type { MigrateOptions } from "../../migrate/options.ts";
import { wholeNumber } from "../../options.ts";

type UndoOptions = MigrateOptions & { readonly maxRemoved?: number | undefined };

const help = `
Takes back only what this migration is known to have added. An audience that it
made is deleted only if nobody else has touched it since, as far as the vendor
shows. What cannot be taken back is said. With --json:
{ "run", "state", "deleted", "removed", "left": [ … ] }.

Examples:
  $ audiencekit migrate undo run_0123456789abcdef
  $ audiencekit migrate undo run_0123456789abcdef --max-removed 1000

Exit codes: 0 taken back · 2 usage, configuration, or nothing to undo · 3 done,
and something stays · 4 key or permission refused · 7 stopped by --max-removed ·
75 try again later · 130 interrupted: again, to go on
`;

async function undo(run: string, options: UndoOptions, io: Io): Promise<ExitCode> {
  const { undoMigration } = await import("../../../migrate/index.ts");
  const { openRun } = await import("../../migrate/open.ts");
  const { goOnText, json, nextCommand, undoText } = await import("../../migrate/output.ts");
  await using opened = await openRun(run, options, io);
  const { audiences, store } = opened;
  const { maxRemoved } = options;
  const { signal } = io;
  try {
    const result = await undoMigration(audiences, run, { store, guards: { maxRemoved }, signal });
    await io.stdout.write(options.json === true ? json(result) : undoText(result));
    return result.left.length === 0 ? exitCodes.complete : exitCodes.partial;
  } finally {
    if (signal.aborted) {
      await io.stderr.write(goOnText(nextCommand("undo", run, options)));
    }
  }
}

export function migrateUndoCommand(io: Io, done: (code: ExitCode) => void): Command<[string]> {
  return migrateSubcommand("undo")
    .summary("take back what a migration has added")
    .description("Takes back what a migration has added, and nothing else.")
    .argument("<run>", "as audiencekit migrate plan printed it")
    .option("--max-removed <count>", "take nothing back if it were more", wholeNumber(0))
    .addHelpText("after", help.trimEnd())
    .action(async (run, options) => done(await undo(run, options, io)));
}
