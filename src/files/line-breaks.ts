/** What a line can end with. */
export type LineBreak = "\r\n" | "\n" | "\r";

/** All of them, for files are pieced together. The longest goes first. */
export const anyBreak: readonly LineBreak[] = ["\r\n", "\n", "\r"];

export const newline = 10;
export const carriageReturn = 13;

/** Where the first line ends, its break included; `undefined` = not in here, as far as one can tell. */
export function endOfLine(text: Buffer, isEnd: boolean): number | undefined {
  const feedAt = text.indexOf(newline);
  const returnAt = text.subarray(0, feedAt < 0 ? text.length : feedAt).indexOf(carriageReturn);
  if (returnAt < 0 || returnAt + 1 === feedAt) {
    return feedAt < 0 ? (isEnd ? text.length : undefined) : feedAt + 1;
  }
  // The other half of this break may come with the next piece.
  return returnAt + 1 === text.length && !isEnd ? undefined : returnAt + 1;
}

/** Watches a file, piece by piece, for line breaks of another kind than it began with. */
export interface BreakWatch {
  /** Whether a piece has none of another kind, with what came before it; the first that has one ends the watch. */
  keeps(piece: Buffer, isEnd: boolean): boolean;
}

/** Looking for one kind of line break in place of three takes up to a quarter off what a parser does. */
export function createBreakWatch(expected: LineBreak): BreakWatch {
  if (expected !== "\r\n") {
    const other = expected === "\n" ? carriageReturn : newline;
    return { keeps: (piece) => !piece.includes(other) };
  }
  /** The last piece ended in the middle of a line break, as far as one could tell. */
  let isHalf = false;
  return {
    keeps(piece, isEnd) {
      if (isHalf && (isEnd || piece.length > 0) && piece[0] !== newline) {
        return false;
      }
      let from = isHalf ? 1 : 0;
      isHalf = false;
      for (;;) {
        const first = piece.indexOf(carriageReturn, from);
        const second = piece.indexOf(newline, from);
        if (first < 0 && second < 0) {
          return true;
        }
        if (second < 0 && first === piece.length - 1) {
          isHalf = true;
          return !isEnd;
        }
        if (first < 0 || second !== first + 1) {
          return false;
        }
        from = second + 1;
      }
    },
  };
}
