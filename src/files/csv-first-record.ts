import { feed, finish } from "./csv-parsing.ts";
import type { ParserFactory } from "./csv-parsing.ts";
import { anyBreak, carriageReturn, endOfLine, newline } from "./line-breaks.ts";

export interface FirstRecord {
  readonly cells: readonly string[];
  readonly bytes: number;
}

const quote = '"';

/** The first line that holds something, if there is no quote in it: then what is between the delimiters are the cells. */
function plainRecord(text: Buffer, isWhole: boolean, delimiter: string): FirstRecord | undefined {
  const blank = text.findIndex((byte) => byte !== newline && byte !== carriageReturn);
  const rest = text.subarray(blank < 0 ? text.length : blank);
  const length = endOfLine(rest, isWhole) ?? 0;
  const line = rest.subarray(0, length);
  if (length === 0 || line.includes(quote)) {
    return undefined;
  }
  const cells = line
    .toString("utf8")
    .replace(/[\r\n]+$/, "")
    .split(delimiter);
  return { cells, bytes: blank + length };
}

/** Most headers are within the first step. */
const step = 4096;
const quiet = (): undefined => undefined;

async function parsedRecord(
  text: Buffer,
  isWhole: boolean,
  delimiter: string,
  makeParser: ParserFactory,
): Promise<FirstRecord | undefined> {
  let first: FirstRecord | undefined;
  let problem: Error | undefined;
  const parser = makeParser(delimiter, anyBreak, (cells, { bytes }) => {
    first ??= { cells, bytes };
    return undefined;
  }).on("error", quiet);
  for (let at = 0; at < text.length && (first ?? problem) === undefined; at += step) {
    problem = await feed(parser, text.subarray(at, at + step));
  }
  if (isWhole && (first ?? problem) === undefined) {
    await finish(parser);
  }
  parser.destroy();
  return first;
}

/**
 * The first record of a file; `undefined` = there is none, or its first line cannot be read. A parser is made for it only
 * if it must be: csv-parse, made more than once, is slower in all that is read after.
 */
export async function firstRecord(
  text: Buffer,
  isWhole: boolean,
  delimiter: string,
  makeParser: ParserFactory,
): Promise<FirstRecord | undefined> {
  return (
    plainRecord(text, isWhole, delimiter) ?? parsedRecord(text, isWhole, delimiter, makeParser)
  );
}
