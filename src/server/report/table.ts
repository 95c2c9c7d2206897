import { markup } from "./markup.ts";
import type { Markup } from "./markup.ts";

/** A column of a report's table. */
export interface Column<Item> {
  readonly title: string;
  /** `number` is set to the right. */
  readonly kind?: "name" | "number" | "nowrap";
  cell(item: Item): string | Markup;
}

export function table<Item>(
  caption: string | undefined,
  columns: readonly Column<Item>[],
  items: readonly Item[],
): Markup {
  const heads = columns.map(
    ({ title, kind }) =>
      markup`<th scope="col" class="${kind === "number" ? kind : ""}">${title}</th>`,
  );
  const rows = items.map((item) => {
    const cells = columns.map(
      ({ kind, cell }) => markup`<td class="${kind ?? ""}">${cell(item)}</td>`,
    );
    return markup`<tr>${cells}</tr>\n`;
  });
  const title = caption === undefined ? markup`` : markup`<caption>${caption}</caption>`;
  return markup`<div class="scroll"><table>${title}<thead><tr>${heads}</tr></thead><tbody>
${rows}</tbody></table></div>`;
}

/** Text of a vendor: its direction is its own. */
export const foreign = (text: string): Markup => markup`<bdi dir="auto">${text}</bdi>`;

/** A time as everybody reads it alike: in UTC, which the report says of all its times. */
export const stamp = (at: string | null): string =>
  at === null ? "–" : at.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*$/, "$1 $2");
