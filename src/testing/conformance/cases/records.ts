import assert from "node:assert/strict";

import { expectReport, expectWhole } from "../expect.ts";
import { edited, isObject, listAt, withValue } from "../json.ts";
import type { ListReading, Subject } from "../subject.ts";
import { always, first, says } from "../wire.ts";
import type { Case } from "./case.ts";
import { expectModel } from "./whole.ts";

/** What a vendor may add one day, where nobody expects it. */
const addedLater = { since: "2031", nested: [{ deep: true }] };
/** An id with everything that means something in an address. */
const oddId = "a/../b?c";
const oddCursor = "../c?d=1&e#f+g/é=";

/** Reads one page of its own, made of the first page's records. */
function recordCases(subject: Subject, list: ListReading): readonly Case[] {
  const { shape, pages } = list.spec;
  const records = async (): Promise<readonly Record<string, unknown>[]> =>
    listAt(await subject.fixture(pages[0]?.answer ?? ""), shape.items).filter(isObject);
  const readAs = async (
    items: readonly unknown[],
  ): Promise<Awaited<ReturnType<typeof list.read>>> => {
    const text = await subject.fixture(pages[0]?.answer ?? "");
    const page = edited(text, {
      ...{ addedLater, [shape.items]: items, [shape.more]: false, [shape.next]: null },
    });
    return list.read(subject.start(first([says(page)])));
  };
  const keyOnly = (value: null | undefined) => async (): Promise<void> => {
    const bare = (await records()).map((record) =>
      Object.fromEntries(
        Object.entries(record)
          .map(([field, kept]) => [field, field === shape.key ? kept : value] as const)
          .filter(([, kept]) => kept !== undefined),
      ),
    );
    const items = expectWhole(await readAs(bare));
    assert.equal(items.length, bare.length);
    expectModel(list.name, items);
  };
  return [
    {
      title: `8. ${list.name} keeps in raw what the vendor adds later`,
      async run() {
        const known = await records();
        const before = expectWhole(await readAs(known));
        const after = expectWhole(await readAs(known.map((record) => ({ ...record, addedLater }))));
        assert.deepEqual(
          after,
          before.map((item) => withValue(item, ["raw", "addedLater"], addedLater)),
        );
      },
    },
    ...[
      ["without its key", (record: object) => ({ ...record, [shape.key]: undefined })],
      ["with null for its key", (record: object) => ({ ...record, [shape.key]: null })],
      ["that is null", () => null],
    ].map(([words, spoil]) => ({
      title: `8. ${list.name} reports a record ${String(words)}, and reads on`,
      async run() {
        const known = await records();
        const [spoiled, ...rest] = known;
        const bad: unknown = typeof spoil === "function" ? spoil({ ...spoiled }) : undefined;
        const outcome = await readAs([bad, ...rest]);
        const expected = expectWhole(await readAs(rest));
        assert.deepEqual(expectWhole(outcome), expected);
        const report = expectReport(outcome);
        assert.equal(report.refused, 1);
        const paths = report.diagnostics
          .filter(({ code }) => code === "invalid_record")
          .map(({ path }) => path);
        assert.ok(paths[0]?.startsWith(shape.items), `no diagnostic tells where: ${paths.join()}`);
      },
    })),
    {
      title: `9. ${list.name} gives null for every field that is absent`,
      run: keyOnly(undefined),
    },
    { title: `9. ${list.name} gives null for every field that is null`, run: keyOnly(null) },
  ];
}

/** Case 10: ids and cursors arrive as they were, and nowhere else than they should. */
function addressCases(subject: Subject): readonly Case[] {
  const { get, listMembers } = subject.spec;
  const encoded = encodeURIComponent(oddId);
  const sentBy = async (run: (trial: ReturnType<typeof subject.start>) => Promise<unknown>) => {
    const trial = subject.start(always(says("{}", { status: 404 })));
    await run(trial).catch(() => undefined); // how it is answered is not the point
    return trial.requests;
  };
  return [
    ...(get === undefined
      ? []
      : [
          {
            title: "10. get sends an odd id encoded",
            async run() {
              const ref = { provider: subject.name, id: oddId };
              const requests = await sentBy(({ audiences }) => audiences.get(ref));
              const expected = get.request.replace(encodeURIComponent(get.id), encoded);
              assert.deepEqual(requests, [expected]);
            },
          },
        ]),
    ...(listMembers === undefined
      ? []
      : [
          {
            title: "10. listMembers sends an odd id encoded",
            async run() {
              const ref = { provider: subject.name, id: oddId };
              const { pageSize, pages, id } = listMembers;
              const requests = await sentBy(({ audiences }) =>
                audiences.listMembers(ref, { pageSize }).collect(),
              );
              const expected = pages[0]?.request.replace(encodeURIComponent(id), encoded);
              assert.deepEqual(requests, [expected]);
            },
          },
        ]),
    ...subject.lists.map((list) => ({
      title: `10. ${list.name} sends an odd cursor back as one value of the query`,
      async run() {
        const { shape, pages, empty } = list.spec;
        const text = await subject.fixture(pages[0]?.answer ?? "");
        const page = edited(text, { [shape.more]: true, [shape.next]: oddCursor });
        const trial = subject.start(first([says(page), says(await subject.fixture(empty))]));
        expectWhole(await list.read(trial));
        const [one, other] = trial.requests.map((line) => new URL(line.replace(/^GET /, "")));
        assert.equal(other?.origin, one?.origin);
        assert.equal(other?.pathname, one?.pathname);
        assert.ok([...(other?.searchParams.values() ?? [])].includes(oddCursor));
      },
    })),
  ];
}

export const readingRecords = (subject: Subject): readonly Case[] => [
  ...subject.lists.flatMap((list) => recordCases(subject, list)),
  ...addressCases(subject),
];
