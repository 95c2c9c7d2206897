const needsQuotes = /[",\r\n]|^\s|\s$/;

/** One cell of a CSV for a vendor. */
export function csvCell(cell: string): string {
  return needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/**
 * One line of a CSV for a vendor (RFC 4180), byte-exact: a phone keeps its leading `+`, which a spreadsheet would take
 * for a formula. Not for files that people open.
 */
export function csvLine(cells: readonly string[]): string {
  let line = "";
  for (let index = 0; index < cells.length; index += 1) {
    const written = csvCell(cells[index] ?? "");
    line += index === 0 ? written : `,${written}`;
  }
  return `${line}\r\n`;
}
