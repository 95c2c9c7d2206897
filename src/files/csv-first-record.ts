import { feed, finish } from "./csv-parsing.ts";
import type { ParserFactory } from "./csv-parsing.ts";
import { anyBreak } from "./line-breaks.ts";

export interface FirstRecord {
  readonly cells: readonly string[];
  readonly bytes: number;
}

const [lineFeed, carriageReturn, quote] = [10, 13, 34];
const isBreak = (byte: number | undefined): boolean => byte === lineFeed || byte === carriageReturn;

/** Where a line ends, its break included; `undefined` = not in this text, as far as that can be told. */
function endOfLine(text: Buffer, start: number, isWhole: boolean): number | undefined {
  let end = start;
  while (end < text.length && !isBreak(text[end])) {
    end += 1;
  }
  const isCut = !isWhole && end + 1 >= text.length; // a line feed may follow
  if (isCut) {
    return undefined;
  }
  const isPair = text[end] === carriageReturn && text[end + 1] === lineFeed;
  return Math.min(text.length, end + (isPair ? 2 : 1));
}

/** The first line that holds something, if there is no quote in it: then what is between the delimiters are the cells. */
function plainRecord(text: Buffer, isWhole: boolean, delimiter: string): FirstRecord | undefined {
  const start = text.findIndex((byte) => !isBreak(byte));
  const bytes = start < 0 ? undefined : endOfLine(text, start, isWhole);
  const line = text.subarray(start, bytes);
  return bytes === undefined || line.includes(quote)
    ? undefined
    : {
        cells: line
          .toString("utf8")
          .replace(/[\r\n]+$/, "")
          .split(delimiter),
        bytes,
      };
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
