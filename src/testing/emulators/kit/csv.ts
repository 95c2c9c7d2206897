/** Reads a CSV file piece by piece. */
export interface CsvReader {
  readonly push: (text: string) => void;
  /** After the last piece: what is wrong with the file, or null. */
  readonly end: () => string | null;
}

const quote = 34;
const comma = 44;
const lineFeed = 10;
const carriageReturn = 13;

/**
 * RFC 4180, and strict about it: what a lenient reader would guess, this one refuses, so that no
 * writer passes by luck. Lines end with LF, CRLF or CR; blank lines are no rows. Written here and
 * not taken from a library that a client may use too: a mistake of the two would cancel out.
 */
export function createCsvReader(onRow: (cells: readonly string[]) => void): CsvReader {
  /** Where the reader is in a cell; "closed" = after a quote that may be the last or one of two. */
  let place: "start" | "plain" | "quoted" | "closed" = "start";
  let cell = "";
  let cells: string[] = [];
  let rows = 0;
  let problem: string | null = null;

  const endCell = (): void => {
    cells.push(cell);
    cell = "";
    place = "start";
  };
  const endRow = (): void => {
    if (place === "start" && cells.length === 0) return;
    endCell();
    rows += 1;
    onRow(cells);
    cells = [];
  };
  const refuse = (words: string): void => {
    problem ??= `Row ${rows + 1} ${words}.`;
  };

  return {
    push(text) {
      // Where the run of characters begins that is not in the cell yet.
      let from = 0;
      for (let index = 0; index < text.length; index += 1) {
        if (problem !== null) return;
        const code = text.charCodeAt(index);
        if (place === "quoted") {
          if (code !== quote) continue;
          cell += text.slice(from, index);
          place = "closed";
        } else if (code === comma || code === lineFeed || code === carriageReturn) {
          if (place === "plain") cell += text.slice(from, index);
          if (code === comma) endCell();
          else endRow();
        } else if (code === quote) {
          // The second of two quotes stands for one, and begins the next run.
          if (place === "plain") refuse("has a quote inside a cell that is not quoted");
          from = place === "closed" ? index : index + 1;
          place = "quoted";
        } else if (place === "closed") {
          refuse("has text after a closing quote");
        } else if (place === "start") {
          from = index;
          place = "plain";
        }
      }
      if (place === "plain" || place === "quoted") cell += text.slice(from);
    },
    end() {
      if (place === "quoted") refuse("has a quote that is never closed");
      if (problem === null) endRow();
      return problem;
    },
  };
}
