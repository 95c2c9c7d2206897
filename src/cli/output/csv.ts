import { stringify } from "csv-stringify/sync";

/** One column of a CSV file; a cell of `null` is empty. */
export interface CsvColumn<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string | number | null;
}

/**
 * What a spreadsheet would run as a formula (OWASP ASVS 1.2.10): the triggers, their full-width forms, and both also
 * behind quotes and spaces that a spreadsheet takes off.
 */
// oxlint-disable-next-line no-control-regex -- one of the triggers is NUL
const formula = /^["'\s\u0000]*[=+\-@\t\r\n\u0000＝＋－＠]/;
/** Spaces at the ends and every kind of line break are kept by some readers only inside quotes. */
const format = { quoted_match: /[\r\n]|^\s|\s$/ };

/** For people: a cell that would be run as a formula is led by an apostrophe. Never for a file that goes to a vendor. */
function harmless(value: string | number | null): string | number | null {
  return typeof value === "string" && formula.test(value) ? `'${value}` : value;
}

export function csvHeader<Row>(columns: readonly CsvColumn<Row>[]): string {
  return stringify([columns.map(({ title }) => title)], format);
}

export function csvRows<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  return stringify(
    rows.map((row) => columns.map(({ cell }) => harmless(cell(row)))),
    format,
  );
}
