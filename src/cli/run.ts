import { Command, CommanderError, Option } from "@commander-js/extra-typings";
import type { CommandUnknownOpts } from "@commander-js/extra-typings";

import { capabilitiesCommand } from "./commands/capabilities.ts";
import { changesCommand } from "./commands/changes.ts";
import { createCommand } from "./commands/create.ts";
import { dashboardCommand } from "./commands/dashboard.ts";
import { deleteCommand } from "./commands/delete.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { driftCommand } from "./commands/drift.ts";
import { emulateCommand } from "./commands/emulate.ts";
import { getCommand } from "./commands/get.ts";
import { listCommand } from "./commands/list.ts";
import { membersCommand } from "./commands/members.ts";
import { migrateCommand } from "./commands/migrate.ts";
import { reportCommand } from "./commands/report.ts";
import { snapshotCommand } from "./commands/snapshot.ts";
import { updateCommand } from "./commands/update.ts";
import { waitCommand } from "./commands/wait.ts";
import { exitCodes } from "./exit.ts";
import type { ExitCode } from "./exit.ts";
import { explain } from "./explain.ts";
import { usageFailure } from "./failures.ts";
import { isClosedPipe, wantsColour } from "./io.ts";
import type { Channel, Io } from "./io.ts";
import { printableLines } from "./output/text.ts";
import { packageVersion } from "./version.ts";

const help = `
Begin with:
  $ audiencekit list --emulate  three vendors in this process: no keys needed
  $ audiencekit doctor          what is configured, and whether it works
  $ audiencekit list --help     every command explains itself, with examples

Vendors are configured by environment variables or by audiencekit.config.ts, .js
or .json; audiencekit doctor --help shows both.
`;

/** Options under which people try to hand over a key. */
const keyOption = /^--(?:[a-z]+-)*(?:api-?key|key|token|secret|bearer|password)(?:=|$)/i;

/** A key on the command line is seen by every process of the machine and kept in the shell's history. */
function refuseKeys(argv: readonly string[]): void {
  const end = argv.indexOf("--");
  const given = argv.slice(0, end < 0 ? argv.length : end).find((word) => keyOption.test(word));
  if (given !== undefined) {
    throw usageFailure(
      `${given.replace(/=.*$/s, "")}: keys are not taken on the command line, where other processes and the shell's history see them. Set an environment variable such as WHOP_API_KEY, or write it into .env or a configuration file; audiencekit doctor --help shows how.`,
    );
  }
}

/** Commander repeats what it does not understand; that may be a key in the wrong place. */
function withoutValues(message: string): string {
  return message
    .replace(/(unknown option '[^'=]*)=[^']*'/, "$1'")
    .replace(/(too many arguments.* but got \d+): .*$/s, "$1.\n");
}

/** Gives a command, and those below it, what is the same of all of them. */
function settle(command: CommandUnknownOpts, parent: CommandUnknownOpts): void {
  command.copyInheritedSettings(parent);
  command.addHelpOption(new Option("--help", "print this help").helpGroup("Help:"));
  for (const below of command.commands) {
    settle(below, command);
  }
}

function createProgram(io: Io, done: (code: ExitCode) => void, written: Promise<void>[]): Command {
  const writeTo =
    (channel: Channel) =>
    (text: string): void => {
      written.push(channel.write(text));
    };
  const program = new Command("audiencekit")
    .description("Every audience of every vendor, in one listing.")
    .version(packageVersion(), "--version", "print the version")
    .helpOption("--help", "print this help")
    .enablePositionalOptions() // what stands behind the name of a command is that command's
    .exitOverride()
    .configureOutput({
      writeOut: writeTo(io.stdout),
      writeErr: writeTo(io.stderr),
      outputError: (text, write) => write(printableLines(withoutValues(text))),
      getOutHelpWidth: () => io.stdout.columns ?? 80,
      getErrHelpWidth: () => io.stderr.columns ?? 80,
      getOutHasColors: () => wantsColour(io.stdout, io.env),
      getErrHasColors: () => wantsColour(io.stderr, io.env),
    })
    .addHelpText("after", help.trimEnd());
  const commands = [
    listCommand(io, done),
    getCommand(io, done),
    membersCommand(io, done),
    createCommand(io, done),
    updateCommand(io, done),
    deleteCommand(io, done),
    waitCommand(io, done),
    migrateCommand(io, done),
    snapshotCommand(io, done),
    changesCommand(io, done),
    dashboardCommand(io, done),
    reportCommand(io, done),
    emulateCommand(io, done),
    capabilitiesCommand(io, done),
    doctorCommand(io, done),
    driftCommand(io, done),
  ];
  for (const command of commands) {
    settle(command, program);
    program.addCommand(command);
  }
  return program;
}

/**
 * `help migrate plan` is about the last of the words, though commander looks at the first alone; and what is no command
 * is refused as such.
 */
function helpFor(argv: readonly string[], program: Command): readonly string[] {
  const [first, word] = argv;
  if (first !== "help" || word === undefined) {
    return argv;
  }
  const isCommand = program.commands.some((command) => command.name() === word);
  return isCommand ? [...argv.slice(1), "--help"] : [word];
}

/** Runs one command line; settles with the exit code and never rejects for what a person can bring about. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = exitCodes.complete;
  const written: Promise<void>[] = [];
  const program = createProgram(
    io,
    (ended) => {
      code = ended;
    },
    written,
  );
  try {
    refuseKeys(argv);
    await program.parseAsync(helpFor(argv, program), { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      code = error.exitCode === 0 ? exitCodes.complete : exitCodes.usage;
    } else if (isClosedPipe(error)) {
      code = exitCodes.complete; // the reader has seen enough, which is its right
    } else {
      const [message, ending] = explain(error, io.signal.reason, argv.includes("--verbose"));
      code = ending;
      written.push(io.stderr.write(`${printableLines(message)}\n`));
    }
  }
  await Promise.allSettled(written);
  return code;
}
