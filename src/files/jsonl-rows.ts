import type { JsonlRecord, MappedLine } from "./json-line.ts";
import { longestRow } from "./rows.ts";
import type { Position, Row, RowReader } from "./rows.ts";

const newline = 10;

/** Cuts the bytes of a file into lines; a line that is too long is passed over, and not gathered first. */
export function createJsonlRows(
  start: Position,
  map: (text: string, line: number) => MappedLine,
): RowReader<JsonlRecord> {
  let { offset, line } = start;
  /** The beginning of a line whose end has not come yet. */
  let open: Buffer[] = [];
  let length = 0;

  function rowOf(bytes: Buffer, size: number): Row<JsonlRecord> | undefined {
    const text = bytes.toString("utf8");
    const begun = line;
    const next = { offset: offset + size, line: line + 1 };
    ({ offset, line } = next);
    if (size <= longestRow && text.trim() === "") {
      return undefined; // an empty line is no row
    }
    const mapped: MappedLine =
      size > longestRow ? { problem: "is longer than 16 MiB" } : map(text, begun);
    return "member" in mapped
      ? { line: begun, next, member: mapped.member, notes: mapped.notes }
      : { line: begun, next, member: undefined, problem: mapped.problem };
  }

  function gather(piece: Buffer): void {
    length += piece.length;
    open = length > longestRow ? [] : [...open, piece];
  }

  /** The line that ends here. */
  function close(rows: Row<JsonlRecord>[]): void {
    const [first] = open;
    const row = rowOf(open.length === 1 && first ? first : Buffer.concat(open), length);
    open = [];
    length = 0;
    if (row !== undefined) {
      rows.push(row);
    }
  }

  return {
    async read(chunk) {
      const rows: Row<JsonlRecord>[] = [];
      let from = 0;
      for (
        let end = chunk.indexOf(newline);
        end >= 0;
        from = end + 1, end = chunk.indexOf(newline, from)
      ) {
        gather(chunk.subarray(from, end + 1));
        close(rows);
      }
      gather(chunk.subarray(from));
      return rows;
    },
    async end() {
      const rows: Row<JsonlRecord>[] = [];
      if (length > 0) {
        close(rows);
      }
      return rows;
    },
  };
}
