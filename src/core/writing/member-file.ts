import type { MemberChunks } from "./contract.ts";
import { csvCell, csvLine } from "./csv-line.ts";
import type { IdentifierKind, MemberInput } from "../model.ts";

/** A column of a file of members: an identifier, or an attribute. */
export interface MemberColumn {
  readonly header: string;
  readonly identifier?: IdentifierKind | undefined;
  readonly attribute?: string | undefined;
}

const nothing: MemberColumn = { header: "" };

/** What went into a file. */
export interface FileCount {
  members: number;
  /** Lines without the first. */
  rows: number;
}

/**
 * A member's lines, and how many. One with several identifiers of a kind has several lines: the first of each kind go
 * together, then the second, and the attributes go with all of them.
 */
function linesOf(
  { identifiers, attributes }: MemberInput,
  columns: readonly MemberColumn[],
  count: FileCount,
): string {
  let text = "";
  let lines = 1;
  for (let line = 0; line < lines; line += 1) {
    for (let column = 0; column < columns.length; column += 1) {
      const { identifier, attribute = "" } = columns[column] ?? nothing;
      const values = identifier === undefined ? undefined : identifiers[identifier];
      lines = Math.max(lines, values?.length ?? 0);
      const cell = identifier === undefined ? attributes?.[attribute] : values?.[line];
      text += column === 0 ? "" : ",";
      text += cell === undefined || cell === null ? "" : csvCell(String(cell));
    }
    text += "\r\n";
  }
  count.rows += lines;
  return text;
}

/** Members as the text of a CSV, in handfuls of lines; every file has all the columns. */
export async function* memberFile(
  chunks: MemberChunks,
  columns: readonly MemberColumn[],
  count: FileCount,
): AsyncGenerator<string, void, undefined> {
  yield csvLine(columns.map(({ header }) => header));
  for await (const chunk of chunks) {
    let text = "";
    for (const member of chunk) {
      text += linesOf(member, columns, count);
    }
    count.members += chunk.length;
    yield text;
  }
}
