import type { Command } from "@commander-js/extra-typings";

import type { ExitCode } from "../exit.ts";
import { usageFailure } from "../failures.ts";
import type { Io } from "../io.ts";
import { formatOf, recordCommand, wholeNumber } from "../options.ts";
import type { RecordOptions } from "../options.ts";
import { parseReference, requireCapability } from "../reference.ts";
import { memberWriteCommands } from "./members-write.ts";

type MembersCommandOptions = RecordOptions & {
  readonly limit?: number | undefined;
  readonly size?: number | undefined;
  readonly pageSize?: number | undefined;
  readonly continue?: string | undefined;
};

const help = `
REF is provider:id, as audiencekit list shows them. Members are personal data:
they are written to stdout and nowhere else, as they are read. With --json:
  { "members": [{ "identifiers": {…}, "attributes": {…} }, …],
    "continuationToken": "ak1.…" or null, "report": {…} }

Add, remove and replace write: audiencekit members add --help.

Examples:
  $ audiencekit list --emulate --provider sonarly --limit 5
  $ audiencekit members --emulate sonarly:ID --limit 20
  $ audiencekit members sonarly:ID --ndjson > members.ndjson
  $ audiencekit members sonarly:ID --csv --limit 1000 --continue ak1.…

Exit codes: 0 complete, or stopped at --limit · 2 usage, configuration, an id
that the vendor does not know, or a vendor whose members cannot be read ·
3 some records could not be read · 4 key or permission refused ·
8 the vendor's pages contradict each other · 75 try again later ·
130 interrupted: the token printed goes on from there · 1 anything else
`;

async function members(text: string, options: MembersCommandOptions, io: Io): Promise<ExitCode> {
  const ref = parseReference(text);
  const { openAudiences } = await import("../open.ts");
  const { createWriter } = await import("../output/format.ts");
  const { memberKind } = await import("../output/members.ts");
  const { createProgress } = await import("../output/progress.ts");
  const { readAndWrite } = await import("../reading.ts");
  const { audiences, end } = await openAudiences(options, io, "REF", [ref.provider]);
  requireCapability(audiences, ref, "listMembers");
  const format = formatOf(options);
  const paged = audiences.listMembers(ref, { pageSize: options.pageSize, signal: io.signal });
  const writer = createWriter(format, { kind: memberKind, io, raw: options.raw === true });
  const quiet = options.verbose === true || io.stdout.isTTY;
  const progress = createProgress(memberKind, io, !quiet);
  return readAndWrite(paged, { writer, progress, end }, options, io);
}

/** An option before "add" would be ours to read, and not be heard by the one it is meant for. */
function refuseMisplaced(command: Command<[string]>, name: string): void {
  const [option] = Object.keys(command.opts());
  if (option !== undefined) {
    const flag = command.options.find((one) => one.attributeName() === option)?.long ?? option;
    throw usageFailure(`${flag}: put it behind members ${name}.`);
  }
}

export function membersCommand(io: Io, done: (code: ExitCode) => void): Command<[string]> {
  const command: Command<[string]> = recordCommand("members")
    .summary("the people on one audience: to list, add, remove or replace")
    .description("Lists the members of one audience, where the vendor lets them be read.")
    .helpCommand(false)
    .argument("<ref>", "provider:id, as audiencekit list shows them")
    .optionsGroup("What is read:")
    .option("--limit <count>", "stop after so many members, and show the token", wholeNumber(1))
    .option(
      "--size <count>",
      "members of a page of ours: so many are written at a time (default: as the vendor's pages come)",
      wholeNumber(1),
    )
    .option(
      "--page-size <count>",
      "asked of the vendor, cut to what it gives (default: the most)",
      wholeNumber(1),
    )
    .option("--continue <token>", "go on where an earlier run ended")
    .addHelpText("after", help.trimEnd())
    .action(async (ref, options) => done(await members(ref, options, io)));
  for (const write of memberWriteCommands(io, done)) {
    command.addCommand(write.hook("preAction", () => refuseMisplaced(command, write.name())));
  }
  return command;
}
