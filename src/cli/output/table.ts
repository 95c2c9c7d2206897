import type { Paint } from "./text.ts";
import { fit, widthOf } from "./width.ts";

/** One column of a table; its cells are printable text. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  /** Colours a cell; colours take no room. */
  readonly paint?: (text: string, row: Row, paint: Paint) => string;
  readonly align?: "right";
  /** May be cut to make room. */
  readonly flexible?: boolean;
  /** May be left out where the terminal is narrow; the highest goes first. */
  readonly spare?: number;
}

export interface TableOptions {
  /** The terminal's width; without one, no column is left out. */
  readonly width?: number | undefined;
  readonly paint: Paint;
}

/** Decided by the first rows and kept from then on. */
interface Layout<Row> {
  readonly columns: readonly { readonly column: Column<Row>; readonly width: number }[];
}

const gap = "  ";
/** A cut column keeps this much. */
const leastWidth = 12;
/** Without a terminal to fit into, a cut column takes this much at the most. */
const mostWidth = 60;
/** The last column is never cut, so a very long cell of it does not squeeze the others. */
const lastWidth = 32;

/** How wide a line of them is. */
function widthOfLine(columns: readonly { readonly width: number }[]): number {
  return columns.reduce(
    (sum, { width }, index) =>
      sum + (index === columns.length - 1 ? Math.min(width, lastWidth) : width + gap.length),
    0,
  );
}

function layOut<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  available: number,
): Layout<Row> {
  const measured = columns.map((column) => {
    const widths = rows.map((row) => widthOf(column.cell(row)));
    const natural = widths.reduce((most, width) => Math.max(most, width), column.title.length);
    const boundless = column.flexible === true && available === Number.POSITIVE_INFINITY;
    return { column, width: boundless ? Math.min(natural, mostWidth) : natural };
  });
  const squeeze = (list: typeof measured): typeof measured => {
    let excess = widthOfLine(list) - available;
    return list.map(({ column, width }) => {
      const cut =
        column.flexible === true && excess > 0
          ? Math.min(excess, Math.max(0, width - leastWidth))
          : 0;
      excess -= cut;
      return { column, width: width - cut };
    });
  };
  let kept = measured;
  while (widthOfLine(squeeze(kept)) > available) {
    const spares = kept.flatMap(({ column }) => column.spare ?? []);
    if (spares.length === 0) {
      break;
    }
    const first = Math.max(...spares);
    kept = kept.filter(({ column }) => column.spare !== first);
  }
  return { columns: squeeze(kept) };
}

function line(cells: readonly string[]): string {
  return `${cells.join(gap).trimEnd()}\n`;
}

function pad<Row>(
  { align }: Column<Row>,
  text: string,
  width: number,
  last: boolean,
): readonly [string, string] {
  const space = " ".repeat(Math.max(0, width - widthOf(text)));
  return align === "right" ? [space, ""] : ["", last ? "" : space];
}

/** Writes rows as a table without borders: the header with the first rows, later ones in the same columns. */
export function createTable<Row>(
  columns: readonly Column<Row>[],
  options: TableOptions,
): (rows: readonly Row[]) => string {
  const { paint, width: available = Number.POSITIVE_INFINITY } = options;
  let layout: Layout<Row> | undefined;
  return (rows) => {
    const begins = layout === undefined;
    layout ??= layOut(columns, rows, available);
    const shown = layout.columns;
    const head = shown.map(({ column, width }, index) => {
      const [before, after] = pad(column, column.title, width, index === shown.length - 1);
      return `${before}${paint("dim", column.title)}${after}`;
    });
    const lines = rows.map((row) =>
      line(
        shown.map(({ column, width }, index) => {
          const last = index === shown.length - 1;
          const text = column.flexible === true ? fit(column.cell(row), width) : column.cell(row);
          const [before, after] = pad(column, text, width, last);
          return `${before}${column.paint?.(text, row, paint) ?? text}${after}`;
        }),
      ),
    );
    return (begins ? line(head) : "") + lines.join("");
  };
}
