import type { Command } from "@commander-js/extra-typings";
import { Option } from "@commander-js/extra-typings";

import type { ExitCode } from "../exit.ts";
import type { Io } from "../io.ts";
import { formatOf, names, recordCommand, wholeNumber } from "../options.ts";
import type { RecordOptions } from "../options.ts";

type ListCommandOptions = RecordOptions & {
  readonly provider?: readonly string[] | undefined;
  readonly limit?: number | undefined;
  readonly size?: number | undefined;
  readonly pageSize?: number | undefined;
  readonly order?: "rounds" | "arrival" | undefined;
  readonly continue?: string | undefined;
};

const help = `
The table or the data go to stdout, the report to stderr: which vendors were
read to their end, how many audiences and requests, and a continuation token
where there is more. With --json the report is part of the document:
  { "audiences": […], "continuationToken": "ak1.…" or null,
    "report": { "complete": true or false, "providers": { "whop": {…}, … } } }
With --ndjson it is the last line of stderr, as JSON.

Examples:
  $ audiencekit list --emulate                     try it: no keys, no network
  $ audiencekit list                               all of every vendor
  $ audiencekit list --provider whop,batch --json  two vendors, as JSON
  $ audiencekit list --limit 50                    50, and the token of the rest
  $ audiencekit list --limit 50 --continue ak1.…   the next 50; keep the other
                                                   options as they were
  $ audiencekit list --csv > audiences.csv         for a spreadsheet

Exit codes: 0 complete, or stopped at --limit · 2 usage or configuration ·
3 some vendors failed, the others were read · 4 key or permission refused ·
8 a vendor's pages contradict each other · 75 try again later ·
130 interrupted: the token printed goes on from there · 1 anything else
`;

async function list(options: ListCommandOptions, io: Io): Promise<ExitCode> {
  const { openAudiences } = await import("../open.ts");
  const { createWriter } = await import("../output/format.ts");
  const { audienceKind } = await import("../output/audiences.ts");
  const { createProgress } = await import("../output/progress.ts");
  const { readAndWrite } = await import("../reading.ts");
  const { order, pageSize } = options;
  const { audiences, end } = await openAudiences(options, io, "--provider", options.provider);
  const format = formatOf(options);
  const paged = audiences.list({ order, pageSize, signal: io.signal });
  const writer = createWriter(format, { kind: audienceKind, io, raw: options.raw === true });
  const quiet = options.verbose === true || (format !== "table" && io.stdout.isTTY);
  const progress = createProgress(audienceKind, io, !quiet);
  return readAndWrite(paged, { writer, progress, end }, options, io);
}

export function listCommand(io: Io, done: (code: ExitCode) => void): Command {
  return recordCommand("list")
    .summary("every audience of every vendor")
    .description("Lists every audience of every configured vendor, in one stream and one shape.")
    .optionsGroup("What is read:")
    .option("--provider <names>", "only these, in this order: a,b or once for each", names)
    .option("--limit <count>", "stop after so many audiences, and show the token", wholeNumber(1))
    .option(
      "--size <count>",
      "audiences of a page of ours: so many are written at a time (default: as the vendors' pages come)",
      wholeNumber(1),
    )
    .option(
      "--page-size <count>",
      "asked of the vendors, cut to what each one gives (default: the most)",
      wholeNumber(1),
    )
    .addOption(
      new Option(
        "--order <order>",
        "rounds: a page of each vendor in turn, always the same; arrival: as they come (default: rounds)",
      ).choices(["rounds", "arrival"] as const),
    )
    .option("--continue <token>", "go on where an earlier run ended")
    .addHelpText("after", help.trimEnd())
    .action(async (options) => done(await list(options, io)));
}
