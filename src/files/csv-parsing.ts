import type { Parser } from "csv-parse";

import type { LineBreak } from "./line-breaks.ts";

/**
 * Makes a parser of records that end with one of some line breaks; told of each record's cells, and of the bytes, lines
 * and empty lines up to its end.
 */
export type ParserFactory = (
  delimiter: string,
  lineBreaks: readonly LineBreak[],
  onRecord: (cells: readonly string[], info: RecordInfo) => undefined,
) => Parser;

export interface RecordInfo {
  readonly bytes: number;
  readonly lines: number;
  readonly empty_lines: number;
}

/** Feeds a parser; gives what it stumbled over. */
export function feed(parser: Parser, chunk: Buffer): Promise<Error | undefined> {
  return new Promise((resolve) => {
    parser.write(chunk, (error) => resolve(error ?? undefined));
  });
}

export function finish(parser: Parser): Promise<Error | undefined> {
  return new Promise((resolve) => {
    parser.end((error?: Error | null) => resolve(error ?? undefined));
  });
}
