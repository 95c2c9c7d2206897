const needsQuotes = /[",\r\n]|^\s|\s$/;

/**
 * One line of a CSV for a vendor (RFC 4180), byte-exact: a phone keeps its leading `+`, which a spreadsheet would take
 * for a formula. Not for files that people open.
 */
export function csvLine(cells: readonly string[]): string {
  let line = "";
  for (let index = 0; index < cells.length; index += 1) {
    const cell = cells[index] ?? "";
    const written = needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
    line += index === 0 ? written : `,${written}`;
  }
  return `${line}\r\n`;
}
