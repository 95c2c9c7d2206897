import type { AudienceError } from "../../core/errors.ts";
import type { ProviderReport, Report } from "../../core/paging/report.ts";
import type { Kind } from "./kind.ts";
import { createTable } from "./table.ts";
import type { Column } from "./table.ts";
import { counted, number, printable, waitText } from "./text.ts";
import type { Paint } from "./text.ts";

export interface Closing {
  /** Items written by this run. */
  readonly written: number;
  readonly report: Report;
  /** Continues behind what was written; `undefined` = nothing is left. */
  readonly token: string | undefined;
  readonly interrupted: boolean;
}

type Row = readonly [name: string, report: ProviderReport];

const words = { end: "complete", more: "more to come", failed: "failed" } as const;
const colours = { end: "green", more: "yellow", failed: "red" } as const;

/** Why a provider failed, and how long it asks to wait. */
function failureText(name: string, { code, message, retryAfter }: AudienceError): string {
  const wait = retryAfter === undefined ? "" : ` It asks to wait ${waitText(retryAfter)}.`;
  return printable(`${name} failed (${code}): ${message}${wait}`);
}

/** Something that is wanted of the reader, one line each. */
function remarks([name, provider]: Row): readonly string[] {
  const { error, diagnostics } = provider;
  const failed = error === null ? [] : [failureText(name, error)];
  const noticed = diagnostics.map(({ code, path, message, count }) => {
    const often = count === 1 ? "" : ` ${number(count)} times`;
    return `${name} noticed${often}: ${path} ${message} (${code})`;
  });
  return [...failed, ...noticed.map(printable)];
}

/** What failed, for formats whose report is written elsewhere. */
export function failures(report: Report): readonly string[] {
  return Object.entries(report.providers).flatMap(([name, { error }]) =>
    error === null ? [] : [failureText(name, error)],
  );
}

function headline(kind: Kind<never>, closing: Closing, paint: Paint): string {
  const { report, token, written, interrupted } = closing;
  const providers = Object.values(report.providers);
  const whole = providers.filter(({ status }) => status === "end").length;
  const requests = providers.reduce((sum, provider) => sum + provider.requests, 0);
  const failed = providers.some(({ status, refused }) => status === "failed" || refused > 0);
  const sum = `${counted(written, kind.singular)}, ${whole} of ${counted(providers.length, "provider")} complete, ${counted(requests, "request")}`;
  if (report.complete) {
    return paint("green", `Complete: ${sum}.`);
  }
  if (interrupted) {
    return paint("yellow", `Interrupted: ${sum}.`);
  }
  return failed
    ? paint("red", `Incomplete: ${sum}.`)
    : paint("yellow", token === undefined ? `${sum}.` : `More to come: ${sum}.`);
}

/** The report for people: what was read of whom, whether it is everything, and how to go on. */
export function reportText(kind: Kind<never>, closing: Closing, paint: Paint): string {
  const rows = Object.entries(closing.report.providers);
  const table = createTable<Row>(
    [
      { title: "provider", cell: ([name]) => name },
      {
        title: "status",
        cell: ([, { status }]) => words[status],
        paint: (text, [, { status }]) => paint(colours[status], text),
      },
      { title: kind.plural, cell: ([, { items }]) => number(items), align: "right" },
      { title: "pages", cell: ([, { pages }]) => number(pages), align: "right" },
      { title: "requests", cell: ([, { requests }]) => number(requests), align: "right" },
      ...(["duplicates", "refused"] as const)
        .filter((title) => rows.some(([, provider]) => provider[title] > 0))
        .map((title): Column<Row> => ({
          title,
          cell: ([, provider]) => number(provider[title]),
          align: "right",
        })),
    ],
    { paint },
  );
  const notes = rows.flatMap(remarks).map((note) => `${note}\n`);
  const begun = rows.some(([, { pages }]) => pages > 0);
  const goOn =
    closing.token === undefined || !begun
      ? "" // with nothing read, the same command starts at the same place
      : `\nTo go on from here, run the same command with\n--continue ${closing.token}\n`;
  return `\n${table(rows)}${notes.length > 0 ? `\n${notes.join("")}` : ""}\n${headline(kind, closing, paint)}\n${goOn}`;
}
