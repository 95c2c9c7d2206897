import type { Command } from "@commander-js/extra-typings";
import { Option } from "@commander-js/extra-typings";

import type { Baseline, BaselineEntry } from "../drift/baseline.ts";
import type { ProviderDrift, Seen } from "../drift/compare.ts";
import type { ExitCode } from "../exit.ts";
import { exitCodes, exitOfReport } from "../exit.ts";
import type { Io } from "../io.ts";
import { names, sourceCommand } from "../options.ts";
import type { CommonOptions } from "../options.ts";

type DriftOptions = CommonOptions & {
  readonly provider?: readonly string[] | undefined;
  readonly baseline?: string | undefined;
  readonly update?: true | undefined;
  readonly json?: true | undefined;
};

const help = `
Every audience is read, and what the vendors' records look like is compared with
the baseline: fields that are new or gone, types that changed, words that were
not heard before. The first run stores the baseline. It holds paths and types
and no record; emulated vendors have a part of their own in it. A vendor that
could not be read to its end is not compared, one that is not in the baseline
yet is added. With --json:
  { "changed", "baseline": { "file", "stored" },
    "providers": [{ "provider", "vendor", "status", "audiences", "since",
      "changes": [{ "kind", "path", "message" }], "error" }], "report": {…} }

Examples:
  $ audiencekit drift             the first time: stores .audiencekit/drift.json
  $ audiencekit drift             from then on: says what has changed
  $ audiencekit drift --update    what has changed is as it should be
  $ audiencekit drift --emulate --emulate-generation contract
  $ audiencekit drift --emulate   what Whop changed in July 2026

Exit codes: 0 nothing changed, or the baseline was stored · 5 something changed,
whatever else · 2 usage, configuration, or a baseline that is damaged or of a
newer version · 3 some vendors failed, or gave records that cannot be read ·
4 key or permission refused · 8 a vendor's pages contradict each other ·
75 try again later · 130 interrupted, nothing stored · 1 anything else
`;

type Entries = Record<string, BaselineEntry>;

/** The baseline's entries with what is stored anew: what was not in it, and all that was compared if it is agreed to. */
function renewed(
  before: Baseline["providers"],
  seen: readonly Seen[],
  drifts: readonly ProviderDrift[],
  accepted: boolean,
): { readonly entries: Entries; readonly stored: boolean } {
  const at = new Date().toISOString();
  const fresh = drifts.flatMap(({ status, audiences }, index): [string, BaselineEntry][] => {
    const one = seen[index];
    const wanted = status === "new" || (accepted && status !== "unread" && audiences > 0);
    return one !== undefined && wanted
      ? [[one.provider, { vendor: one.vendor, at, shape: one.shape }]]
      : [];
  });
  return { entries: { ...before, ...Object.fromEntries(fresh) }, stored: fresh.length > 0 };
}

async function drift(options: DriftOptions, io: Io): Promise<ExitCode> {
  const { openAudiences } = await import("../open.ts");
  const { readBaseline, storeBaseline } = await import("../drift/baseline.ts");
  const { driftOf } = await import("../drift/compare.ts");
  const { observe } = await import("../drift/observe.ts");
  const { audienceKind } = await import("../output/audiences.ts");
  const { driftClosing, driftFailures, driftJson, driftText } = await import("../output/drift.ts");
  const { createProgress } = await import("../output/progress.ts");
  const file = await readBaseline(io.cwd, options.baseline);
  const { audiences, entries, end } = await openAudiences(
    options,
    io,
    "--provider",
    options.provider,
  );
  const progress = createProgress(audienceKind, io, options.verbose !== true);
  const vendors = new Map(entries.map(({ name, vendor }) => [name, vendor]));
  const paged = audiences.list({ order: "arrival", signal: io.signal });
  const { seen, report, audiences: read } = await observe(paged, vendors, progress);
  end();

  const baseline = file.baseline ?? { providers: {}, emulated: {} };
  const part = options.emulate === true ? "emulated" : "providers";
  const drifts = seen.map((one) => driftOf(one, baseline[part][one.provider]));
  const accepted = options.update === true;
  const next = renewed(baseline[part], seen, drifts, accepted);
  if (next.stored) {
    await storeBaseline(file, { ...baseline, [part]: next.entries });
  }
  const result = { drifts, report, shown: file.shown, stored: next.stored, accepted };
  await io.stdout.write(options.json === true ? driftJson(result) : driftText(result, io));
  await io.stderr.write(
    options.json === true ? driftFailures(result) : driftClosing(result, read, io),
  );
  const changed = drifts.some(({ status }) => status === "changed");
  return changed && !accepted ? exitCodes.drift : exitOfReport(report);
}

export function driftCommand(io: Io, done: (code: ExitCode) => void): Command {
  return sourceCommand("drift")
    .summary("have the vendors changed what their records look like?")
    .description(
      "Compares what the vendors' records look like with a stored baseline, so that a change is seen before it hurts.",
    )
    .addOption(
      new Option(
        "--emulate-generation <generation>",
        "with --emulate: Whop's records as in its contract, or as they are since July 2026 (default: current)",
      ).choices(["contract", "current"] as const),
    )
    .option("--provider <names>", "only these: a,b or once for each", names)
    .optionsGroup("Baseline:")
    .option("--baseline <file>", "instead of .audiencekit/drift.json")
    .option("--update", "store the present state as the new baseline")
    .optionsGroup("Output:")
    .option("--json", "JSON on stdout")
    .addHelpText("after", help.trimEnd())
    .action(async (options) => done(await drift(options, io)));
}
