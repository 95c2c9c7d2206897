import type { FieldFate, Loss, Plan } from "../plan.ts";
import { counted, directionOf, effortOf, fateOf, lessened, number, withheld } from "./words.ts";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escape = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? "");

const style = `
:root { color-scheme: light dark; --line: #8884; --good: #2a7; --some: #c80; --none: #c33; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; }
th, td { text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.n { text-align: right; font-variant-numeric: tabular-nums; }
.bar { display: flex; height: 1rem; border-radius: .3rem; overflow: hidden; margin: 1rem 0; background: var(--line); }
.bar i:nth-child(1) { background: var(--good); } .bar i:nth-child(2) { background: var(--some); } .bar i:nth-child(3) { background: var(--none); }
code { font-size: .95em; } .remedy { opacity: .8; }`;

function lossRow({ count, reason, message, remedy, examples }: Loss): string {
  const shown = examples.length === 0 ? "" : `<br>For example ${escape(examples.join(", "))}.`;
  return `<tr><td class="n">${number(count)}<td><code>${reason}</code><td>${escape(message)}.${shown}<br><span class="remedy">${escape(remedy)}</span>`;
}

function lossTable(title: string, losses: readonly Loss[]): string {
  return losses.length === 0
    ? ""
    : `<h2>${title}</h2><table><thead><tr><th class="n">people<th>reason<th>what it means</thead><tbody>${losses.map(lossRow).join("")}</tbody></table>`;
}

function fieldRow(field: FieldFate): string {
  const { name, kept, changed, dropped } = field;
  const counts = [kept, changed, dropped].map((count) => `<td class="n">${number(count)}`).join("");
  return `<tr><td>${escape(name)}${counts}<td>${fateOf(field)}`;
}

function bar({ summary }: Plan): string {
  const { read, carried, carriedWithLoss, notCarried } = summary;
  const part = (count: number): string =>
    `<i style="width:${read === 0 ? 0 : Math.round((count / read) * 10_000) / 100}%"></i>`;
  return `<div class="bar" aria-hidden="true">${part(carried)}${part(carriedWithLoss)}${part(notCarried)}</div>`;
}

function countsTable({ summary }: Plan): string {
  const { read, carried, carriedWithLoss, notCarried } = summary;
  const rows = [
    ["read", read],
    ["carried", carried],
    ["carried with loss", carriedWithLoss],
    ["not carried", notCarried],
  ] as const;
  const lines = rows.map(([name, count]) => `<tr><th>${name}<td class="n">${number(count)}`);
  return `<table><tbody>${lines.join("")}</tbody></table>`;
}

/** A plan as one page that needs nothing else: no script, no font, no address. People are masked in it. */
export function renderPlanHtml(plan: Plan): string {
  const { summary, purpose, id, createdAt } = plan;
  const { losses, fields, crosswalk, caveats } = summary;
  const [from, to] = directionOf(plan);
  const head = [
    `<!doctype html><html lang="en"><meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width">`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>Plan ${escape(id)}</title><style>${style}</style>`,
  ];
  const body = [
    `<h1>${escape(from)} → ${escape(to)}</h1>`,
    `<p>Plan <code>${escape(id)}</code>, made ${escape(createdAt)}. Nothing is written by a plan.</p>`,
    purpose === null ? "" : `<p>Purpose: ${escape(purpose)}</p>`,
    countsTable(plan),
    bar(plan),
    lossTable("Not carried", withheld(losses)),
    lossTable("Carried with loss", lessened(losses)),
    fields.length === 0
      ? ""
      : `<h2>Fields of those who are carried</h2><table><thead><tr><th>field<th class="n">kept<th class="n">changed<th class="n">dropped<th></thead><tbody>${fields.map(fieldRow).join("")}</tbody></table>`,
    crosswalk === null
      ? ""
      : `<h2>Crosswalk</h2><p>${counted(crosswalk.rows, "row")}; it gave ${counted(crosswalk.gained, "member")} an identifier, and ${number(crosswalk.rescued)} of them could not be carried without.</p>`,
    `<h2>To be written</h2><p>${escape(effortOf(plan))}</p>`,
    caveats.length === 0
      ? ""
      : `<h2>To be known</h2><ul>${caveats.map(({ code, message }) => `<li><code>${code}</code>: ${escape(message)}`).join("")}</ul>`,
  ];
  return `${[...head, ...body].filter((line) => line !== "").join("\n")}\n`;
}
