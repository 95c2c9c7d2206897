import type { Command } from "@commander-js/extra-typings";
import { Option } from "@commander-js/extra-typings";

import type { ExitCode } from "../exit.ts";
import { exitCodes } from "../exit.ts";
import { usageFailure } from "../failures.ts";
import type { Io } from "../io.ts";
import { names, vendorCommand } from "../options.ts";
import { period } from "../period.ts";
import type { SourceOptions } from "../source-options.ts";

type ReportOptions = SourceOptions & {
  readonly database?: string | undefined;
  readonly since?: number | undefined;
  readonly provider?: readonly string[] | undefined;
  readonly html?: true | undefined;
  readonly json?: true | undefined;
};

const help = `
The file holds everything it shows: no script, nothing from elsewhere, nothing
about single people. No vendor is asked. With --json, the same as data:
  { "generatedAt", "from", "to", "providers": […], "audiences": […],
    "changes": […] }

Examples:
  $ audiencekit report --html --emulate > report.html   try it
  $ audiencekit report --html --provider whop --since 30d > august.html

Exit codes: 0 · 2 usage, a store that cannot be opened, or one without snapshots
`;

const month = 30 * 86_400_000;

async function report(options: ReportOptions, io: Io): Promise<ExitCode> {
  if (options.html !== true && options.json !== true) {
    throw usageFailure("report: say as what: --html for a file to send, --json for a program.");
  }
  const { reportData, reportHtml } = await import("../../server/index.ts");
  const { openHistory } = await import("../history.ts");
  const { since = month, provider: providers } = options;
  await using opened = await openHistory(options, io);
  const { history, now } = opened;
  const unknown = providers?.find((name) => !history.providers.has(name));
  if (unknown !== undefined) {
    const known = [...history.providers.keys()].join(", ");
    throw usageFailure(`--provider: the history has no ${JSON.stringify(unknown)}, but ${known}.`);
  }
  const data = reportData({ history, since, providers, now: now() });
  await io.stdout.write(
    options.html === true ? reportHtml(data) : `${JSON.stringify(data, null, 2)}\n`,
  );
  return exitCodes.complete;
}

export function reportCommand(io: Io, done: (code: ExitCode) => void): Command {
  return vendorCommand("report")
    .summary("the history as one file to send")
    .description("Writes what there is and what has changed as one self-contained page.")
    .optionsGroup("What is shown:")
    .option("--database <address>", "the store: file:PATH or postgres://…")
    .option("--since <period>", "how far back it looks, such as 7d (default: 30d)", period)
    .option("--provider <names>", "only these: a,b or once for each", names)
    .optionsGroup("Output:")
    .addOption(new Option("--html", "one page on stdout").conflicts("json"))
    .addOption(new Option("--json", "one JSON document on stdout").conflicts("html"))
    .addHelpText("after", help.trimEnd())
    .action(async (options) => done(await report(options, io)));
}
