import { describe, expect, test } from "vitest";
import { createCsvReader } from "../../../src/testing/emulators/kit/csv.ts";

/** The rows of a text that arrives in pieces of so many characters. */
function read(text: string, size = Infinity): { rows: string[][]; problem: string | null } {
  const rows: string[][] = [];
  const reader = createCsvReader((cells) => rows.push([...cells]));
  for (let at = 0; at < text.length; at += size) reader.push(text.slice(at, at + size));
  return { rows, problem: reader.end() };
}

const sound: readonly (readonly [string, string, string[][]])[] = [
  [
    "plain cells",
    "a,b\n1,2\n",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  ["no line end at the end", "a\n1", [["a"], ["1"]]],
  [
    "CRLF and CR",
    "a,b\r\n1,2\r3,4",
    [
      ["a", "b"],
      ["1", "2"],
      ["3", "4"],
    ],
  ],
  ["blank lines, which are no rows", "a\n\n\r\n1\n\n", [["a"], ["1"]]],
  [
    "empty cells",
    "a,b\n,\n,2\n",
    [
      ["a", "b"],
      ["", ""],
      ["", "2"],
    ],
  ],
  ["an empty quoted cell, which is a row", 'a\n""\n', [["a"], [""]]],
  [
    "commas, quotes and line ends in quotes",
    '"a,1","b ""c""","d\r\ne"\n',
    [["a,1", 'b "c"', "d\r\ne"]],
  ],
  ["quotes only", '""""\n', [['"']]],
  ["spaces, which are kept", " a , b \n", [[" a ", " b "]]],
  ["characters of two code units", "🎄,é\n", [["🎄", "é"]]],
  ["nothing", "", []],
];

describe.each([1, 2, 3, Infinity])("in pieces of %s characters", (size) => {
  test.each(sound)("reads %s", (_, text, rows) => {
    expect(read(text, size)).toEqual({ rows, problem: null });
  });

  test.each([
    ["a quote inside a cell", 'a\nb"c\n', /Row 2 has a quote inside/],
    ["text after a quote", 'a\n"b"c\n', /Row 2 has text after/],
    ["a quote that is never closed", 'a\n"b\n', /Row 2 has a quote that is never closed/],
  ])("tells of %s", (_, text, problem) => {
    expect(read(text, size).problem).toMatch(problem);
  });
});
