import type { Loss, Plan, PlanSummary } from "../plan.ts";
import { counted, directionOf, effortOf, fateOf, lessened, number, withheld } from "./words.ts";

/** Fields beyond these are counted only. */
const mostFields = 40;

function table(rows: readonly (readonly string[])[], right: ReadonlySet<number>): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), 0),
  );
  return rows
    .map((row) => {
      const cells = row.map((cell, column) => {
        const width = widths[column] ?? 0;
        return right.has(column) ? cell.padStart(width) : cell.padEnd(width);
      });
      return `  ${cells.join("  ").trimEnd()}\n`;
    })
    .join("");
}

function lossText({ count, reason, message, remedy, examples }: Loss): string {
  const shown = examples.length === 0 ? "" : ` For example ${examples.join(", ")}.`;
  return `  ${number(count)}  ${reason}\n      ${message}.${shown}\n      ${remedy}\n`;
}

function section(title: string, body: string): string {
  return body === "" ? "" : `\n${title}\n${body}`;
}

function countsText({ read, carried, carriedWithLoss, notCarried }: PlanSummary): string {
  const rows = [
    ["read", number(read)],
    ["carried", number(carried)],
    ["carried with loss", number(carriedWithLoss)],
    ["not carried", number(notCarried)],
  ];
  return table(rows, new Set([1]));
}

function fieldsText({ fields }: PlanSummary): string {
  const rows = fields
    .slice(0, mostFields)
    .map((field) => [
      field.name,
      number(field.kept),
      number(field.changed),
      number(field.dropped),
      fateOf(field),
    ]);
  const rest = fields.length - rows.length;
  const more = rest > 0 ? `  and ${number(rest)} more\n` : "";
  const head = ["", "kept", "changed", "dropped", ""];
  return rows.length === 0 ? "" : table([head, ...rows], new Set([1, 2, 3])) + more;
}

function crosswalkText({ crosswalk }: PlanSummary): string {
  if (crosswalk === null) {
    return "";
  }
  const { rows, gained, rescued } = crosswalk;
  return `  ${counted(rows, "row")}; it gave ${counted(gained, "member")} an identifier, and ${number(rescued)} of them could not be carried without.\n`;
}

/** A plan for people, as plain text. Names in it are the vendors' own: show it with what steers a terminal spelled out. */
export function renderPlanText(plan: Plan): string {
  const { summary, purpose } = plan;
  const { losses, caveats } = summary;
  const [from, to] = directionOf(plan);
  return [
    `Plan ${plan.id}\n  from  ${from}\n  to    ${to}\n`,
    purpose === null ? "" : `  for   ${purpose}\n`,
    `\n${countsText(summary)}`,
    section("Not carried", withheld(losses).map(lossText).join("")),
    section("Carried with loss", lessened(losses).map(lossText).join("")),
    section("Fields of those who are carried", fieldsText(summary)),
    section("Crosswalk", crosswalkText(summary)),
    section("To be written", `  ${effortOf(plan)}\n`),
    section("To be known", caveats.map(({ code, message }) => `  ${code}: ${message}\n`).join("")),
  ].join("");
}
