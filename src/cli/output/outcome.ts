import type { Capability } from "../../core/contract.ts";
import type { Io } from "../io.ts";
import { wantsColour } from "../io.ts";
import type { MembersOutcome, Outcome, RejectedRows } from "../writing/outcome.ts";
import { audienceText } from "./audience.ts";
import { audienceJson } from "./audiences.ts";
import { createTable } from "./table.ts";
import { createPaint, number, printable } from "./text.ts";

/** The documented JSON of a write: this order, `null` for what there is nothing of. */
export function outcomeJson(outcome: Outcome, error: object | null): string {
  const { operation, dryRun, provider, id, audience, members } = outcome;
  const document = {
    operation,
    dryRun,
    provider,
    id,
    audience: audience === null ? null : audienceJson(audience, false),
    members,
    error,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

type Words = readonly [done: string, would: string];

const words: Readonly<Partial<Record<Capability, Words>>> = {
  create: ["Created", "Would create"],
  update: ["Changed", "Would change"],
  delete: ["Deleted", "Would delete"],
  addMembers: ["Added to", "Would add to"],
  removeMembers: ["Removed from", "Would remove from"],
  replaceMembers: ["Replaced the members of", "Would replace the members of"],
};

function linesOf({ lines, rows }: RejectedRows): string {
  const more = rows > lines.length ? ` and ${number(rows - lines.length)} more` : "";
  return lines.length === 0 ? "" : ` (${rows === 1 ? "line" : "lines"} ${lines.join(", ")}${more})`;
}

/** What became of the rows, each reason with its lines. */
export function membersText(members: MembersOutcome, dryRun: boolean): string {
  const { read, carried, written, rejected, rejections, dropped } = members;
  const plain = createPaint(false);
  const figures: readonly (readonly [string, number])[] = [
    ["rows read", read],
    dryRun ? ["would be written", carried] : ["written", written],
    ["rejected", rejected],
  ];
  const counts = figures.map(([name, value]) => `${name}: ${number(value)}`).join(" · ");
  const table = createTable<RejectedRows>(
    [
      { title: "reason", cell: ({ reason }) => reason },
      { title: "rows", cell: ({ rows }) => number(rows), align: "right" },
      { title: "why", cell: (group) => printable(group.message + linesOf(group)) },
    ],
    { paint: plain },
  );
  const left = Object.entries(dropped).map(
    ([name, rows]) => `${printable(name)} of ${number(rows)}`,
  );
  return [
    `${counts}\n`,
    rejections.length === 0 ? "" : `\n${table(rejections)}`,
    left.length === 0 ? "" : `\nLeft out, as the vendor has no place for it: ${left.join(", ")}\n`,
  ].join("");
}

/** How to wait, where the vendor is not done yet. */
function waitingText({ operation, dryRun, provider, id, audience, members }: Outcome): string {
  const pending = members?.pending ?? null;
  const working = pending !== null || (operation === "create" && audience?.status === "processing");
  if (dryRun || id === null || !working) {
    return "";
  }
  const which = pending === null ? "" : ` --pending ${pending}`;
  return `\nThe vendor is still working on it. To wait until it is done, run\naudiencekit wait ${printable(`${provider}:${id}`)}${printable(which)}\n`;
}

/** What was written, or would be, for people. */
export function outcomeText(outcome: Outcome, io: Io): string {
  const { operation, dryRun, provider, id, audience, members } = outcome;
  const paint = createPaint(wantsColour(io.stdout, io.env));
  const [done, would] = words[operation] ?? [operation, operation];
  const what = printable(id === null ? `an audience at ${provider}` : `${provider}:${id}`);
  const title = dryRun ? `${would} ${what}; nothing was written.` : `${done} ${what}.`;
  const isAsItWas = !dryRun && operation !== "create" && members?.written === 0;
  return [
    `${paint("bold", isAsItWas ? `Nothing was changed at ${what}.` : title)}\n`,
    audience === null ? "" : `\n${audienceText("table", audience, false, io)}`,
    members === null ? "" : `\n${membersText(members, dryRun)}`,
    waitingText(outcome),
  ].join("");
}

/** What a run that was stopped in the middle may have done, and how to go on. */
export function interruptedText(
  operation: Capability,
  members: MembersOutcome | null,
  key: string | undefined,
): string {
  if (operation === "create") {
    return `The audience may have been made all the same: look before you run it again. With --repeat ${key}, a vendor that knows such keys, as Whop does, makes it once.`;
  }
  if (members === null) {
    return "It may have been done all the same; to run it again does no harm.";
  }
  const { written, read } = members;
  const half =
    operation === "replaceMembers"
      ? " Until then the audience may hold a part of the members only."
      : "";
  return `Known to be written: ${number(written)} of the ${number(read)} rows read. Run the same with --repeat ${key}; what was done is not done twice.${half}`;
}
