import assert from "node:assert/strict";

import { expectWhole } from "../expect.ts";
import { listAt, valueAt } from "../json.ts";
import { audienceSchema, memberSchema } from "../model-schema.ts";
import type { ListReading, Reading, Subject } from "../subject.ts";
import type { Outcome } from "../trial.ts";
import type { Case } from "./case.ts";

/** Fails at the first record that is not of the library's model. */
export function expectModel(operation: Reading["name"], items: readonly unknown[]): void {
  const schema = operation === "listMembers" ? memberSchema : audienceSchema;
  for (const [index, item] of items.entries()) {
    const issue = schema.safeParse(item).error?.issues[0];
    const where = `record ${index}, ${issue?.path.join(".")}`;
    assert.equal(issue?.message, undefined, `${where}: ${issue?.message}`);
  }
}

/** A reading as text: dates in ISO 8601, and with the report where there is one. */
export function recorded({ items, report }: Outcome): string {
  return `${JSON.stringify({ items, report }, null, 2)}\n`;
}

/** Cases 1, 3 and 24: a whole reading. */
function wholeCases(subject: Subject, reading: Reading): readonly Case[] {
  const { name, exchanges } = reading;
  return [
    {
      title: `1. ${name} sends exactly these requests, in this order, and no more`,
      async run() {
        const trial = subject.start(await subject.answers(reading));
        expectWhole(await reading.read(trial));
        const expected = exchanges.map(({ request }) => request);
        assert.deepEqual(trial.requests, expected);
        for (const { headers, url } of trial.sent) {
          for (const [header, value] of Object.entries(subject.spec.headers)) {
            assert.equal(headers.get(header), value, `header ${header}`);
          }
          assert.ok(!url.includes(subject.spec.secret), "the secret is in an address");
        }
      },
    },
    {
      title: `3. every record of ${name} is of the model, and the whole result is as recorded`,
      async run() {
        const outcome = await reading.read(subject.start(await subject.answers(reading)));
        const items = expectWhole(outcome);
        assert.notEqual(items.length, 0, "the fixtures hold no record");
        expectModel(name, items);
        await subject.runner.snapshot(subject.name, name, recorded(outcome));
      },
    },
    {
      title: `24. ${name} maps the same answers to equal records twice`,
      async run() {
        const answers = await subject.answers(reading);
        const once = await reading.read(subject.start(answers));
        const twice = await reading.read(subject.start(answers));
        assert.deepEqual(expectWhole(twice), expectWhole(once));
      },
    },
  ];
}

/** Cases 2 and 24: what the spec holds, and what becomes of it. */
function fixtureCases(subject: Subject, list: ListReading): readonly Case[] {
  const { items: path } = list.spec.shape;
  const recordsOf = async (): Promise<readonly (readonly unknown[])[]> => {
    const texts = await Promise.all(list.exchanges.map(({ answer }) => subject.fixture(answer)));
    return texts.map((text) => listAt(text, path));
  };
  return [
    {
      title: `2. the spec of ${list.name} has two pages at least, and records on each`,
      async run() {
        assert.ok(list.exchanges.length >= 2, "one page proves nothing about paging");
        for (const [index, records] of (await recordsOf()).entries()) {
          assert.notEqual(records.length, 0, `page ${index + 1} holds no record`);
        }
        assert.deepEqual(listAt(await subject.fixture(list.spec.empty), path), []);
      },
    },
    {
      title: `24. ${list.name} leaves the vendor's records as they came, in raw`,
      async run() {
        const trial = subject.start(await subject.answers(list));
        const items = expectWhole(await list.read(trial));
        const raws = items.map((item) => valueAt(item, "raw"));
        assert.deepEqual(raws, (await recordsOf()).flat());
      },
    },
  ];
}

export const readingWhole = (subject: Subject): readonly Case[] => [
  ...subject.readings.flatMap((reading) => wholeCases(subject, reading)),
  ...subject.lists.flatMap((list) => fixtureCases(subject, list)),
];
