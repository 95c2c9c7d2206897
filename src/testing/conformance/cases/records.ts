import assert from "node:assert/strict";

import { expectReport, expectWhole } from "../expect.ts";
import { edited, isObject, listAt, valueAt, withValue } from "../json.ts";
import type { ListReading, Subject } from "../subject.ts";
import type { Outcome } from "../trial.ts";
import { first, says } from "../wire.ts";
import type { Case } from "./case.ts";
import { expectModel } from "./whole.ts";

/** What a vendor may add one day, where nobody expects it. */
const addedLater = { since: "2031", nested: [{ deep: true }] };

/** What an audience holds besides its id, its name and its status. */
const optionalFields = [
  "description",
  "vendorStatus",
  "size",
  "matched",
  "progress",
  "error",
  "createdAt",
  "updatedAt",
];

/** Nothing is made up where the vendor says nothing: no 0, no today, no empty text. */
function expectNothingInvented(operation: ListReading["name"], item: unknown): void {
  if (operation === "list") {
    const given = optionalFields.filter((field) => valueAt(item, field) !== null);
    assert.deepEqual(given, [], "fields that the vendor did not give");
  } else {
    assert.deepEqual(valueAt(item, "identifiers"), {});
    const attributes = valueAt(item, "attributes");
    const values = isObject(attributes) ? Object.values(attributes) : [];
    assert.deepEqual(
      [...new Set(values)].filter((value) => value !== null),
      [],
    );
  }
}

/** Cases 8 and 9: one page of its own, made of the first page's records. */
function recordCases(subject: Subject, list: ListReading): readonly Case[] {
  const { shape, pages } = list.spec;
  const firstPage = (): Promise<string> => subject.fixture(pages[0]?.answer ?? "");
  const records = async (): Promise<readonly Record<string, unknown>[]> =>
    listAt(await firstPage(), shape.items).filter(isObject);
  const readAs = async (items: readonly unknown[]): Promise<Outcome> => {
    const page = edited(await firstPage(), {
      addedLater,
      [shape.items]: items,
      [shape.more]: false,
      [shape.next]: null,
    });
    return list.read(subject.start(first([says(page)])));
  };
  const spoiled: readonly (readonly [string, (record: object) => unknown])[] = [
    ["without its key", (record) => ({ ...record, [shape.key]: undefined })],
    ["with null for its key", (record) => ({ ...record, [shape.key]: null })],
    ["that is null", () => null],
  ];
  const bare: readonly (readonly [string, null | undefined])[] = [
    ["absent", undefined],
    ["null", null],
  ];
  return [
    {
      title: `8. ${list.name} keeps in raw what the vendor adds later`,
      async run() {
        const known = await records();
        const before = expectWhole(await readAs(known));
        const grown = known.map((record) => withValue(record, ["addedLater"], addedLater));
        const after = expectWhole(await readAs(grown));
        assert.deepEqual(
          after,
          before.map((item) => withValue(item, ["raw", "addedLater"], addedLater)),
        );
      },
    },
    ...spoiled.map(([words, spoil]) => ({
      title: `8. ${list.name} reports a record ${words}, and reads on`,
      async run() {
        const [one = {}, ...rest] = await records();
        const outcome = await readAs([spoil(one), ...rest]);
        assert.deepEqual(expectWhole(outcome), expectWhole(await readAs(rest)));
        const { refused, diagnostics } = expectReport(outcome);
        assert.equal(refused, 1);
        const paths = diagnostics
          .filter(({ code }) => code === "invalid_record")
          .map(({ path }) => path);
        assert.ok(paths[0]?.startsWith(shape.items), `no diagnostic tells where: ${paths.join()}`);
      },
    })),
    ...bare.map(([words, value]) => ({
      title: `9. ${list.name} gives null for every field that is ${words}`,
      async run() {
        const known = await records();
        const emptied = known.map((record) =>
          Object.fromEntries(
            Object.entries(record).map(([field, kept]) => [
              field,
              field === shape.key ? kept : value,
            ]),
          ),
        );
        const items = expectWhole(await readAs(emptied));
        assert.equal(items.length, known.length);
        for (const item of items) {
          expectNothingInvented(list.name, item);
        }
        expectModel(list.name, items);
      },
    })),
  ];
}

export const readingRecords = (subject: Subject): readonly Case[] =>
  subject.lists.flatMap((list) => recordCases(subject, list));
