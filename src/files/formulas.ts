/**
 * What a spreadsheet may take for the beginning of a formula, also behind quotes and blanks and in full-width forms
 * (ASVS 1.2.10); and a cell that begins with the mark itself, so that taking it away gives what was there.
 */
// oxlint-disable-next-line no-control-regex -- NUL is one of them
const trigger = /^['"\s]*[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]/;
const marked = /^'['"\s]*[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]/;

/** Makes a spreadsheet show a cell as it is. Not for files that go to a vendor: a phone begins with `+`. */
export function escapeFormula(cell: string): string {
  return trigger.test(cell) ? `'${cell}` : cell;
}

export function unescapeFormula(cell: string): string {
  return marked.test(cell) ? cell.slice(1) : cell;
}
