import assert from "node:assert/strict";

import { expectError, expectReport, expectWhole } from "../expect.ts";
import { edited, valueAt } from "../json.ts";
import type { ListReading, Subject } from "../subject.ts";
import type { Trial } from "../trial.ts";
import { always, first, says } from "../wire.ts";
import type { Case } from "./case.ts";

/** What is left of a list behind a token, and which pages were asked for. */
async function continueFrom(list: ListReading, trial: Trial, token: string): Promise<unknown[]> {
  const { items } = await list.paged(trial).collect({ continuationToken: token });
  return items;
}

/** Case 4: where a list ends. */
function endCases(subject: Subject, list: ListReading): readonly Case[] {
  const { shape, pages, empty } = list.spec;
  const lastAnswer = pages.at(-1)?.answer ?? "";
  const firstAnswer = pages[0]?.answer ?? "";
  const noCursor: readonly (readonly [string, unknown])[] = [
    ["null", null],
    ["an empty text", ""],
    ["nothing", undefined],
  ];
  return [
    {
      title: `4. ${list.name} of nothing yields nothing, and ends`,
      async run() {
        const trial = subject.start(first([says(await subject.fixture(empty))]));
        const outcome = await list.read(trial);
        assert.deepEqual(expectWhole(outcome), []);
        assert.equal(trial.requests.length, 1);
      },
    },
    {
      title: `4. ${list.name} ends at "no more", whatever the cursor says`,
      async run() {
        const last = await subject.fixture(lastAnswer);
        const answer = edited(last, { [shape.more]: false, [shape.next]: "left-over" });
        const trial = subject.start(first([says(answer)]));
        assert.notEqual(expectWhole(await list.read(trial)).length, 0);
        assert.equal(trial.requests.length, 1);
      },
    },
    {
      title: `4. ${list.name} goes on behind an empty page with "more"`,
      async run() {
        const gap = edited(await subject.fixture(firstAnswer), { [shape.items]: [] });
        const last = edited(await subject.fixture(lastAnswer), { [shape.more]: false });
        const trial = subject.start(first([says(gap), says(last)]));
        assert.notEqual(expectWhole(await list.read(trial)).length, 0);
        assert.equal(trial.requests.length, 2);
      },
    },
    ...noCursor.map(([words, cursor]) => ({
      title: `4. ${list.name} with "more" and ${words} for a cursor is a protocol error`,
      async run() {
        const text = await subject.fixture(firstAnswer);
        const answer = edited(text, { [shape.more]: true, [shape.next]: cursor });
        const trial = subject.start(first([says(answer)]));
        expectError(await list.read(trial), "protocol");
        assert.equal(trial.requests.length, 1);
      },
    })),
  ];
}

/** Cases 5 and 6: going on later, and page sizes. */
function stepCases(subject: Subject, list: ListReading): readonly Case[] {
  const { shape, pages, pageSize } = list.spec;
  const expectedFrom = (start: number): readonly string[] =>
    pages.slice(start).map(({ request }) => request);
  return [
    {
      title: `5. ${list.name} goes on behind each page, and asks only for what follows`,
      async run() {
        const answers = await subject.answers(list);
        const all = expectWhole(await list.read(subject.start(answers)));
        let read = 0;
        let page = 0;
        for await (const { items, continuationToken } of list
          .paged(subject.start(answers))
          .byPage()) {
          read += items.length;
          page += 1;
          if (continuationToken !== undefined) {
            const later = subject.start(answers);
            assert.deepEqual(await continueFrom(list, later, continuationToken), all.slice(read));
            assert.deepEqual(later.requests, expectedFrom(page));
          }
        }
        assert.equal(page, pages.length);
      },
    },
    {
      title: `5. ${list.name} goes on behind each item`,
      async run() {
        const answers = await subject.answers(list);
        const all = expectWhole(await list.read(subject.start(answers)));
        let read = 0;
        const pagesOfOne = list.paged(subject.start(answers)).byPage({ size: 1 });
        for await (const { items, continuationToken } of pagesOfOne) {
          read += items.length;
          if (continuationToken !== undefined) {
            const rest = await continueFrom(list, subject.start(answers), continuationToken);
            assert.deepEqual(rest, all.slice(read));
          }
        }
        assert.equal(read, all.length);
      },
    },
    {
      title: `6. ${list.name} sends its page size, and never more than maxPageSize`,
      async run() {
        const empty = always(says(await subject.fixture(list.spec.empty)));
        const asked = `${shape.pageSize}=${pageSize}`;
        const request = pages[0]?.request ?? "";
        assert.ok(request.split(/[?&]/).includes(asked), `the first request has no ${asked}`);
        for (const size of [undefined, Number.MAX_SAFE_INTEGER]) {
          const trial = subject.start(empty);
          await list.read(trial, { pageSize: size });
          const largest = `${shape.pageSize}=${trial.adapter.maxPageSize}`;
          assert.deepEqual(trial.requests, [request.replace(asked, largest)]);
        }
      },
    },
  ];
}

/** Case 7: a vendor that goes in circles. */
function circleCases(subject: Subject, list: ListReading): readonly Case[] {
  const { shape, pages } = list.spec;
  return [1, 2].map((length) => ({
    title: `7. ${list.name} in a circle of ${length} is a protocol error, and no endless loop`,
    async run() {
      const text = await subject.fixture(pages[0]?.answer ?? "");
      const page = (cursor: unknown): ReturnType<typeof says> =>
        says(edited(text, { [shape.more]: true, [shape.next]: cursor }));
      const cursor = valueAt(JSON.parse(text), shape.next);
      const circle = [page(cursor), page(length === 1 ? cursor : `${String(cursor)}-2`)];
      const trial = subject.start((_request, index) => circle[index % 2]);
      const outcome = await list.read(trial);
      expectError(outcome, "protocol");
      assert.equal(trial.requests.length, length + 1);
      assert.equal(expectReport(outcome).status, "failed");
    },
  }));
}

export const readingPages = (subject: Subject): readonly Case[] =>
  subject.lists.flatMap((list) => [
    ...endCases(subject, list),
    ...stepCases(subject, list),
    ...circleCases(subject, list),
  ]);
