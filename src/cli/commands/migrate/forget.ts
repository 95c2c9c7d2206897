import type { Command } from "@commander-js/extra-typings";

import { exitCodes } from "../../exit.ts";
import type { ExitCode } from "../../exit.ts";
import type { Io } from "../../io.ts";
import { migrateSubcommand } from "../../migrate/options.ts";
import type { MigrateOptions } from "../../migrate/options.ts";

const help = `
Erases the people of a migration from the database: whom it carries, and whom it
was not to write. That it was done, and its figures, stay. It cannot be applied,
verified or undone afterwards. The vendors keep what they have. With --json:
{ "run", "erased" }.

Examples:
  $ audiencekit migrate forget run_0123456789abcdef

Exit codes: 0 erased · 2 there is no such run, or a store that cannot be
opened · 75 another process is reading or is at work on it: do it again later
`;

async function forget(run: string, options: MigrateOptions, io: Io): Promise<ExitCode> {
  const { forgetMigration } = await import("../../../migrate/index.ts");
  const { openKeptStore } = await import("../../migrate/open.ts");
  const { json } = await import("../../migrate/output.ts");
  await using store = await openKeptStore(options, io);
  const result = await forgetMigration(run, { store });
  const words = result.erased
    ? `Forgot the people of ${run}.\n`
    : `Forgot the people of ${run}; traces may be left in the files of the database, for another process was reading. Do it again later.\n`;
  await io.stdout.write(options.json === true ? json(result) : words);
  return result.erased ? exitCodes.complete : exitCodes.later;
}

export function migrateForgetCommand(io: Io, done: (code: ExitCode) => void): Command<[string]> {
  return migrateSubcommand("forget")
    .summary("erase the people of a migration")
    .description("Erases the people of a migration from the database.")
    .argument("<run>", "as audiencekit migrate plan printed it")
    .addHelpText("after", help.trimEnd())
    .action(async (run, options) => done(await forget(run, options, io)));
}
