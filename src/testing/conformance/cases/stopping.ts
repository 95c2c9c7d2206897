import assert from "node:assert/strict";

import { expectRejection } from "../expect.ts";
import type { ListReading, Reading, Subject } from "../subject.ts";
import { always, first, hangs, says } from "../wire.ts";
import type { Case } from "./case.ts";

/** Lets everything that is due, and nothing that waits for an answer, happen. */
async function settle(): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one turn of the event loop after the other
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Fails if a promise is rejected during the run and nobody hears of it. */
export async function expectAllHandled(run: () => Promise<void>): Promise<void> {
  const unheard: unknown[] = [];
  const listen = (reason: unknown): void => {
    unheard.push(reason);
  };
  process.on("unhandledRejection", listen);
  try {
    await run();
    await settle();
  } finally {
    process.off("unhandledRejection", listen);
  }
  assert.deepEqual(unheard, [], "a rejection that nobody handled");
}

/** Case 17: aborts. */
function abortCases(subject: Subject, reading: Reading): readonly Case[] {
  const reason = new Error("the caller has had enough");
  return [
    {
      title: `17. ${reading.name} with an aborted signal sends nothing`,
      async run() {
        const trial = subject.start(await subject.answers(reading));
        const signal = AbortSignal.abort(reason);
        await expectRejection(() => reading.read(trial, { signal }), reason);
        assert.deepEqual(trial.requests, []);
      },
    },
    {
      title: `17. ${reading.name} aborted while it waits for an answer rejects with the signal's reason`,
      async run() {
        const controller = new AbortController();
        const last = reading.exchanges.length - 1;
        const answers = await subject.answers(reading);
        const trial = subject.start((request, index) =>
          index < last ? answers(request, index) : hangs(() => controller.abort(reason)),
        );
        await expectAllHandled(() =>
          expectRejection(() => reading.read(trial, { signal: controller.signal }), reason),
        );
        assert.equal(trial.requests.length, last + 1);
        assert.ok(trial.sent.at(-1)?.signal.aborted, "the request in flight was not given up");
      },
    },
    {
      title: `17. ${reading.name} aborted between two attempts rejects with the signal's reason`,
      async run() {
        const controller = new AbortController();
        const trial = subject.start(always(says("", { status: 503 })), {
          async sleep() {
            controller.abort(reason);
            throw reason;
          },
        });
        await expectAllHandled(() =>
          expectRejection(() => reading.read(trial, { signal: controller.signal }), reason),
        );
        assert.equal(trial.requests.length, 1);
      },
    },
  ];
}

/** Case 18: a caller who has seen enough. */
function leavingCase(subject: Subject, list: ListReading): Case {
  return {
    title: `18. ${list.name} left early sends nothing more, and gives up what is in flight`,
    async run() {
      const page = says(await subject.fixture(list.spec.pages[0]?.answer ?? ""));
      const trial = subject.start(first([page], always(hangs())));
      await expectAllHandled(async () => {
        for await (const item of list.paged(trial)) {
          assert.ok(item);
          break;
        }
        await settle();
        assert.ok(trial.requests.length <= 2, "it had asked for more than one page ahead");
        for (const request of trial.sent.slice(1)) {
          assert.ok(request.signal.aborted, "the request in flight was not given up");
        }
        const before = trial.requests.length;
        await settle();
        assert.equal(trial.requests.length, before);
      });
    },
  };
}

export const stopping = (subject: Subject): readonly Case[] => [
  ...subject.readings.flatMap((reading) => abortCases(subject, reading)),
  ...subject.lists.map((list) => leavingCase(subject, list)),
];
