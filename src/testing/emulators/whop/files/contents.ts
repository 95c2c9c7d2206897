import { createCsvReader } from "../../kit/csv.ts";
import { createFingerprint } from "../../kit/fingerprint.ts";

/** What was uploaded: counted while it streams in, and kept as the bytes it came in. */
export interface Contents {
  readonly bytes: number;
  /** Of the bytes, as `fingerprint` gives it. */
  readonly fingerprint: string;
  /** The first row; empty for an empty file. */
  readonly header: readonly string[];
  /** Rows after the header. */
  readonly rows: number;
  /**
   * How many rows fill which columns, such as "101" for the first and the third: enough to say how
   * many a mapping skips, whichever it will be.
   */
  readonly filled: ReadonlyMap<string, number>;
  /** Why the file cannot be read as CSV. */
  readonly problem: string | null;
  /** Null where the emulator was told to count only. */
  readonly chunks: readonly Uint8Array<ArrayBuffer>[] | null;
}

export interface ContentsReader {
  readonly push: (chunk: Uint8Array) => void;
  readonly end: () => Contents;
}

/**
 * UTF-8 only, and a byte order mark is a part of the first header: what Whop makes of either is
 * undocumented, and a client that needs neither works everywhere.
 */
const createDecoder = (): TextDecoder => new TextDecoder("utf-8", { ignoreBOM: true });

export function createContentsReader(keep: boolean): ContentsReader {
  const decoder = createDecoder();
  const judge = new TextDecoder("utf-8", { fatal: true });
  const print = createFingerprint();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const filled = new Map<string, number>();
  let bytes = 0;
  let rows = 0;
  let header: readonly string[] | undefined;
  let problem: string | null = null;

  const csv = createCsvReader((cells) => {
    if (header === undefined) {
      // Copied: a piece of a text keeps the whole text in memory.
      header = cells.map((cell) => structuredClone(cell));
      return;
    }
    rows += 1;
    if (cells.length > header.length)
      problem ??= `Row ${rows + 1} has ${cells.length} cells under ${header.length} headers.`;
    const columns = cells.map((cell) => (cell.trim() === "" ? "0" : "1")).join("");
    filled.set(columns, (filled.get(columns) ?? 0) + 1);
  });
  const decode = (chunk?: Uint8Array): void => {
    const options = { stream: chunk !== undefined };
    csv.push(decoder.decode(chunk, options));
    try {
      judge.decode(chunk, options);
    } catch {
      problem ??= "It is not UTF-8.";
    }
  };

  return {
    push(chunk) {
      bytes += chunk.length;
      print.add(chunk);
      // Copied: whoever sent it may fill the same memory again.
      if (keep) chunks.push(new Uint8Array(chunk));
      if (problem === null) decode(chunk);
    },
    end() {
      if (problem === null) decode();
      problem ??= csv.end();
      return {
        bytes,
        fingerprint: print.text(),
        header: header ?? [],
        rows,
        filled,
        problem,
        chunks: keep ? chunks : null,
      };
    },
  };
}

/** The rows of kept contents, as they were sent. */
export function readRows(
  chunks: readonly Uint8Array<ArrayBuffer>[],
  onRow: (cells: readonly string[]) => void,
): void {
  const decoder = createDecoder();
  let header = true;
  const csv = createCsvReader((cells) => {
    if (!header) onRow(cells);
    header = false;
  });
  for (const chunk of chunks) csv.push(decoder.decode(chunk, { stream: true }));
  csv.push(decoder.decode());
  csv.end();
}
