import { Parser } from "csv-parse";
import { expect, test } from "vitest";

import { firstRecord } from "../../src/files/csv-first-record.ts";
import type { ParserFactory } from "../../src/files/csv-parsing.ts";

/** Counts the parsers that are made. */
function counted(): { readonly made: () => number; readonly makeParser: ParserFactory } {
  let made = 0;
  return {
    made: () => made,
    makeParser: (delimiter, lineBreaks, onRecord) => {
      made += 1;
      return new Parser({
        delimiter,
        on_record: onRecord,
        record_delimiter: [...lineBreaks],
        relax_column_count: true,
        skip_empty_lines: true,
      });
    },
  };
}

/** What the parser makes of it, to which a quote in front forces it; the quotes and what they hold are taken off again. */
async function parsed(text: string, isWhole: boolean, delimiter: string) {
  const { makeParser, made } = counted();
  const blank = /^[\r\n]*/.exec(text)?.[0] ?? "";
  const quoted = `${blank}"#"${delimiter}${text.slice(blank.length)}`;
  const record = await firstRecord(Buffer.from(quoted), isWhole, delimiter, makeParser);
  expect(made()).toBe(1);
  return record && { cells: record.cells.slice(1), bytes: record.bytes - 3 - delimiter.length };
}

test.for([
  ["email,phone\r\na@b.co,1\r\n", ","],
  ["email,phone\n", ","],
  ["email,phone\rnext", ","],
  ["email\n\nphone", ","],
  ["\r\n\n\remail,phone\r\n", ","],
  ["é;naïve;名前\r\n", ";"],
  ["a,b;c\td|e\n", "\t"],
  [" a , b \n", ","],
  ["a,,\n", ","],
  ["a\n\r\nb", ","],
  ["only", ","],
] as const)("%j is read without a parser as the parser reads it", async ([text, delimiter]) => {
  const { makeParser, made } = counted();
  const record = await firstRecord(Buffer.from(text), true, delimiter, makeParser);
  expect(record).toEqual(await parsed(text, true, delimiter));
  const longer = `${text}\nmore`;
  const first = await firstRecord(Buffer.from(longer), false, delimiter, makeParser);
  expect(first).toEqual(await parsed(longer, false, delimiter));
  expect(made()).toBe(0);
});

test("cut off before its end is not one", async () => {
  for (const text of ["email,phone", "email,phone\r"]) {
    const { makeParser } = counted();
    expect(await firstRecord(Buffer.from(text), false, ",", makeParser)).toBeUndefined();
  }
});

test.for(["", "\r\n\r\n", '"open', 'a"b,c\n'])("%j has no first record", async (text) => {
  expect(await firstRecord(Buffer.from(text), true, ",", counted().makeParser)).toBeUndefined();
});

test("with a quote in it, a parser is asked", async () => {
  const { makeParser, made } = counted();
  const record = await firstRecord(Buffer.from('"a,b",c\r\nd'), true, ",", makeParser);
  expect([record, made()]).toEqual([{ cells: ["a,b", "c"], bytes: 9 }, 1]);
});
