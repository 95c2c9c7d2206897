import type { Command } from "@commander-js/extra-typings";

import type { TakenSnapshot } from "../../history/index.ts";
import type { ExitCode } from "../exit.ts";
import { exitCodes, exitOfReport } from "../exit.ts";
import { usageFailure } from "../failures.ts";
import type { Io } from "../io.ts";
import { names, sourceCommand } from "../options.ts";
import type { CommonOptions } from "../options.ts";
import { period } from "../period.ts";

type SnapshotOptions = CommonOptions & {
  readonly provider?: readonly string[] | undefined;
  readonly database?: string | undefined;
  readonly every?: number | undefined;
  readonly keep?: number | undefined;
  readonly thin?: true | undefined;
  readonly json?: true | undefined;
};

const help = `
Snapshots are what audiencekit changes, dashboard and report show. One that is
not complete is stored as what it is. Only what is different from the snapshot
before takes up room. Stopped at any moment, it leaves nothing half done.

Without --database, AUDIENCEKIT_DATABASE_URL names the store; without that, it
is .audiencekit/audiencekit.db in this folder. With --emulate and no --database,
nothing is kept. With --json, each snapshot is one line:
  { "id", "takenAt", "audiences", "dropped", "report": {…} }

Examples:
  $ audiencekit snapshot                     once, from cron
  $ audiencekit snapshot --every 1h          until Ctrl-C
  $ audiencekit snapshot --keep 400d --thin  and drops what is old

Exit codes: 0 complete · 2 usage, configuration, or a store that cannot be
opened · 3 some vendors failed, the others were stored · 4 key or permission
refused · 8 a vendor's pages contradict each other · 75 try again later ·
130 interrupted · 1 anything else. With --every: 0 stopped
`;

/** The time until the next one, or until it is to stop. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  const { setTimeout: sleep } = await import("node:timers/promises");
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}

async function snapshot(options: SnapshotOptions, io: Io): Promise<ExitCode> {
  const { pruneHistory, readHistory, takeSnapshot } = await import("../../history/index.ts");
  const { openAudiences } = await import("../open.ts");
  const { openDatabase } = await import("../database.ts");
  const { audienceKind } = await import("../output/audiences.ts");
  const { reportText } = await import("../output/report.ts");
  const { createPaint } = await import("../output/text.ts");
  const { wantsColour } = await import("../io.ts");
  const { every, keep, thin, json } = options;
  if (every !== undefined && every < 10_000) {
    throw usageFailure("--every: vendors are not asked more often than every 10s.");
  }
  const { audiences, entries, end } = await openAudiences(
    options,
    io,
    "--provider",
    options.provider,
  );
  const vendors = Object.fromEntries(entries.map(({ name, vendor }) => [name, vendor]));
  await using store = await openDatabase(options, io);
  const history = await readHistory(store);
  const { signal } = io;
  const paint = createPaint(wantsColour(io.stderr, io.env));

  const say = async (taken: TakenSnapshot, dropped: number): Promise<void> => {
    const { id, takenAt, audiences: written, report } = taken;
    if (json === true) {
      const line = { id, takenAt, audiences: written, dropped, report };
      await io.stdout.write(`${JSON.stringify(line)}\n`);
      return;
    }
    const closing = { written, report, token: undefined, interrupted: false };
    await io.stderr.write(reportText(audienceKind, closing, paint));
    const old = dropped === 0 ? "" : ` ${dropped} old ones were dropped.`;
    const kept =
      store.label === ":memory:"
        ? "was taken, and is not kept; name a store with --database"
        : "is stored";
    await io.stdout.write(`Snapshot ${id} of ${takenAt.toISOString()} ${kept}.${old}\n`);
  };
  const once = async (): Promise<ExitCode> => {
    const taken = await takeSnapshot(audiences, { store, history, vendors, signal });
    const isPruned = keep !== undefined || thin === true;
    const dropped = isPruned ? await pruneHistory(store, { keep, thin }) : 0;
    await say(taken, dropped);
    return exitOfReport(taken.report);
  };
  try {
    if (every === undefined) {
      return await once();
    }
    while (!signal.aborted) {
      const started = performance.now();
      await once();
      await pause(Math.max(0, every - (performance.now() - started)), signal);
    }
    return exitCodes.complete;
  } finally {
    end();
  }
}

export function snapshotCommand(io: Io, done: (code: ExitCode) => void): Command {
  return sourceCommand("snapshot")
    .summary("stores what there is now, for the history")
    .description("Lists every audience of every configured vendor and stores what has changed.")
    .optionsGroup("What is read:")
    .option("--provider <names>", "only these: a,b or once for each", names)
    .option("--every <period>", "again and again, such as every 1h, until it is stopped", period)
    .optionsGroup("Where it is kept:")
    .option("--database <address>", "the store: file:PATH or postgres://…")
    .option("--keep <period>", "drop snapshots that are older, such as 400d", period)
    .option("--thin", "keep one a day after 30 days, and one a week after a year")
    .optionsGroup("Output:")
    .option("--json", "one line of JSON on stdout for each snapshot")
    .addHelpText("after", help.trimEnd())
    .action(async (options) => done(await snapshot(options, io)));
}
