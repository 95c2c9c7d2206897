import { expect, test } from "vitest";

import { csvCell, csvLine } from "../../src/core/writing/csv-line.ts";

test.each([
  ["", ""],
  ["Ada", "Ada"],
  ["Ada Lovelace", "Ada Lovelace"],
  ["+15550100200", "+15550100200"],
  ["=1+1", "=1+1"],
  ["Ada, Countess", '"Ada, Countess"'],
  ['the "first"', '"the ""first"""'],
  ["a\nb", '"a\nb"'],
  ["a\rb", '"a\rb"'],
  [" a", '" a"'],
  ["a\t", '"a\t"'],
])("the cell %j is written as %j", (cell, written) => {
  expect(csvCell(cell)).toBe(written);
});

test.each([
  [[], "\r\n"],
  [[""], "\r\n"],
  [["a", "", "c,d"], 'a,,"c,d"\r\n'],
])("the line %j is written as %j", (cells, written) => {
  expect(csvLine(cells)).toBe(written);
});
