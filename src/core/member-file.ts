import type { MemberChunks } from "./contract.ts";
import { csvLine } from "./csv-line.ts";
import type { IdentifierKind, MemberInput } from "./model.ts";

/** A column of a file of members: an identifier, or an attribute. */
export interface MemberColumn {
  readonly header: string;
  readonly identifier?: IdentifierKind | undefined;
  readonly attribute?: string | undefined;
}

/** What went into a file. */
export interface FileCount {
  members: number;
  /** Lines without the first. */
  rows: number;
}

/**
 * A member's cells, line by line. One with several identifiers of a kind has several lines: the first of each kind go
 * together, then the second, and the attributes go with all of them.
 */
function linesOf(
  { identifiers, attributes }: MemberInput,
  columns: readonly MemberColumn[],
): readonly (readonly string[])[] {
  const lines: string[][] = [];
  let count = 1;
  for (let line = 0; line < count; line += 1) {
    const cells: string[] = [];
    for (const { identifier, attribute } of columns) {
      const values = identifier === undefined ? undefined : identifiers[identifier];
      count = Math.max(count, values?.length ?? 0);
      const cell = attribute === undefined ? values?.[line] : attributes?.[attribute];
      cells.push(cell === undefined || cell === null ? "" : String(cell));
    }
    lines.push(cells);
  }
  return lines;
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
      for (const cells of linesOf(member, columns)) {
        text += csvLine(cells);
        count.rows += 1;
      }
    }
    count.members += chunk.length;
    yield text;
  }
}
