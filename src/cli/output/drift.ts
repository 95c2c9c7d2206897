import type { ShapeChange } from "../../core/drift.ts";
import type { Report } from "../../core/paging/report.ts";
import type { ProviderDrift } from "../drift/compare.ts";
import type { Io } from "../io.ts";
import { wantsColour } from "../io.ts";
import { audienceKind } from "./audiences.ts";
import { failures, reportText } from "./report.ts";
import { createTable } from "./table.ts";
import { counted, createPaint, printable } from "./text.ts";
import type { Paint } from "./text.ts";

export interface DriftResult {
  readonly drifts: readonly ProviderDrift[];
  readonly report: Report;
  /** The file of the baseline, as a person would name it. */
  readonly shown: string;
  /** Whether the baseline was written anew. */
  readonly stored: boolean;
  /** Whether what changed was agreed to. */
  readonly accepted: boolean;
}

/** Most telling first. */
const words = {
  changed_type: "changed type",
  vanished_field: "gone field",
  noticed: "noticed",
  new_field: "new field",
} as const satisfies Record<ShapeChange["kind"], string>;
const rank = Object.keys(words);

const ranked = (changes: readonly ShapeChange[]): readonly ShapeChange[] =>
  changes.toSorted((one, other) => rank.indexOf(one.kind) - rank.indexOf(other.kind));

const colours: Readonly<Record<ProviderDrift["status"], Parameters<Paint>[0]>> = {
  unchanged: "green",
  changed: "red",
  new: "green",
  empty: "dim",
  unread: "yellow",
};

const dayOf = (since: string | null): string => (since === null ? "" : since.slice(0, 10));
const looked = ({ audiences }: ProviderDrift): string => `(${counted(audiences, "audience")})`;

const headlines: Readonly<Record<ProviderDrift["status"], (drift: ProviderDrift) => string>> = {
  unchanged: (drift) => `unchanged since ${dayOf(drift.since)} ${looked(drift)}`,
  changed: (drift) =>
    `${counted(drift.changes.length, "change")} since ${dayOf(drift.since)} ${looked(drift)}`,
  new: (drift) => `new in the baseline ${looked(drift)}`,
  empty: () => "no audiences, so nothing to compare",
  unread: ({ error }) =>
    `not compared: it could not be read to its end${error === null ? "" : ` (${error})`}`,
};

/** A line for each provider, and one below for each of its changes. */
export function driftText({ drifts }: DriftResult, { stdout, env }: Io): string {
  const paint = createPaint(wantsColour(stdout, env));
  return drifts
    .map((drift) => {
      const rows = createTable<ShapeChange>(
        [
          { title: "", cell: ({ kind }) => `  ${words[kind]}` },
          { title: "", cell: ({ path }) => printable(path) },
          { title: "", cell: ({ message }) => printable(message) },
        ],
        { paint },
      )(ranked(drift.changes));
      const title = `${printable(drift.provider)}: ${paint(colours[drift.status], headlines[drift.status](drift))}\n`;
      return title + rows.slice(rows.indexOf("\n") + 1); // a table without its header
    })
    .join("");
}

/** What became of the baseline. */
function fate({ drifts, shown, stored, accepted }: DriftResult): readonly string[] {
  const file = printable(shown);
  const of = (wanted: ProviderDrift["status"]): readonly string[] =>
    drifts.filter(({ status }) => status === wanted).map(({ provider }) => provider);
  if (stored && drifts.every(({ since }) => since === null)) {
    return [`Stored the baseline in ${file}; the next run compares with it.`];
  }
  if (stored && accepted) {
    return [`Stored the present state in ${file}.`];
  }
  const added = stored ? [`Added ${of("new").join(", ")} to ${file}.`] : [];
  const remedy = `Where this is as it should be, run the same command with --update.`;
  return of("changed").length > 0 ? [...added, remedy] : added;
}

/** The report of the listing for people, and what became of the baseline. */
export function driftClosing(result: DriftResult, written: number, { stderr, env }: Io): string {
  const closing = { written, report: result.report, token: undefined, interrupted: false };
  const report = reportText(audienceKind, closing, createPaint(wantsColour(stderr, env)));
  return [report, ...fate(result).map((line) => `${line}\n`)].join("");
}

export function driftFailures({ report }: DriftResult): string {
  return failures(report)
    .map((line) => `${line}\n`)
    .join("");
}

export function driftJson({ drifts, report, shown, stored }: DriftResult): string {
  const document = {
    changed: drifts.some(({ status }) => status === "changed"),
    baseline: { file: shown, stored },
    providers: drifts.map(({ provider, vendor, status, audiences, since, changes, error }) => ({
      provider,
      vendor,
      status,
      audiences,
      since,
      changes,
      error,
    })),
    report,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
