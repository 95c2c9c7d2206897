import { createHash } from "node:crypto";

import { html, raw } from "hono/html";

import type { AudienceView, ChangeView, ProviderView } from "../model.ts";
import type { ReportData } from "./data.ts";
import { reportStyle } from "./style.ts";

/** Text that is put in is escaped by `html`; only what is made here of numbers goes in as markup. */
type Markup = ReturnType<typeof html>;

const thousands = new Intl.NumberFormat("en-US");
const day = (iso: string | null): string => iso?.slice(0, 10) ?? "–";
const minute = (iso: string): string => iso.slice(0, 16).replace("T", " ");

const counted = (count: AudienceView["size"]): string =>
  count === null ? "–" : `${thousands.format(count.value)} ${count.unit}`;

function signed(value: number | null): string {
  if (value === null) {
    return "–";
  }
  return value === 0 ? "0" : `${value > 0 ? "+" : "−"}${thousands.format(Math.abs(value))}`;
}

const [width, height] = [96, 20];

/** A line through what is known; where something is not, it is interrupted. */
function trendLine(trend: readonly (number | null)[]): Markup | string {
  const known = trend.filter((value) => value !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const lines: string[][] = [[]];
  for (const [index, value] of trend.entries()) {
    if (value === null) {
      lines.push([]);
      continue;
    }
    const x = (index / Math.max(1, trend.length - 1)) * width;
    const y = most === least ? height / 2 : height - ((value - least) / (most - least)) * height;
    lines.at(-1)?.push(`${x.toFixed(1)},${(y * 0.9 + 1).toFixed(1)}`);
  }
  const drawn = lines.filter((points) => points.length > 1);
  const markup = drawn.map((points) => `<polyline points="${points.join(" ")}"/>`).join("");
  return drawn.length === 0
    ? ""
    : html`<svg width="${width}" height="${height}" aria-hidden="true">${raw(markup)}</svg>`;
}

const colours: Readonly<Record<string, string>> = {
  ready: "good",
  complete: "good",
  processing: "warn",
  partial: "warn",
  incomplete: "warn",
  failed: "bad",
};

const word = (text: string): Markup =>
  html`<span class="${colours[text] ?? "soft"}">${text}</span>`;

function providerRow(provider: ProviderView): Markup {
  const { name, vendor, state, audiences, completeAt, error } = provider;
  return html`<tr>
    <td>${name}${name === vendor ? "" : html` <span class="soft">${vendor}</span>`}</td>
    <td>${word(state)}${error === null ? "" : html` <span class="soft">${error}</span>`}</td>
    <td class="number">${thousands.format(audiences)}</td>
    <td class="number">${completeAt === null ? "never" : minute(completeAt)}</td>
  </tr>`;
}

function audienceRow(audience: AudienceView): Markup {
  const { name, status, error, size, matchRate, growth, trend, stale, seenAt } = audience;
  const age = stale ? html` <span class="warn">last seen ${day(seenAt)}</span>` : "";
  return html`<tr>
    <td>${name}${age}</td>
    <td>${word(status)}${error === null ? "" : html` <span class="soft">${error}</span>`}</td>
    <td class="number">${counted(size)}</td>
    <td class="number">${matchRate === null ? "–" : `${Math.round(matchRate * 100)}%`}</td>
    <td class="number">${signed(growth)}</td>
    <td class="soft">${trendLine(trend)}</td>
  </tr>`;
}

const value = (of: ChangeView["before"], unit: string | null): string =>
  typeof of === "number" ? `${thousands.format(of)} ${unit ?? ""}`.trim() : (of ?? "–");

function changeRow({ at, kind, provider, name, before, after, unit }: ChangeView): Markup {
  return html`<tr>
    <td class="number">${minute(at)}</td>
    <td>${kind}</td>
    <td>${provider}</td>
    <td>${name}</td>
    <td>${value(before, unit)} → ${value(after, unit)}</td>
  </tr>`;
}

/** So many changes of one report are listed; more of them nobody reads. */
const mostChanges = 500;

/** In one piece: a blank more, and the policy would not know it any more. */
const styleElement = raw(`<style>${reportStyle}</style>`);

/** A report as one file: no script, nothing from elsewhere, and what vendors say as text. */
export async function reportHtml(data: ReportData): Promise<string> {
  const { providers, audiences, changes, generatedAt, from, to } = data;
  const style = createHash("sha256").update(reportStyle).digest("base64");
  const shown = changes.slice(0, mostChanges);
  const left = changes.length - shown.length;
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="content-security-policy"
          content="default-src 'none'; style-src 'sha256-${raw(style)}'"
        />
        <title>Audiences, ${day(to)}</title>
        ${styleElement}
      </head>
      <body>
        <h1>Audiences</h1>
        <p class="soft">
          ${thousands.format(audiences.length)} lists as of ${minute(to)} UTC, compared with
          ${minute(from)} UTC
        </p>
        <h2>Providers</h2>
        <table>
          <thead>
            <tr>
              <th>Provider</th>
              <th>Last reading</th>
              <th class="number">Lists</th>
              <th class="number">Last complete (UTC)</th>
            </tr>
          </thead>
          <tbody>
            ${providers.map(providerRow)}
          </tbody>
        </table>
        ${providers.map(
          ({ name }) =>
            html`<h2>${name}</h2>
              <table>
                <thead>
                  <tr>
                    <th>List</th>
                    <th>Status</th>
                    <th class="number">Size</th>
                    <th class="number">Matched</th>
                    <th class="number">7 days</th>
                    <th>Trend</th>
                  </tr>
                </thead>
                <tbody>
                  ${audiences.filter(({ provider }) => provider === name).map(audienceRow)}
                </tbody>
              </table>`,
        )}
        <h2>Changes</h2>
        ${
          changes.length === 0
            ? html`<p class="soft">None.</p>`
            : html`<table>
                <thead>
                  <tr>
                    <th class="number">When (UTC)</th>
                    <th>What</th>
                    <th>Provider</th>
                    <th>List</th>
                    <th>Before and after</th>
                  </tr>
                </thead>
                <tbody>
                  ${shown.map(changeRow)}
                </tbody>
              </table>`
        }
        ${left > 0 ? html`<p class="soft">And ${thousands.format(left)} more.</p>` : ""}
        <p class="soft">
          Sizes of different units are not added up. “–” is what the platform does not say. Made by
          audiencekit at ${minute(generatedAt)} UTC.
        </p>
      </body>
    </html> `;
  return page.toString();
}
