import { gunzipSync, gzipSync } from "node:zlib";

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { jsonl } from "../../adapters/jsonl.ts";
import type { JsonlOptions } from "../../adapters/jsonl.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import type { MemberInput } from "../../src/core/model.ts";
import { testFolder } from "../files/support/folder.ts";
import type { TestFolder } from "../files/support/folder.ts";
import { readFrom, readJsonl } from "../files/support/reading.ts";

const filesIn = (folder: TestFolder, options: Omit<JsonlOptions, "path"> = {}) =>
  createAudiences({ files: jsonl({ path: folder.path, ...options }) });
const list = { provider: "files", id: "list.jsonl" } as const;
const ada: MemberInput = {
  identifiers: { email: ["ada@example.com"], phone: ["+15550100200"] },
  attributes: { firstName: "Ada", visits: 3, vip: true, note: null },
};

const sound = (name: string): Buffer => Buffer.from(`{"email":"${name}@x.com"}\n`);

describe("a line is one person", () => {
  test("as { identifiers, attributes }, or flat in the usual spellings; both may be in one file", async () => {
    const read = await readJsonl(
      [
        JSON.stringify({
          identifiers: { email: ["a@x.com"], phone: "+1" },
          attributes: { city: "Rome" },
        }),
        JSON.stringify({
          "E-Mail": "b@x.com",
          mobile: ["+2", "+3"],
          Vorname: "Bea",
          user_id: 7,
          tier: 1.5,
        }),
      ].join("\r\n"),
    );
    expect(read.members).toEqual([
      { identifiers: { email: ["a@x.com"], phone: ["+1"] }, attributes: { city: "Rome" } },
      {
        identifiers: { email: ["b@x.com"], phone: ["+2", "+3"], externalId: ["7"] },
        attributes: { firstName: "Bea", tier: 1.5 },
      },
    ]);
  });

  test("numbers that would be rounded stay the digits that they are", async () => {
    const read = await readJsonl(
      '{"userId":12345678901234567890,"total":9007199254740993,"n":10000000000000000}\n',
    );
    expect(read.members).toEqual([
      {
        identifiers: { externalId: ["12345678901234567890"] },
        attributes: { total: "9007199254740993", n: 10_000_000_000_000_000 },
      },
    ]);
  });

  test("a list or an object in an attribute is kept as its JSON, with a note", async () => {
    const read = await readJsonl('{"email":"a@x.com","tags":["a","b"]}\n'.repeat(3));
    expect(read.members[0]?.attributes).toEqual({ tags: '["a","b"]' });
    expect(read.diagnostics).toMatchObject([{ code: "changed_type", path: "tags", count: 3 }]);
  });

  test("null and blank texts are no identifiers", async () => {
    const read = await readJsonl('{"email":null,"phone":" ","userId":"","city":null}\n');
    expect(read.members).toEqual([{ identifiers: {}, attributes: { city: null } }]);
    expect(read.refused).toBe(0);
  });

  test("a byte order mark and empty lines are passed over, and lines are counted", async () => {
    const read = await readJsonl('\ufeff\n{"email":"a@x.com"}\n\n \r\n{"email":"b@x.com"}');
    expect(read.lines).toEqual([2, 5]);
  });

  test("fields such as __proto__ are fields, and nothing else", async () => {
    const read = await readJsonl('{"email":"a@x.com","__proto__":"polluted","constructor":1}\n');
    expect(Object.entries(read.members[0]?.attributes ?? {})).toEqual([
      ["__proto__", "polluted"],
      ["constructor", 1],
    ]);
    expect("polluted" in {}).toBe(false);
  });

  test("a phone in scientific notation is noted", async () => {
    const read = await readJsonl('{"email":"a@x.com","phone":"4.9E+11"}\n');
    expect(read.diagnostics).toMatchObject([{ code: "spoiled_value", path: "line 1" }]);
  });
});

describe("lines that cannot be read are reported, and the others are read", () => {
  const lines: readonly (readonly [string, string | Buffer, string])[] = [
    ["cut short", '{"email":"bob@x.c', "is no JSON"],
    ["no JSON", "bob@x.com", "is no JSON"],
    ["a text", '"bob@x.com"', "is no JSON object"],
    ["a list", '["bob@x.com"]', "is no JSON object"],
    ["null", "null", "is no JSON object"],
    ["an identifier of another type", '{"email":{"value":"bob@x.com"}}', "(email) that is no text"],
    ["an identifier of an unknown kind", '{"identifiers":{"fax":["1"]}}', "none of email"],
    ["Latin-1", Buffer.from('{"email":"bob@x.com","city":"K\xf6ln"}', "latin1"), "no UTF-8"],
    ["the mark of a broken character", '{"email":"bob@x.com","city":"K\ufffdln"}', "broken before"],
    ["NUL as an escape", '{"email":"bob@x.com","city":"K\\u0000ln"}', "NUL"],
    ["half a character as an escape", '{"email":"bob@x.com","city":"\\ud83d"}', "half a character"],
    [
      "the mark of a broken character as an escape",
      '{"email":"bob\\ufffd@x.com"}',
      "broken before",
    ],
    ["half a character in a name", '{"email":"bob@x.com","\\ud83d":1}', "half a character"],
  ];

  test.for(lines)("%s", async ([, line, words]) => {
    const content = Buffer.concat([
      sound("ada"),
      Buffer.from(line),
      Buffer.from("\n"),
      sound("carl"),
    ]);
    const read = await readJsonl(content);
    expect(read.lines).toEqual([1, 3]);
    expect(read.refused).toBe(1);
    expect(read.notes).toEqual([expect.stringContaining(words)]);
    expect(read.notes[0]).toMatch(/^line 2: /);
    expect(read.notes[0]).not.toMatch(/bob|ln/);
  });

  test.for([
    ["one JSON array", '[\n{"email":"a@x.com"}\n]', "one object a line"],
    ["UTF-16", Buffer.from('\ufeff{"email":"a@x.com"}\n', "utf16le"), "save it as UTF-8"],
    ["gzip without the ending", gzipSync("{}"), ".gz"],
  ] as const)("a file that is %s is refused, with a remedy", async ([, content, remedy]) => {
    const { error } = await readJsonl(content);
    expect(error).toMatchObject({ code: "invalid_response" });
    expect(error?.message).toContain(remedy);
  });
});

describe("members are written", () => {
  test("with the types of their attributes, and come out as they went in", async () => {
    using folder = testFolder();
    const audiences = filesIn(folder);
    await audiences.create({ provider: "files", name: "list", members: [ada] });
    expect(folder.text("list.jsonl")).toBe(
      '{"identifiers":{"email":["ada@example.com"],"phone":["+15550100200"]},"attributes":{"firstName":"Ada","visits":3,"vip":true,"note":null}}\n',
    );
    expect(await audiences.listMembers(list).toArray()).toMatchObject([ada]);
  });

  test("flat where the file is flat, under the names that were chosen", async () => {
    using folder = testFolder();
    const before = '{"mail":"x@x.com","contact":"+1"}';
    folder.put("list.jsonl", before);
    const audiences = filesIn(folder, { fields: { phone: "contact" } });
    await audiences.addMembers(list, [ada]);
    const added =
      '{"email":"ada@example.com","contact":"+15550100200","firstName":"Ada","visits":3,"vip":true,"note":null}\n';
    expect(folder.text("list.jsonl")).toBe(`${before}\n${added}`);
    expect(await audiences.listMembers(list).toArray()).toMatchObject([{}, ada]);
  });

  test("nested in a flat file, where a name would be taken for something else", async () => {
    using folder = testFolder();
    folder.put("list.jsonl", '{"email":"x@x.com"}\n');
    const member = {
      identifiers: { email: ["a@x.com"] },
      attributes: { mail: "yes", identifiers: "no" },
    };
    const audiences = filesIn(folder);
    await audiences.addMembers(list, [member]);
    expect(await audiences.listMembers(list).toArray()).toMatchObject([{}, member]);
  });

  test("packed, and each once", async () => {
    using folder = testFolder();
    const audiences = filesIn(folder);
    const ref = { provider: "files", id: "list.ndjson.gz" } as const;
    await audiences.create({ provider: "files", name: "list.ndjson.gz", members: [ada] });
    await audiences.addMembers(ref, [ada, { identifiers: { externalId: ["1"] } }]);
    expect(gunzipSync(folder.bytes("list.ndjson.gz")).toString().split("\n")).toHaveLength(3);
    expect(await audiences.listMembers(ref).toArray()).toHaveLength(2);
  });

  test("without what JSON cannot hold, which is told", async () => {
    using folder = testFolder();
    const attributes = {
      one: Number.NaN,
      two: Number.POSITIVE_INFINITY,
      three: "\ud83d",
      four: "c\ufffd",
    };
    const members = [{ identifiers: { email: ["a@x.com"] }, attributes }];
    const { written } = await filesIn(folder).create({ provider: "files", name: "list", members });
    expect(written).toMatchObject({ written: 1, dropped: { one: 1, two: 1, three: 1, four: 1 } });
  });

  test("whatever is in them", async () => {
    const text = fc.string({ unit: "grapheme" }).filter((one) => !/[\0\ufffd]/.test(one));
    const value = fc.oneof(
      text,
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    );
    const attributes = fc.dictionary(
      fc.oneof(text, fc.constantFrom("__proto__", "email", "attributes")),
      value,
    );
    const run = fc.asyncProperty(attributes, async (given) => {
      using folder = testFolder();
      const audiences = filesIn(folder);
      const members = [{ identifiers: { email: ["a@x.com"] }, attributes: given }];
      await audiences.create({ provider: "files", name: "list", members });
      const [back] = await audiences.listMembers(list).toArray();
      const told = Object.entries(given).map(([name, one]) => [name, Object.is(one, -0) ? 0 : one]);
      expect(Object.entries(back?.attributes ?? {})).toEqual(told);
    });
    await fc.assert(run, { seed: 5, numRuns: 100 });
  });
});

describe("fields", () => {
  test("say what a field of a flat object holds", async () => {
    using folder = testFolder();
    folder.put("list.jsonl", '{"kontakt":"a@x.com","email":"yes","ort":"Rom"}\n');
    const adapter = jsonl({ path: folder.path, fields: { email: "kontakt", city: "ort" } });
    const { members } = await readFrom(adapter, "list.jsonl");
    expect(members).toEqual([
      { identifiers: { email: ["a@x.com"] }, attributes: { email: "yes", city: "Rom" } },
    ]);
  });

  test.for([
    [{}, "path"],
    [{ path: "x", columns: {} }, "columns"],
    [{ path: "x", fields: { email: 1 } }, "fields.email"],
  ] as const)("%j is refused at once", ([options, name]) => {
    const make: (given: never) => unknown = jsonl;
    // @ts-expect-error -- what JavaScript may pass
    expect(() => make(options)).toThrow(name);
  });
});
