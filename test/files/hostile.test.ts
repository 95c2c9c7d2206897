import { gzipSync } from "node:zlib";

import { describe, expect, test } from "vitest";

import { emailsIn, readCsv } from "./support/reading.ts";

const people = "email,name\nada@example.com,Ada\nbob@example.com,Bob\n";
const both = [["ada@example.com"], ["bob@example.com"]];
const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");

describe("files as customers send them are read exactly", () => {
  const exact: readonly (readonly [string, string | Buffer])[] = [
    ["as it should be", people],
    ["a byte order mark", `\ufeff${people}`],
    ["CRLF", people.replaceAll("\n", "\r\n")],
    ["CR alone, as on old Macs", people.replaceAll("\n", "\r")],
    [
      "all three line breaks in one file",
      "email,name\r\nada@example.com,Ada\nbob@example.com,Bob\r",
    ],
    ["no line break at the end", people.trimEnd()],
    ["empty lines between, before and after", `\n\n${people.replaceAll("\n", "\n\n")}\n\n`],
    ["everything in quotes", people.replaceAll(/[^,\n]+/g, '"$&"')],
    ["semicolons", people.replaceAll(",", ";")],
    ["tabs", people.replaceAll(",", "\t")],
    ["bars", people.replaceAll(",", "|")],
    ["Excel's hint of the separator", `sep=;\r\n${people.replaceAll(",", ";")}`],
    [
      "cells too many that are empty",
      people.replaceAll(/(?<=\w)\n(?=.)/g, ",,\n").replace(",,\n", "\n"),
    ],
    ["a header with other case and spaces", people.replace("email", " E-Mail Address ")],
  ];

  test.for(exact)("%s", async ([, content]) => {
    const read = await readCsv(content);
    expect(emailsIn(read)).toEqual(both);
    expect(read.members.map(({ attributes }) => attributes["name"])).toEqual(["Ada", "Bob"]);
    expect(read).toMatchObject({ refused: 0, error: null, notes: [] });
  });

  test("packed with gzip, by the name's ending", async () => {
    expect(emailsIn(await readCsv(gzipSync(people), {}, "list.csv.gz"))).toEqual(both);
    expect(emailsIn(await readCsv(gzipSync(people), {}, "LIST.CSV.GZ"))).toEqual(both);
  });

  test("packed in several pieces, one behind the other", async () => {
    const half = people.indexOf("bob");
    const pieces = [people.slice(0, half), people.slice(half)].map((piece) => gzipSync(piece));
    expect(emailsIn(await readCsv(Buffer.concat(pieces), {}, "list.csv.gz"))).toEqual(both);
  });

  const cells: readonly (readonly [string, string, string])[] = [
    ["a delimiter in quotes", '"Berlin, Mitte"', "Berlin, Mitte"],
    ["quotes in quotes", '"the ""best"""', 'the "best"'],
    ["a line break in quotes", '"Main St\nBerlin"', "Main St\nBerlin"],
    ["CRLF in quotes", '"Main St\r\nBerlin"', "Main St\r\nBerlin"],
    ["spaces around", "  Berlin ", "  Berlin "],
    ["a single quote", "'Berlin", "'Berlin"],
    ["emoji", "👩‍👩‍👧 Ada", "👩‍👩‍👧 Ada"],
    ["right to left", "עדה אַבְרָהָם", "עדה אַבְרָהָם"],
    ["combining characters, as they are", "e\u0301", "e\u0301"],
    ["leading zeros", "007", "007"],
    ["what looks like a date", "2024-01-02", "2024-01-02"],
    ["what looks like a month", "1-2", "1-2"],
    ["what looks like a number", "1e5", "1e5"],
    ["more digits than a number has", "12345678901234567890", "12345678901234567890"],
    ["what looks like a truth", "TRUE", "TRUE"],
    ["what looks like nothing", "null", "null"],
    ["what looks like a formula", "=1+1", "=1+1"],
  ];

  test.for(cells)("a cell with %s", async ([, cell, value]) => {
    const read = await readCsv(`email,custom id,note\na@example.com,${cell},${cell}\n`);
    expect(read.members).toEqual([
      {
        identifiers: { email: ["a@example.com"], externalId: [value] },
        attributes: { note: value },
      },
    ]);
    expect(read.refused).toBe(0);
  });

  test("an empty cell is an unknown attribute, and no identifier", async () => {
    const read = await readCsv('email,phone,note\na@example.com,,\n"","  ",""\n');
    expect(read.members).toEqual([
      { identifiers: { email: ["a@example.com"] }, attributes: { note: null } },
      { identifiers: {}, attributes: { note: null } },
    ]);
  });

  test("a cell of a megabyte", async () => {
    const large = "x\n".repeat(524_288);
    const read = await readCsv(`email,note\na@example.com,"${large}"\nb@example.com,small\n`);
    expect(read.members[0]?.attributes["note"]).toBe(large);
    expect(read.lines).toEqual([2, 524_291]);
  });

  test("five thousand columns", async () => {
    const names = Array.from({ length: 5000 }, (_, index) => `c${index}`);
    const values = names.map((name) => `v${name}`);
    const row = `a@example.com,${values.join()}\n`;
    const read = await readCsv(`email,${names.join()}\n${row.repeat(50)}`);
    expect(read.members).toHaveLength(50);
    expect(read.members[49]?.attributes["c4999"]).toBe("vc4999");
  });

  test("headers such as __proto__ and constructor are headers, and nothing else", async () => {
    const header = "email,__proto__,constructor,prototype,toString,hasOwnProperty";
    const read = await readCsv(`${header}\na@example.com,polluted,1,2,3,4\n`);
    const attributes = read.members[0]?.attributes ?? {};
    expect(Object.keys(attributes)).toEqual(header.split(",").slice(1));
    expect(Object.getOwnPropertyDescriptor(attributes, "__proto__")?.value).toBe("polluted");
    expect(Object.getPrototypeOf(attributes)).toBe(Object.prototype);
    expect("polluted" in {}).toBe(false);
  });

  test.for([
    ["nothing in it", ""],
    ["nothing but a byte order mark", "\ufeff"],
    ["nothing but line breaks", "\r\n\n"],
    ["nothing but a header", "email,name\n"],
  ] as const)("a file with %s has nobody in it", async ([, content]) => {
    const read = await readCsv(content);
    expect(read).toMatchObject({ members: [], refused: 0, error: null });
  });
});

describe("rows that cannot be read are reported with their line, and the others are read", () => {
  const rows: readonly (readonly [string, string | Buffer, string])[] = [
    ["too few cells", "bob@example.com", "has 1 cells where the header has 2"],
    ["too many cells", "bob@example.com,Bob,Berlin", "has 3 cells where the header has 2"],
    ["Latin-1", latin1("bob@example.com,Bj\xf6rn"), "no UTF-8"],
    ["Latin-1 in the address", latin1("bj\xf6rn@example.com,Bob"), "no UTF-8"],
    ["Windows-1252", latin1("bob@example.com,\x93Bob\x94"), "no UTF-8"],
    ["half a character", Buffer.from([0xf0, 0x9f, 0x91, 0x2c, 0x42]), "no UTF-8"],
    ["the mark of a broken character", "bob@example.com,Bj\ufffdrn", "broken before"],
    ["NUL", "bob@example.com,B\0b", "NUL"],
    ["a quote that is never closed", '"bob@example.com,Bob', "opens a quote"],
    ["a quote that is closed within the cell", '"bob"@example.com,Bob', "opens a quote"],
    ["a quote within a cell", 'bob@example.com,the "best" Bob', "quote in the middle"],
  ];

  test.for(rows)("%s", async ([, row, words]) => {
    const content = Buffer.concat([
      Buffer.from("email,name\nada@example.com,Ada\n"),
      Buffer.from(row),
      Buffer.from("\ncarl@example.com,Carl\n"),
    ]);
    const read = await readCsv(content);
    expect(emailsIn(read)).toEqual([["ada@example.com"], ["carl@example.com"]]);
    expect(read.lines).toEqual([2, 4]);
    expect(read.refused).toBe(1);
    expect(read.notes).toEqual([expect.stringMatching(new RegExp(`^line 3: .*${words}`))]);
  });

  test.for(rows)(
    "%s, and onMalformed is stop: the sound rows before it, and then an error",
    async ([, row]) => {
      const content = Buffer.concat([
        Buffer.from("email,name\nada@example.com,Ada\n"),
        Buffer.from(row),
        Buffer.from("\ncarl@example.com,Carl\n"),
      ]);
      const read = await readCsv(content, { onMalformed: "stop" });
      expect(emailsIn(read)).toEqual([["ada@example.com"]]);
      expect(read.error).toMatchObject({ code: "invalid_response", provider: "files" });
      expect(read.error?.message).toContain("stopped at line 3, which ");
      expect(read.error?.message).not.toMatch(/bob|bj|carl/i);
    },
  );

  test("no value of a row is in a note", async () => {
    const content = Buffer.concat(
      rows.map(([, row]) => Buffer.concat([Buffer.from(row), Buffer.from("\n")])),
    );
    const read = await readCsv(Buffer.concat([Buffer.from("email,name\n"), content]));
    expect(read.refused).toBe(rows.length);
    expect(JSON.stringify(read.diagnostics)).not.toMatch(/bob|björn|berlin/i);
  });

  test("a phone in scientific notation is noted, and kept as it is", async () => {
    const read = await readCsv("email,phone\na@example.com,4.91512E+11\n");
    expect(read.members[0]?.identifiers.phone).toEqual(["4.91512E+11"]);
    expect(read.diagnostics).toMatchObject([{ code: "spoiled_value", path: "line 2" }]);
  });

  test("of a million broken rows the first are told one by one, and all are counted", async () => {
    const read = await readCsv(`email,name\n${"short\n".repeat(200_000)}a@example.com,Ada\n`);
    expect(read.refused).toBe(200_000);
    expect(emailsIn(read)).toEqual([["a@example.com"]]);
    expect(read.diagnostics.length).toBeLessThanOrEqual(100);
  });
});

describe("files that are something else are refused, with a remedy", () => {
  const files: readonly (readonly [string, string | Buffer, string])[] = [
    ["UTF-16 with its mark", Buffer.from(`\ufeff${people}`, "utf16le"), "save it as UTF-8"],
    [
      "UTF-16, the other way round",
      Buffer.from(`\ufeff${people}`, "utf16le").swap16(),
      "save it as UTF-8",
    ],
    ["UTF-16 without its mark", Buffer.from(people, "utf16le"), "save it as UTF-8"],
    ["a spreadsheet", Buffer.from("PK\u0003\u0004rest of the zip"), "export it as CSV"],
    ["an old spreadsheet", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3]), "export it as CSV"],
    ["gzip without the ending", gzipSync(people), "let its name end with .gz"],
    [
      "a header in Latin-1",
      latin1("email,pr\xe9nom\na@example.com,Ada\n"),
      "save the file as UTF-8",
    ],
    ["no header", "ada@example.com,Ada\nbob@example.com,Bob\n", "pass header: false and columns"],
    ["no column that is known", "Kontakt,Ort\nada@example.com,Berlin\n", "such as { email: 2 }"],
    ["two ids of one's own", "email,user id,customer id\na@example.com,1,2\n", "{ externalId: 3 }"],
    ["an open quote in the header", '"email,name\nada@example.com,Ada\n', "quote"],
  ];

  test.for(files)("%s", async ([, content, remedy]) => {
    const read = await readCsv(content);
    expect(read.members).toEqual([]);
    expect(read.error).toMatchObject({ code: "invalid_response", operation: "listMembers" });
    expect(read.error?.message).toContain(remedy);
    expect(read.error?.message).not.toMatch(/ada@|bob@/);
  });

  test.for([
    ["cut short", gzipSync(people).subarray(0, 30)],
    ["damaged", Buffer.concat([gzipSync(people).subarray(0, 20), Buffer.from("nonsense")])],
    ["no gzip at all", Buffer.from(people)],
  ] as const)("gzip that is %s", async ([, content]) => {
    const read = await readCsv(content, {}, "list.csv.gz");
    expect(read.error).toMatchObject({ code: "invalid_response", transient: false });
    expect(read.error?.message).toContain("could not unpack the file");
  });
});
