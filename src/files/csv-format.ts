import { AudienceError } from "../core/errors.ts";
import type { ColumnChoice } from "./columns.ts";
import { fitOfSlots, slotsOf } from "./csv-cells.ts";
import { headLength, readDialect } from "./csv-dialect.ts";
import { feed, finish } from "./csv-parsing.ts";
import type { ParserFactory } from "./csv-parsing.ts";
import { createCsvMapper } from "./csv-members.ts";
import type { CsvRecord } from "./csv-members.ts";
import { createCsvRows } from "./csv-rows.ts";
import { createCsvAppender, createCsvBeginner, fitOfNewFile } from "./csv-writer.ts";
import type { FileFormat } from "./format.ts";
import { escapeFormula, unescapeFormula } from "./formulas.ts";
import { anyBreak } from "./line-breaks.ts";

/** What separates cells, and what lines. */
export interface LineForm {
  readonly delimiter: string;
  readonly lineBreak: string;
}

export interface CsvFormatOptions {
  readonly columns: ColumnChoice;
  readonly delimiter: string | undefined;
  readonly header: boolean;
  readonly escapeFormulas: boolean;
  readonly makeParser: ParserFactory;
  /** Writes rows as lines, byte-exact. */
  readonly write: (rows: readonly (readonly string[])[], form: LineForm) => string;
}

/** RFC 4180; a file that is there keeps its own. */
const newFile: LineForm = { delimiter: ",", lineBreak: "\r\n" };

function check(problem: Error | undefined): void {
  if (problem !== undefined) {
    throw new AudienceError(
      "invalid_response",
      "A file that was just written cannot be read back.",
    );
  }
}

async function* recordsOf(
  text: AsyncIterable<Buffer>,
  delimiter: string,
  makeParser: ParserFactory,
  plain: (cell: string) => string,
): AsyncGenerator<readonly (readonly string[])[], void, undefined> {
  let rows: (readonly string[])[] = [];
  const parser = makeParser(delimiter, anyBreak, (cells) => {
    rows.push(cells.map(plain));
    return undefined;
  }).on("error", () => undefined);
  for await (const chunk of text) {
    check(await feed(parser, chunk));
    yield rows;
    rows = [];
  }
  check(await finish(parser));
  yield rows;
}

/** Files of comma-separated values, in any of their dialects. */
export function createCsvFormat(options: CsvFormatOptions): FileFormat<CsvRecord> {
  const { columns: choice, header, escapeFormulas, makeParser, write } = options;
  const plain = escapeFormulas ? unescapeFormula : (cell: string): string => cell;

  const linesIn =
    (form: LineForm) =>
    (rows: readonly (readonly string[])[]): string =>
      rows.length === 0
        ? ""
        : write(escapeFormulas ? rows.map((row) => row.map(escapeFormula)) : rows, form);

  return {
    headLength,
    fit: fitOfNewFile(choice, header),
    async recognize(head, refuse) {
      const given = { delimiter: options.delimiter, header, columns: choice };
      const dialect = await readDialect(head, given, makeParser, refuse);
      if (dialect === undefined) {
        return undefined;
      }
      const { delimiter, columns, lineBreak } = dialect;
      const map = createCsvMapper(columns, escapeFormulas ? plain : undefined);
      return {
        start: dialect.start,
        notes: columns.notes,
        lineBreak,
        rows: (start) => createCsvRows({ delimiter, lineBreak, start, makeParser, map }),
        fit: fitOfSlots(slotsOf(columns.list.map(({ meaning }) => meaning))),
        append: () => createCsvAppender(columns, linesIn({ delimiter, lineBreak })),
      };
    },
    begin() {
      const form = { ...newFile, delimiter: options.delimiter ?? newFile.delimiter };
      return createCsvBeginner({
        hasHeader: header,
        choice,
        lines: linesIn(form),
        records: (text) => recordsOf(text, form.delimiter, makeParser, plain),
      });
    },
  };
}
