import { Parser } from "csv-parse";
import { stringify } from "csv-stringify/sync";
import * as z from "zod";

import type { Adapter } from "../src/core/adapter.ts";
import {
  checkOptions,
  createCsvFormat,
  createFileAdapter,
  fileOptions,
  longestRow,
} from "../src/files/index.ts";
import type {
  AudienceFile,
  ColumnChoice,
  CsvRecord,
  FileAdapter,
  FileOptions,
  LineForm,
  ParserFactory,
} from "../src/files/index.ts";

export interface CsvOptions extends FileOptions {
  /**
   * Which column holds what, by header or by number from 1: `{ email: "Kontakt", firstName: 3 }`; attributes by the name
   * they are to have. An empty list = none does, whatever its header says.
   * @default the usual spellings; every other column is an attribute under its header
   */
  readonly columns?: ColumnChoice | undefined;
  /** One character. @default of `,`, `;`, tab and `|` the one that cuts the first line into the most cells */
  readonly delimiter?: string | undefined;
  /** Whether the first line holds headers; without them, `columns` must give numbers. @default true */
  readonly header?: boolean | undefined;
  /**
   * For files that people open: a cell that a spreadsheet could take for a formula gets a `'` before it, and loses it
   * when it is read. Never for a file that goes to a vendor: every phone begins with such a `+`.
   * @default false: byte for byte
   */
  readonly escapeFormulas?: boolean | undefined;
}

/** What audiences in files of comma-separated values can be asked for. */
export type CsvAdapter = FileAdapter<CsvRecord>;

const column = () => z.union([z.string().min(1), z.int().min(1)]);
const schema = z.lazy(() =>
  z.strictObject({
    ...fileOptions(),
    columns: z.record(z.string().min(1), z.union([column(), z.array(column())])).optional(),
    delimiter: z
      .string()
      .regex(/^[^"\r\n\0]$/, "it must be one character, and no quote or line break")
      .optional(),
    header: z.boolean().optional(),
    escapeFormulas: z.boolean().optional(),
  }),
);

const isRecord = (value: unknown): value is readonly string[] => Array.isArray(value);

/** Strict about quotes: what is not as RFC 4180 has it is a broken row, not a guess. */
const makeParser: ParserFactory = (delimiter, lineBreaks, onRecord) => {
  const parser = new Parser({
    delimiter,
    record_delimiter: [...lineBreaks],
    relax_column_count: true, // the number of cells is judged with the line it is on
    skip_empty_lines: true,
    max_record_size: longestRow,
  });
  // Taken where the stream would queue them. With `on_record`, an object of a dozen fields would be made about each.
  const end = parser.push.bind(parser);
  parser.push = (record: unknown) => {
    if (!isRecord(record)) {
      return end(record);
    }
    onRecord(record, parser.info);
    return true;
  };
  return parser;
};

const write = (rows: readonly (readonly string[])[], form: LineForm): string =>
  stringify([...rows], {
    delimiter: form.delimiter,
    record_delimiter: form.lineBreak,
    quote_record_delimiter: true, // not only the one that ends a line, but every kind of line break
    quoted_match: /^\s|\s$/, // some programs cut off what is not in quotes
    quoted_empty: (rows[0]?.length ?? 0) === 1, // a line with nothing on it would be no row
  });

/**
 * Reads and writes files of comma-separated values (`.csv`, and packed with gzip), each of them an audience. Nothing is
 * converted on the way: ids that look like numbers or dates stay what they are.
 * @throws AudienceError `invalid_argument` for an option that is missing, misspelt or of another type.
 */
export function csv(options: CsvOptions): CsvAdapter {
  checkOptions("csv", schema, options);
  const { columns = {}, delimiter, header = true, escapeFormulas = false } = options;
  const format = createCsvFormat({ columns, delimiter, header, escapeFormulas, makeParser, write });
  return createFileAdapter("csv", [".csv", ".csv.gz"], format, options) satisfies Adapter<
    AudienceFile,
    CsvRecord
  >;
}
