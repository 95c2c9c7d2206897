import type { AudienceError } from "../core/errors.ts";
import { readColumns } from "./columns.ts";
import type { ColumnChoice, Columns } from "./columns.ts";
import { firstRecord } from "./csv-first-record.ts";
import type { FirstRecord } from "./csv-first-record.ts";
import type { ParserFactory } from "./csv-parsing.ts";
import type { LineBreak } from "./line-breaks.ts";
import { countBreaks, damageIn } from "./rows.ts";
import type { Position } from "./rows.ts";
import { foreignKind, markLength } from "./signature.ts";

/** How a file is written. */
export interface CsvDialect {
  readonly delimiter: string;
  readonly lineBreak: LineBreak;
  readonly columns: Columns;
  /** Where the first row behind the header begins. */
  readonly start: Position;
}

export interface DialectOptions {
  readonly delimiter: string | undefined;
  readonly header: boolean;
  readonly columns: ColumnChoice;
}

/** The first bytes of a file that are looked at; the header must be within. */
export const headLength: number = 1024 * 1024;

const delimiters = [",", ";", "\t", "|"];
/** What Excel puts before a file to say how it is to be read. */
const separatorLine = /^sep=(.)(?:\r\n|\r|\n)/i;
/** The delimiter that cuts the first line into the most cells. */
async function widestRecord(
  text: Buffer,
  isWhole: boolean,
  candidates: readonly string[],
  makeParser: ParserFactory,
): Promise<readonly [string, FirstRecord | undefined]> {
  let best = candidates[0] ?? ",";
  let widest: FirstRecord | undefined;
  for (const delimiter of candidates) {
    // One that is not in the record does not cut it.
    if (widest === undefined || text.subarray(0, widest.bytes).includes(delimiter)) {
      const record = await firstRecord(text, isWhole, delimiter, makeParser);
      if ((record?.cells.length ?? 0) > (widest?.cells.length ?? 0)) {
        best = delimiter;
        widest = record;
      }
    }
  }
  return [best, widest];
}

function lineBreakAt(text: Buffer, end: number): CsvDialect["lineBreak"] {
  const last = text.subarray(Math.max(0, end - 2), end).toString("latin1");
  return last === "\r\n" || !/[\r\n]$/.test(last) ? "\r\n" : last.endsWith("\n") ? "\n" : "\r";
}

/**
 * Finds out how a file is written from its first bytes; `undefined` = there is nothing in it.
 * @param refuse makes the error for a file that cannot be understood
 */
export async function readDialect(
  head: Buffer,
  options: DialectOptions,
  makeParser: ParserFactory,
  refuse: (words: string) => AudienceError,
): Promise<CsvDialect | undefined> {
  const foreign = foreignKind(head);
  if (foreign !== undefined) {
    throw refuse(foreign);
  }
  const mark = markLength(head);
  const hint = separatorLine.exec(head.subarray(mark, mark + 8).toString("latin1"));
  const before = mark + (hint?.[0].length ?? 0);
  const text = head.subarray(before);
  const asked = options.delimiter ?? hint?.[1];
  const candidates = asked === undefined ? delimiters : [asked];
  const isWhole = head.length < headLength;
  const [delimiter, record] = await widestRecord(text, isWhole, candidates, makeParser);
  if (record === undefined) {
    if (text.toString("latin1").trim() === "") {
      return undefined;
    }
    throw refuse(
      isWhole
        ? "has a first line in which a quote is open or misplaced; mend it"
        : "has a first line of more than a megabyte; it is no list of people",
    );
  }
  const damage = damageIn(record.cells.join(""));
  if (damage !== undefined) {
    throw refuse(`is damaged: line 1 ${damage}`);
  }
  const { cells, bytes } = record;
  const skipped = options.header ? bytes : 0;
  return {
    delimiter,
    lineBreak: lineBreakAt(text, bytes),
    columns: readColumns(cells, options.header, options.columns, refuse),
    start: {
      offset: before + skipped,
      line: 1 + countBreaks(head.subarray(0, before + skipped).toString("latin1")),
    },
  };
}
