import type { Command } from "@commander-js/extra-typings";

import { exitCodes } from "../../exit.ts";
import type { ExitCode } from "../../exit.ts";
import type { Io } from "../../io.ts";
import { migrateSubcommand } from "../../migrate/options.ts";
import type { MigrateOptions } from "../../migrate/options.ts";

const help = `
Reads back what the vendor lets one read, and compares it with what was
written: the status, the number of members, and the members themselves where
they can be read. What cannot be told is said. Nothing is written. With --json:
{ "run", "target", "verified", "checks": [{ "what", "agrees", "message" }] }.

Examples:
  $ audiencekit migrate verify run_0123456789abcdef

Exit codes: 0 what could be compared agrees · 2 usage or configuration ·
3 something differs, or nothing could be compared · 4 key or permission
refused · 75 try again later · 130 interrupted
`;

async function verify(run: string, options: MigrateOptions, io: Io): Promise<ExitCode> {
  const { verifyMigration } = await import("../../../migrate/index.ts");
  const { openRun } = await import("../../migrate/open.ts");
  const { json, verifyText } = await import("../../migrate/output.ts");
  await using opened = await openRun(run, options, io);
  const { audiences, store } = opened;
  const result = await verifyMigration(audiences, run, { store, signal: io.signal });
  await io.stdout.write(options.json === true ? json(result) : verifyText(result, io));
  return result.verified ? exitCodes.complete : exitCodes.partial;
}

export function migrateVerifyCommand(io: Io, done: (code: ExitCode) => void): Command<[string]> {
  return migrateSubcommand("verify")
    .summary("compare what was written with what is there")
    .description("Compares what a migration has written with what its target holds.")
    .argument("<run>", "as audiencekit migrate plan printed it")
    .addHelpText("after", help.trimEnd())
    .action(async (run, options) => done(await verify(run, options, io)));
}
