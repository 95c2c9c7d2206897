import type { AttributeValue, IdentifierKind } from "../core/model.ts";
import { isScientific } from "../core/writing/normalize.ts";
import type { Columns } from "./columns.ts";
import type { Mapped } from "./csv-rows.ts";
import { setAttribute } from "../core/writing/attributes.ts";
import type { RowNote } from "./rows.ts";

/** A row as it stands in the file, for whoever has to look it up there. */
export interface CsvRecord {
  /** The line it begins on, counting from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

const cutPhone: RowNote = {
  code: "spoiled_value",
  message:
    "holds a phone in scientific notation, as a spreadsheet writes it, and digits of it are gone; export the column as text",
};

/**
 * Makes members of cells. Nothing is converted: what looks like a number or a date stays the text that it is. An empty
 * cell is an unknown attribute, and no identifier.
 */
export function createCsvMapper(
  { list }: Columns,
  unescape: ((cell: string) => string) | undefined,
): (cells: readonly string[], line: number) => Mapped<CsvRecord> {
  const identifierColumns: (readonly [number, IdentifierKind])[] = [];
  const attributeColumns: (readonly [number, string])[] = [];
  for (const [index, { meaning }] of list.entries()) {
    if (meaning.identifier === undefined) {
      attributeColumns.push([index, meaning.attribute]);
    } else {
      identifierColumns.push([index, meaning.identifier]);
    }
  }
  const width = list.length;

  return (given, line) => {
    if (given.length !== width) {
      const isSurplus = given.slice(width).some((cell) => cell !== "");
      if (given.length < width || isSurplus) {
        const problem = `has ${given.length} cells where the header has ${width}`;
        return { problem };
      }
    }
    const cells = unescape === undefined ? given : given.map(unescape);
    const identifiers: { [Kind in IdentifierKind]?: readonly string[] } = {};
    let notes: RowNote[] | undefined;
    for (const [index, kind] of identifierColumns) {
      const cell = cells[index] ?? "";
      if (cell.trim() === "") {
        continue;
      }
      const earlier = identifiers[kind];
      identifiers[kind] = earlier === undefined ? [cell] : [...earlier, cell];
      if (kind === "phone" && isScientific(cell)) {
        notes = [cutPhone];
      }
    }
    const attributes: Record<string, AttributeValue> = {};
    for (const [index, name] of attributeColumns) {
      const cell = cells[index] ?? "";
      setAttribute(attributes, name, cell === "" ? null : cell);
    }
    return { member: { identifiers, attributes, raw: { line, cells: given } }, notes };
  };
}
