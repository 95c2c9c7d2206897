import { Command } from "@commander-js/extra-typings";

import type { ExitCode } from "../exit.ts";
import type { Io } from "../io.ts";
import { migrateApplyCommand } from "./migrate/apply.ts";
import { migrateForgetCommand } from "./migrate/forget.ts";
import { migratePlanCommand } from "./migrate/plan.ts";
import { migrateRunCommand } from "./migrate/run.ts";
import { migrateShowCommand } from "./migrate/show.ts";
import { migrateStatusCommand } from "./migrate/status.ts";
import { migrateUndoCommand } from "./migrate/undo.ts";
import { migrateVerifyCommand } from "./migrate/verify.ts";

const help = `
A plan says what becomes of everybody, before anything is written; apply does
it. With --emulate, the emulated vendors are kept beside the database, so that
the commands find what those before have done.

Examples:
  $ audiencekit migrate plan csv:people.csv batch --name vip --emulate
  $ audiencekit migrate apply run_0123456789abcdef --emulate
`;

export function migrateCommand(io: Io, done: (code: ExitCode) => void): Command {
  const command = new Command("migrate")
    .summary("move lists from one platform to another")
    .description("Moves lists between platforms, with nothing lost in silence.")
    .addHelpText("after", help.trimEnd());
  for (const below of [
    migratePlanCommand(io, done),
    migrateShowCommand(io, done),
    migrateApplyCommand(io, done),
    migrateRunCommand(io, done),
    migrateStatusCommand(io, done),
    migrateVerifyCommand(io, done),
    migrateUndoCommand(io, done),
    migrateForgetCommand(io, done),
  ]) {
    command.addCommand(below);
  }
  return command;
}
