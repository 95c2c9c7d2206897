import type { Command } from "@commander-js/extra-typings";

import { exitCodes } from "../../exit.ts";
import type { ExitCode } from "../../exit.ts";
import type { Io } from "../../io.ts";
import { migrateSubcommand } from "../../migrate/options.ts";
import type { MigrateOptions } from "../../migrate/options.ts";

type ShowOptions = MigrateOptions & { readonly html?: string | undefined };

const help = `
RUN is what audiencekit migrate plan printed: run_ and 16 digits. With --json:
the plan.

Examples:
  $ audiencekit migrate show run_0123456789abcdef
  $ audiencekit migrate show run_0123456789abcdef --html plan.html

Exit codes: 0 shown · 2 there is no such plan, or a store that cannot be opened
`;

async function show(run: string, options: ShowOptions, io: Io): Promise<ExitCode> {
  const { openKeptStore, requirePlan } = await import("../../migrate/open.ts");
  const { json, planText, writePage } = await import("../../migrate/output.ts");
  await using store = await openKeptStore(options, io);
  const plan = await requirePlan(store, run);
  if (options.html !== undefined) {
    await writePage(plan, options.html, false, io);
  }
  await io.stdout.write(options.json === true ? json(plan) : planText(plan, io));
  return exitCodes.complete;
}

export function migrateShowCommand(io: Io, done: (code: ExitCode) => void): Command<[string]> {
  return migrateSubcommand("show")
    .summary("a plan that was made before")
    .description("Shows a plan again.")
    .argument("<run>", "as audiencekit migrate plan printed it")
    .option("--html <file>", "the plan as one page, to be shown to others")
    .addHelpText("after", help.trimEnd())
    .action(async (run, options) => done(await show(run, options, io)));
}
