import type { Command } from "@commander-js/extra-typings";
import { Option } from "@commander-js/extra-typings";

import type { Change } from "../../history/index.ts";
import type { ExitCode } from "../exit.ts";
import { exitCodes } from "../exit.ts";
import { usageFailure } from "../failures.ts";
import type { Io } from "../io.ts";
import { vendorCommand } from "../options.ts";
import { period } from "../period.ts";
import type { SourceOptions } from "../source-options.ts";

type ChangesOptions = SourceOptions & {
  readonly database?: string | undefined;
  readonly since?: number | undefined;
  readonly provider?: string | undefined;
  readonly kind?: Change["kind"] | undefined;
  readonly steps?: true | undefined;
  readonly json?: true | undefined;
  readonly ndjson?: true | undefined;
};

/** Not taken from the history, which would be loaded for every help text. */
const kinds = [
  "new",
  "renamed",
  "grown",
  "shrunk",
  "status",
  "matched",
  "vanished",
] as const satisfies readonly Change["kind"][];

const help = `
Compares the snapshot of then with the latest one; no vendor is asked. An
audience has vanished only when a complete listing no longer held it and its
vendor, asked for it, did not know it either. With --json:
  { "from", "to", "changes": [{ "at", "kind", "provider", "id", "name",
    "before", "after", "unit" }, …] }

Examples:
  $ audiencekit changes --emulate             try it: ninety made-up days
  $ audiencekit changes --since 24h
  $ audiencekit changes --since 30d --kind vanished --json
  $ audiencekit changes --since 30d --steps   each step, not the sum of them

Exit codes: 0 · 2 usage, a store that cannot be opened, or one without snapshots
`;

const day = 86_400_000;

async function changes(options: ChangesOptions, io: Io): Promise<ExitCode> {
  const { changesBetween } = await import("../../history/index.ts");
  const { openHistory } = await import("../history.ts");
  const { wantsColour } = await import("../io.ts");
  const { changeJson, changeKind } = await import("../output/changes.ts");
  const { createTable } = await import("../output/table.ts");
  const { counted, createPaint } = await import("../output/text.ts");
  const { since = 7 * day, provider, kind, steps } = options;
  await using opened = await openHistory(options, io);
  const { history, now } = opened;
  if (provider !== undefined && !history.providers.has(provider)) {
    const known = [...history.providers.keys()].join(", ");
    throw usageFailure(`--provider: the history has no ${JSON.stringify(provider)}, but ${known}.`);
  }
  const from = now() - since;
  const found = changesBetween(history, { from, provider, kind, steps: steps === true });
  if (options.ndjson === true) {
    const lines = found.map((change) => `${JSON.stringify(changeJson(change))}\n`);
    await io.stdout.write(lines.join(""));
    return exitCodes.complete;
  }
  const first = history.snapshots.findLast(({ at }) => at <= from) ?? history.snapshots[0];
  const ends = { from: first?.at ?? from, to: history.snapshots.at(-1)?.at ?? from };
  if (options.json === true) {
    const [iso, last] = [ends.from, ends.to].map((at) => new Date(at).toISOString());
    const document = { from: iso, to: last, changes: found.map(changeJson) };
    await io.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    return exitCodes.complete;
  }
  const paint = createPaint(wantsColour(io.stdout, io.env));
  const width = io.stdout.isTTY ? io.stdout.columns : undefined;
  if (found.length > 0) {
    await io.stdout.write(createTable(changeKind.columns, { width, paint })(found));
  }
  const [start, end] = [ends.from, ends.to].map((at) =>
    new Date(at).toISOString().slice(0, 16).replace("T", " "),
  );
  await io.stderr.write(`\n${counted(found.length, "change")} from ${start} to ${end} UTC.\n`);
  return exitCodes.complete;
}

export function changesCommand(io: Io, done: (code: ExitCode) => void): Command {
  return vendorCommand("changes")
    .summary("what is different from a week ago")
    .description("Shows what has changed between two snapshots of the history.")
    .optionsGroup("What is shown:")
    .option("--database <address>", "the store: file:PATH or postgres://…")
    .option("--since <period>", "how long ago, such as 24h or 30d (default: 7d)", period)
    .option("--provider <name>", "only this one")
    .addOption(new Option("--kind <kind>", "only these changes").choices(kinds))
    .option("--steps", "every step in between, not the difference between then and now")
    .optionsGroup("Output:")
    .addOption(new Option("--json", "one JSON document on stdout").conflicts("ndjson"))
    .addOption(new Option("--ndjson", "one JSON object a line on stdout").conflicts("json"))
    .addHelpText("after", help.trimEnd())
    .action(async (options) => done(await changes(options, io)));
}
