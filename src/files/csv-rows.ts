import type { Parser } from "csv-parse";

import type { Member } from "../core/model.ts";
import { createDamageWatch } from "./damage-watch.ts";
import { feed, finish } from "./csv-parsing.ts";
import type { ParserFactory } from "./csv-parsing.ts";
import { anyBreak, carriageReturn, createBreakWatch, endOfLine } from "./line-breaks.ts";
import type { LineBreak } from "./line-breaks.ts";
import { countBreaks } from "./rows.ts";
import type { Position, Row, RowNote, RowReader } from "./rows.ts";

/** A record of a CSV as a member, or what is wrong with it. */
export type Mapped<Raw> =
  | { readonly member: Member<Raw>; readonly notes?: readonly RowNote[] | undefined }
  | { readonly problem: string };

export interface CsvRowsSetup<Raw> {
  readonly delimiter: string;
  /** What most lines of the file end with. */
  readonly lineBreak: LineBreak;
  readonly start: Position;
  readonly makeParser: ParserFactory;
  readonly map: (cells: readonly string[], line: number) => Mapped<Raw>;
}

/** Empty lines before a broken record that are counted; nobody leaves more. */
const longestBlank = 64 * 1024;

const problems: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED:
    "opens a quote that is never closed; the lines below it are read without it",
  CSV_INVALID_CLOSING_QUOTE:
    "opens a quote that is not closed where a cell ends; the lines below it are read without it",
  INVALID_OPENING_QUOTE:
    "has a quote in the middle of a cell; put the cell in quotes and double those within",
  CSV_MAX_RECORD_SIZE:
    "is longer than 16 MiB, or opens a quote that is not closed for as long; the lines below it are read without it",
};

const codeOf = (error: Error): string =>
  "code" in error && typeof error.code === "string" ? error.code : "unknown";

/** A record that cannot be read. */
interface Broken {
  readonly problem: string;
  readonly isOpen: boolean;
  /** Bytes of its first line that are gone by. */
  passed: number;
}

/**
 * Reads records with csv-parse, and goes on behind those that it cannot read: a broken record costs its first line and
 * no more, for what seemed to belong to it is read again.
 */
export function createCsvRows<Raw>(setup: CsvRowsSetup<Raw>): RowReader<Raw> {
  const { delimiter, makeParser, map } = setup;
  const watch = createDamageWatch(setup.start.offset);
  const breakWatch = createBreakWatch(setup.lineBreak);
  let breaks: readonly LineBreak[] = [setup.lineBreak];
  let { offset, line } = setup.start;
  let rows: Row<Raw>[] = [];
  /** What was read of the record that has not ended yet. */
  let open: Buffer[] = [];
  /** Where that begins. */
  let openFrom = offset;
  let broken: Broken | undefined;
  let parser = begin();

  function begin(): Parser {
    const origin = offset;
    let lines = 0;
    let empty = 0;
    return makeParser(delimiter, breaks, (cells, info) => {
      const skipped = info.empty_lines - empty;
      line += skipped;
      // Within quotes csv-parse takes CRLF for two: it tells that there are breaks, and the cells tell how many.
      const isSingle = info.lines - lines === 1 + skipped;
      const inside = isSingle ? 0 : cells.reduce((sum, cell) => sum + countBreaks(cell), 0);
      ({ lines, empty_lines: empty } = info);
      const next = { offset: origin + info.bytes, line: line + 1 + inside };
      const damage = watch.damageIn(offset, cells);
      const mapped = damage === undefined ? map(cells, line) : { problem: damage };
      rows.push(
        "member" in mapped
          ? { line, next, member: mapped.member, notes: mapped.notes }
          : { line, next, member: undefined, problem: mapped.problem },
      );
      ({ offset, line } = next);
      return undefined;
    }).on("error", () => undefined);
  }

  /** Lets go of what belongs to records that have ended. */
  function trim(): void {
    for (let [first] = open; first !== undefined && openFrom < offset; [first] = open) {
      const ended = Math.min(first.length, offset - openFrom);
      openFrom += ended;
      open = ended === first.length ? open.slice(1) : [first.subarray(ended), ...open.slice(1)];
    }
  }

  /** Passes over the rest of the broken record's first line; gives what follows it, once it is there. */
  function passOver(record: Broken, isEnd: boolean): Buffer | undefined {
    const text = Buffer.concat(open);
    const length = endOfLine(text, isEnd);
    if (length === undefined) {
      const kept = text.at(-1) === carriageReturn ? 1 : 0;
      record.passed += text.length - kept;
      open = [text.subarray(text.length - kept)];
      broken = record;
      return undefined;
    }
    const { problem, isOpen, passed } = record;
    const next = { offset: offset + passed + length, line: line + 1 };
    rows.push({ line, next, member: undefined, problem, isOpen });
    ({ offset, line } = next);
    broken = undefined;
    return text.subarray(length);
  }

  /** Tells what is wrong with the record that begins here, and gives what follows its first line. */
  function recover(error: Error, isEnd: boolean): Buffer | undefined {
    trim();
    const text = Buffer.concat(open);
    const blank = /^[\r\n]*/.exec(text.subarray(0, longestBlank).toString("latin1"))?.[0] ?? "";
    offset += blank.length;
    line += countBreaks(blank);
    open = [text.subarray(blank.length)];
    const code = codeOf(error);
    const problem = problems[code] ?? `cannot be read (${code})`;
    return passOver({ problem, isOpen: code === "CSV_QUOTE_NOT_CLOSED", passed: 0 }, isEnd);
  }

  /** Reads a piece, as often as records in it turn out to be broken. */
  async function advance(piece: Buffer, isEnd: boolean): Promise<void> {
    for (let rest: Buffer | undefined = piece; rest !== undefined;) {
      open.push(rest);
      const error = (await feed(parser, rest)) ?? (isEnd ? await finish(parser) : undefined);
      if (error === undefined) {
        return;
      }
      rest = recover(error, isEnd);
      if (rest !== undefined) {
        beginAnew();
      }
    }
  }

  function beginAnew(): void {
    open = [];
    openFrom = offset;
    parser = begin();
  }

  /** From where a line ends in another way, lines may end in any; gives what is to be read now. */
  function widen(chunk: Buffer): Buffer {
    breaks = anyBreak;
    if (broken !== undefined) {
      return chunk;
    }
    const text = Buffer.concat([...open, chunk]);
    beginAnew();
    return text;
  }

  async function step(chunk: Buffer, isEnd: boolean): Promise<readonly Row<Raw>[]> {
    rows = [];
    const isSame = breaks === anyBreak || breakWatch.keeps(chunk, isEnd);
    let piece: Buffer | undefined = isSame ? chunk : widen(chunk);
    if (broken !== undefined) {
      open.push(piece);
      piece = passOver(broken, isEnd);
      if (piece !== undefined) {
        beginAnew();
      }
    }
    if (piece !== undefined) {
      await advance(piece, isEnd);
    }
    if (broken === undefined) {
      trim();
    }
    return rows;
  }

  return {
    read(chunk) {
      watch.see(chunk);
      return step(chunk, false);
    },
    end: () => step(Buffer.alloc(0), true),
  };
}
