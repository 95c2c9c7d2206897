import { gunzipSync, gzipSync } from "node:zlib";

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { csv } from "../../adapters/csv.ts";
import type { CsvOptions } from "../../adapters/csv.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import type { AttributeValue, MemberInput } from "../../src/core/model.ts";
import { testFolder } from "../files/support/folder.ts";
import type { TestFolder } from "../files/support/folder.ts";

const filesIn = (folder: TestFolder, options: Omit<CsvOptions, "path"> = {}) =>
  createAudiences({ files: csv({ path: folder.path, ...options }) });
const list = { provider: "files", id: "list.csv" } as const;
const ada: MemberInput = {
  identifiers: { email: ["ada@example.com"], phone: ["+15550100200"] },
  attributes: { firstName: "Ada", city: "London" },
};

describe("members are added in the file's own form", () => {
  const forms: readonly (readonly [string, string, string])[] = [
    [
      "columns in another order and spelling",
      "city;Vorname;E-Mail\n",
      "London;Ada;ada@example.com\n",
    ],
    ["CRLF", "email,city\r\nx@x.com,Rome\r\n", "ada@example.com,London\r\n"],
    ["CR", "email,city\rx@x.com,Rome\r", "ada@example.com,London\r"],
    ["a byte order mark", "\ufeffemail,city\n", "ada@example.com,London\n"],
    ["tabs", "email\tcity\n", "ada@example.com\tLondon\n"],
    ["no line break at the end", "email,city\nx@x.com,Rome", "\nada@example.com,London\n"],
    ["no line break behind the header", "email,city", "\r\nada@example.com,London\r\n"],
    [
      "broken rows, which stay as they are",
      'email,city\nshort\n"a"b,x\n',
      "ada@example.com,London\n",
    ],
    [
      "bytes that are no UTF-8, which stay as they are",
      "email,city\nx@x.com,K\u00f6ln\n",
      "ada@example.com,London\n",
    ],
  ];

  test.for(forms)("%s", async ([, before, added]) => {
    using folder = testFolder();
    const bytes = Buffer.from(before, before.includes("ö") ? "latin1" : "utf8");
    folder.put("list.csv", bytes);
    expect(await filesIn(folder).addMembers(list, [ada])).toMatchObject({ written: 1 });
    expect(folder.bytes("list.csv")).toEqual(Buffer.concat([bytes, Buffer.from(added)]));
  });

  test("not where a quote is open at the end: what comes would be a part of the cell", async () => {
    using folder = testFolder();
    const before = 'email,city\nx@x.com,Rome\n"open,x\n';
    folder.put("list.csv", before);
    const run = filesIn(folder).addMembers(list, [ada]);
    await expect(run).rejects.toMatchObject({ code: "conflict" });
    await expect(run).rejects.toThrow("line 3 of the file opens a quote");
    expect(folder.text("list.csv")).toBe(before);
  });

  test("packed: as one more piece behind those that are there", async () => {
    using folder = testFolder();
    const before = gzipSync("email,city\nx@x.com,Rome\n");
    folder.put("list.csv.gz", before);
    await filesIn(folder).addMembers({ provider: "files", id: "list.csv.gz" }, [ada]);
    const after = folder.bytes("list.csv.gz");
    expect(after.subarray(0, before.length)).toEqual(before);
    expect(gunzipSync(after).toString()).toBe("email,city\nx@x.com,Rome\nada@example.com,London\n");
  });

  test("what the file has no column for is told, and of how many", async () => {
    using folder = testFolder();
    folder.put("list.csv", "email,city\n");
    const bob = {
      identifiers: { email: ["bob@example.com", "b@example.com"] },
      attributes: { age: 3 },
    };
    const nothing = {
      identifiers: { email: ["c@example.com"] },
      attributes: { note: null, age: "" },
    };
    expect(await filesIn(folder).addMembers(list, [ada, bob, nothing])).toMatchObject({
      read: 3,
      written: 3,
      rejected: 0,
      dropped: { phone: 1, firstName: 1, email: 1, age: 1 },
    });
  });

  test("who has no identifier that the file has a column for is not written, and counted", async () => {
    using folder = testFolder();
    folder.put("list.csv", "email\n");
    const stranger = { identifiers: { phone: ["+15550100299"] } };
    expect(await filesIn(folder).addMembers(list, [stranger, ada])).toMatchObject({
      read: 2,
      written: 1,
      rejected: 1,
      reasons: { NO_MATCHABLE_IDENTIFIER: 1 },
    });
    expect(folder.text("list.csv")).toBe("email\nada@example.com\n");
  });

  test("who is there already is not added again, also in another case or another file position", async () => {
    using folder = testFolder();
    const before = "email,phone\n Ada@Example.com ,\n,+1 (555) 010-0200\n";
    folder.put("list.csv", before);
    expect(await filesIn(folder).addMembers(list, [ada])).toMatchObject({ written: 1 });
    expect(folder.text("list.csv")).toBe(before);
  });

  test("who brings a new identifier is added with all of them", async () => {
    using folder = testFolder();
    folder.put("list.csv", "email,phone\nada@example.com,\n");
    await filesIn(folder).addMembers(list, [ada]);
    expect(folder.text("list.csv")).toBe(
      "email,phone\nada@example.com,\nada@example.com,+15550100200\n",
    );
  });

  test("a list that comes in many writes is read once", async () => {
    using folder = testFolder();
    folder.put("list.csv", "email\n");
    const audiences = filesIn(folder);
    for (let write = 0; write < 20; write += 1) {
      const email = [`n${write % 10}@example.com`];
      await audiences.addMembers(list, [{ identifiers: { email } }]);
    }
    expect(folder.text("list.csv").split("\n")).toHaveLength(12);
    // And anew, if somebody else has written meanwhile.
    folder.put("list.csv", "email\nother@example.com\n");
    await audiences.addMembers(list, [{ identifiers: { email: ["n1@example.com"] } }]);
    expect(folder.text("list.csv")).toBe("email\nother@example.com\nn1@example.com\n");
  });
});

/** What attributes say, in the order of their names; an empty cell says nothing. */
const told = (attributes: Readonly<Record<string, AttributeValue>> = {}) =>
  Object.entries(attributes)
    .filter(([, value]) => value !== null && value !== "")
    .toSorted(([one], [other]) => (one < other ? -1 : 1));

/** Writes a new file, and reads it back. */
const written = async (
  members: readonly MemberInput[],
  options: Omit<CsvOptions, "path"> = {},
  name = "list",
) => {
  using folder = testFolder();
  const audiences = filesIn(folder, options);
  const { id } = await audiences.create({ provider: "files", name, members });
  const ref = { provider: "files", id } as const;
  const back = await audiences.listMembers(ref).toArray();
  const bytes = folder.bytes(id);
  return { text: (id.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString(), back };
};

describe("a new file", () => {
  test("has the identifiers first, then names, then what else there is", async () => {
    const other = { identifiers: { externalId: ["7"], email: ["b@x.com", "c@x.com"] } };
    const { text } = await written([
      { ...ada, attributes: { city: "London", firstName: "Ada" } },
      other,
    ]);
    expect(text).toBe(
      "email,email 2,phone,externalId,firstName,city\r\nada@example.com,,+15550100200,,Ada,London\r\nb@x.com,c@x.com,,7,,\r\n",
    );
  });

  test.for(["list.csv", "list.csv.gz"])(
    "%s: gets wider for what comes late, and nothing is lost",
    async (name) => {
      const members = Array.from({ length: 5000 }, (_, index): MemberInput => ({
        identifiers: { email: [`n${index}@x.com`] },
        attributes: { note: 'a "b"\r\nc', [`late ${Math.floor(index / 1700)}`]: index },
      }));
      const { text, back } = await written(members, {}, name);
      expect(text.slice(0, text.indexOf("\r\n"))).toBe("email,note,late 0,late 1,late 2");
      expect(back.map(({ identifiers }) => identifiers)).toEqual(
        members.map(({ identifiers }) => identifiers),
      );
      expect(back[4999]?.attributes).toEqual({
        note: 'a "b"\r\nc',
        "late 0": null,
        "late 1": null,
        "late 2": "4999",
      });
    },
  );

  test("has the columns that the caller has chosen, under those names", async () => {
    const columns = { email: "Kontakt", city: "Ort" };
    const { text, back } = await written([ada], { columns });
    expect(text).toBe("Kontakt,Ort,phone,firstName\r\nada@example.com,London,+15550100200,Ada\r\n");
    expect(back).toMatchObject([ada]);
  });

  test("without headers has the columns that the caller has numbered, and tells of the rest", async () => {
    using folder = testFolder();
    const audiences = filesIn(folder, {
      header: false,
      columns: { phone: 3, email: 1 },
      delimiter: ";",
    });
    const { written: result } = await audiences.create({
      provider: "files",
      name: "list",
      members: [ada],
    });
    expect(folder.text("list.csv")).toBe("ada@example.com;;+15550100200\r\n");
    expect(result).toMatchObject({ written: 1, dropped: { firstName: 1, city: 1 } });
  });

  test("an attribute that is called like an identifier is not taken for one when it is read again", async () => {
    const attributes = { "user id": "u1", mail: "yes", vorname: "Ada" };
    const { text, back } = await written([{ identifiers: { email: ["a@x.com"] }, attributes }]);
    expect(text).toContain("user id (attribute)");
    expect(back[0]?.identifiers).toEqual({ email: ["a@x.com"] });
  });

  test("what a file cannot hold is told: half a character, NUL, the mark of a broken one", async () => {
    using folder = testFolder();
    const attributes = { one: "a\ud83d", two: "b\0", three: "c\ufffd", four: "d" };
    const members = [{ identifiers: { email: ["a@x.com"] }, attributes }];
    const { written: result } = await filesIn(folder).create({
      provider: "files",
      name: "list",
      members,
    });
    expect(result).toMatchObject({ written: 1, dropped: { one: 1, two: 1, three: 1 } });
    expect(folder.text("list.csv")).toBe("email,one,two,three,four\r\na@x.com,,,,d\r\n");
  });

  test("with one column only has no empty lines in it", async () => {
    const columns = { email: "email" };
    const { back } = await written([{ identifiers: { email: ["a@x.com"] } }], { columns });
    expect(back).toHaveLength(1);
  });

  test("whatever is in it, it comes out as it went in", async () => {
    const text = fc.oneof(
      // What was broken before is not written.
      fc.string({ unit: "grapheme" }).filter((one) => !/[\0\ufffd]/.test(one)),
      fc.constantFrom(
        "",
        " ",
        "\n",
        "\r",
        "\r\n",
        '"',
        ",",
        ";",
        "'",
        "=1",
        "+1",
        "\t",
        "\u2028",
        "\ufeff",
        " a ",
      ),
    );
    const attributes = fc.dictionary(
      fc.constantFrom("a", "b", "__proto__", "c d", 'e"', "f,g"),
      text,
    );
    const member = fc.record({ attributes });
    const run = fc.asyncProperty(
      fc.array(member, { minLength: 1, maxLength: 20 }),
      fc.boolean(),
      async (given, escapeFormulas) => {
        const members = given.map((one, index): MemberInput => ({
          identifiers: { email: [`n${index}@x.com`], externalId: [`${index}\n"`] },
          attributes: one.attributes,
        }));
        const { back } = await written(members, { escapeFormulas });
        expect(back.map(({ identifiers }) => identifiers)).toEqual(
          members.map(({ identifiers }) => identifiers),
        );
        expect(back.map((one) => told(one.attributes))).toEqual(
          members.map((one) => told(one.attributes)),
        );
      },
    );
    await fc.assert(run, { seed: 4, numRuns: 150 });
  });
});

describe("escapeFormulas, for files that people open", () => {
  const triggers = [
    "=1+1",
    "+15550100200",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠a",
    ' "=1',
    "'=1",
    "''+1",
    '"=1"',
  ];

  test.for(triggers)(
    "%j is shown and not worked out, and comes out as it went in",
    async (cell) => {
      using folder = testFolder();
      const audiences = filesIn(folder, { escapeFormulas: true });
      const members = [{ identifiers: { externalId: [cell] }, attributes: { note: cell } }];
      const { id } = await audiences.create({ provider: "files", name: "list", members });
      const cells = await filesIn(folder).listMembers({ provider: "files", id }).toArray();
      expect(cells[0]?.attributes["note"]).toBe(`'${cell}`);
      const back = await audiences.listMembers({ provider: "files", id }).toArray();
      expect(back[0]).toMatchObject(members[0] ?? {});
      // What is there is known again.
      await audiences.addMembers({ provider: "files", id }, members);
      expect(await audiences.listMembers({ provider: "files", id }).toArray()).toHaveLength(1);
    },
  );

  test("without it every byte is as it was: a phone keeps its plus for the vendor", async () => {
    using folder = testFolder();
    await filesIn(folder).create({ provider: "files", name: "list", members: [ada] });
    expect(folder.text("list.csv")).toContain(",+15550100200,");
  });
});

describe("options", () => {
  test.for([
    [{}, "path"],
    [{ path: "" }, "path"],
    [{ path: "x", delimeter: ";" }, "delimeter"],
    [{ path: "x", delimiter: ";;" }, "one character"],
    [{ path: "x", delimiter: '"' }, "one character"],
    [{ path: "x", columns: { email: 0 } }, "columns.email"],
    [{ path: "x", columns: { email: "" } }, "columns.email"],
    [{ path: "x", onMalformed: "ignore" }, "onMalformed"],
    [{ path: "x", header: "yes" }, "header"],
  ] as const)("%j is refused at once", ([options, name]) => {
    const make: (given: never) => unknown = csv;
    // @ts-expect-error -- what JavaScript may pass
    expect(() => make(options)).toThrow(name);
  });

  test("a name that a description goes with is refused before anything is made", async () => {
    using folder = testFolder();
    const draft = { provider: "files", name: "list", description: "a file has none" } as const;
    await expect(filesIn(folder).create(draft)).rejects.toMatchObject({ code: "invalid_argument" });
    expect(folder.names()).toEqual([]);
  });

  test("a name that is taken is a conflict, and what is there stays", async () => {
    using folder = testFolder();
    folder.put("list.csv", "email\n");
    const draft = { provider: "files", name: "list", members: [ada] } as const;
    await expect(filesIn(folder).create(draft)).rejects.toMatchObject({ code: "conflict" });
    expect(folder.text("list.csv")).toBe("email\n");
  });
});
