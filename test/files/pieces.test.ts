import { parse } from "csv-parse";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createCsvRows } from "../../src/files/csv-rows.ts";
import { readLine } from "../../src/files/json-line.ts";
import { createJsonlRows } from "../../src/files/jsonl-rows.ts";
import { anyBreak } from "../../src/files/line-breaks.ts";
import type { LineBreak } from "../../src/files/line-breaks.ts";
import type { Position, RowReader } from "../../src/files/rows.ts";

/** A row as far as it can be compared. */
interface Seen {
  readonly line: number;
  readonly next: Position;
  readonly cells: unknown;
  readonly problem: string | undefined;
}

const csvRows = (start: Position, lineBreak: LineBreak = "\n"): RowReader<unknown> =>
  createCsvRows({
    delimiter: ",",
    lineBreak,
    start,
    makeParser: (delimiter, lineBreaks, onRecord) =>
      parse({
        delimiter,
        on_record: onRecord,
        record_delimiter: [...lineBreaks],
        relax_column_count: true,
        skip_empty_lines: true,
        max_record_size: 1024 * 1024,
      }),
    map: (cells) => ({ member: { identifiers: {}, attributes: {}, raw: cells } }),
  });
const jsonlRows = (start: Position): RowReader<unknown> =>
  createJsonlRows(start, (text, line) => readLine(text, line, (field) => ({ attribute: field })));

async function seenBy(reader: RowReader<unknown>, pieces: readonly Buffer[]): Promise<Seen[]> {
  const rows = [];
  for (const piece of pieces) {
    rows.push(...(await reader.read(piece)));
  }
  rows.push(...(await reader.end()));
  return rows.map(({ line, next, member, problem }) => ({
    line,
    next,
    cells: member?.raw,
    problem,
  }));
}

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  let at = 0;
  for (let index = 0; at < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1;
    pieces.push(Buffer.from(bytes.subarray(at, at + size)));
    at += size;
  }
  return pieces;
}

const beginning: Position = { offset: 0, line: 1 };
const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 });
const texts = {
  csv: fc
    .array(fc.constantFrom('"', '"', ",", "\n", "\r", "\r\n", "a", "ö", "👩", '""'), {
      maxLength: 60,
    })
    .map((parts) => Buffer.from(parts.join(""))),
  jsonl: fc
    .array(fc.constantFrom('{"a":1}', '{"ö":"👩"}', "\n", "\r\n", "{", " ", '"', "\n\n"), {
      maxLength: 30,
    })
    .map((parts) => Buffer.from(parts.join(""))),
};
const readers = { csv: csvRows, jsonl: jsonlRows };

describe.for(["csv", "jsonl"] as const)("%s, whatever is in it", (kind) => {
  const make = readers[kind];

  test("gives the same rows however its bytes arrive", async () => {
    await fc.assert(
      fc.asyncProperty(texts[kind], sizes, async (bytes, cuts) => {
        const whole = await seenBy(make(beginning), [bytes]);
        expect(await seenBy(make(beginning), cut(bytes, cuts))).toEqual(whole);
      }),
      { seed: 1, numRuns: 1500 },
    );
  });

  test("can be gone on with behind every row", async () => {
    await fc.assert(
      fc.asyncProperty(texts[kind], async (bytes) => {
        const whole = await seenBy(make(beginning), [bytes]);
        for (const [index, { next }] of whole.entries()) {
          const rest = await seenBy(make(next), [bytes.subarray(next.offset)]);
          expect(rest).toEqual(whole.slice(index + 1));
        }
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  test("is told by the line that each row is on", async () => {
    await fc.assert(
      fc.asyncProperty(texts[kind], async (bytes) => {
        const breaks = kind === "csv" ? /\r\n|\r|\n/g : /\n/g;
        for (const { line, next } of await seenBy(make(beginning), [bytes])) {
          const before = bytes.subarray(0, next.offset).toString("utf8");
          const ended = before.match(breaks)?.length ?? 0;
          // The last row may end with the file and not with a line.
          expect(next.line - ended).toBe(/[\r\n]$/.test(before) ? 1 : 2);
          expect(line).toBeLessThan(next.line);
        }
      }),
      { seed: 3, numRuns: 1500 },
    );
  });
});

/** Mostly of one kind, as files are. */
const lines = fc
  .tuple(
    fc.constantFrom(...anyBreak),
    fc.array(fc.constantFrom("a,b", '"a",b', '"a,b', '"a""b"', '"a\nb"', "", "a\rb"), {
      maxLength: 12,
    }),
  )
  .map(([lineBreak, records]) => Buffer.from(records.map((text) => text + lineBreak).join("")));

test("whatever its first line ends with, a file gives the same rows, however its bytes arrive", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(texts.csv, lines), sizes, async (bytes, cuts) => {
      const [first, ...others] = await Promise.all(
        anyBreak.map((lineBreak) => seenBy(csvRows(beginning, lineBreak), cut(bytes, cuts))),
      );
      expect(others).toEqual([first, first]);
      expect(await seenBy(csvRows(beginning), [bytes])).toEqual(first);
    }),
    { seed: 4, numRuns: 1500 },
  );
});

test("an open quote costs its own line, and not those below it", async () => {
  const text = 'a,b\n"open,c\nd,"e"\nf,g\n';
  const rows = await seenBy(csvRows(beginning), [Buffer.from(text)]);
  expect(rows.map(({ line, cells }) => [line, cells])).toEqual([
    [1, ["a", "b"]],
    [2, undefined],
    [3, ["d", "e"]],
    [4, ["f", "g"]],
  ]);
});

test("a row of a hundred megabytes is passed over, and not gathered", async () => {
  const piece = Buffer.alloc(1024 * 1024, "x");
  for (const make of [csvRows, jsonlRows]) {
    const reader = make(beginning);
    const rows = [...(await reader.read(Buffer.from("{}\n")))];
    for (let count = 0; count < 100; count += 1) {
      rows.push(...(await reader.read(piece)));
    }
    rows.push(...(await reader.read(Buffer.from("\n{}\n"))), ...(await reader.end()));
    expect(rows.map(({ line, member }) => [line, member !== undefined])).toEqual([
      [1, true],
      [2, false],
      [3, true],
    ]);
  }
});
