import type { Command } from "@commander-js/extra-typings";

import { exitCodes } from "../../exit.ts";
import type { ExitCode } from "../../exit.ts";
import type { Io } from "../../io.ts";
import { migrateSubcommand } from "../../migrate/options.ts";
import type { MigrateOptions } from "../../migrate/options.ts";

const help = `
Without RUN: all there are, the latest first. No vendor is asked. With --json:
{ "migrations": [ … ] }.

Examples:
  $ audiencekit migrate status
  $ audiencekit migrate status run_0123456789abcdef --json

Exit codes: 0 shown · 2 there is no such run, or a store that cannot be opened
`;

async function status(run: string | undefined, options: MigrateOptions, io: Io): Promise<ExitCode> {
  const { listMigrations, migrationStatus } = await import("../../../migrate/index.ts");
  const { openKeptStore } = await import("../../migrate/open.ts");
  const { json, statusText } = await import("../../migrate/output.ts");
  await using store = await openKeptStore(options, io);
  const migrations =
    run === undefined ? await listMigrations({ store }) : [await migrationStatus(run, { store })];
  await io.stdout.write(options.json === true ? json({ migrations }) : statusText(migrations, io));
  return exitCodes.complete;
}

export function migrateStatusCommand(
  io: Io,
  done: (code: ExitCode) => void,
): Command<[string | undefined]> {
  return migrateSubcommand("status")
    .summary("where migrations stand")
    .description("Shows the migrations there are, and how far each is.")
    .argument("[run]", "as audiencekit migrate plan printed it")
    .addHelpText("after", help.trimEnd())
    .action(async (run, options) => done(await status(run, options, io)));
}
