import { readFile } from "node:fs/promises";

import { expect, test } from "vitest";

import { faults, figure, rowCounts } from "./table/index.ts";
import { vendors } from "./support/dialects.ts";
import { faultsOfOne, figureOfOne } from "./table/one-of-three.ts";

const docs = await readFile(new URL("../../docs/reliability.md", import.meta.url), "utf8");
/** The formatter pads tables; what they say is the same. */
const plain = docs.replaceAll(/ +/g, " ").replaceAll(/-{3,}/g, "---");

test("docs/reliability.md quotes the figures of the tables as they are", () => {
  expect(docs).toContain(figure(faults.length * vendors.length));
  expect(docs).toContain(figureOfOne(faultsOfOne.length * vendors.length * 2));
});

test("docs/reliability.md has every row of the table with its number of faults", () => {
  const lines = ["| fault | ways |", "| --- | --- |", ...rowCounts()];
  expect(plain).toContain(lines.join("\n"));
});

test("no two faults have the same name", () => {
  const names = faults.map(({ row, name }) => `${row}: ${name}`);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
