import assert from "node:assert/strict";

import type { ErrorCode } from "../../../core/errors.ts";
import { expectError, expectRejection, expectWhole } from "../expect.ts";
import type { HttpTrial, Subject } from "../subject.ts";
import { attempt } from "../trial.ts";
import type { Outcome } from "../trial.ts";
import { always, hangs, says } from "../wire.ts";
import type { Answer, Script } from "../wire.ts";
import type { Case } from "./case.ts";
import { expectAllHandled } from "./stopping.ts";
import { expectModel } from "./whole.ts";

interface Options {
  readonly signal?: AbortSignal;
  readonly timeout?: number;
}

const fatal: readonly (readonly [number, ErrorCode])[] = [
  [401, "authentication"],
  [403, "permission"],
];

/** Looking until a write has settled. */
export function waiting(subject: Subject): readonly Case[] {
  const { waitUntilReady: spec, failure } = subject.spec;
  if (spec === undefined) {
    return [];
  }
  const { id, pending, looks } = spec;
  const wait = (trial: HttpTrial, options: Options = {}): Promise<Outcome> => {
    const { audiences, name: provider, sleep } = trial;
    return attempt(
      () => audiences.waitUntilReady({ provider, id }, { pending, sleep, ...options }),
      options.signal,
    );
  };
  const answerTo = async ({ answer, status = 200 }: (typeof looks)[number]): Promise<Answer> =>
    says(await subject.fixture(answer), { status });
  const answers = async (): Promise<Script> => {
    const all = await Promise.all(looks.map(answerTo));
    return (request, index) => (looks[index]?.request === request ? all[index] : undefined);
  };
  const reason = new Error("the caller has had enough");
  return [
    {
      title:
        "1. waitUntilReady looks as often as it takes, with pauses, and ends with the audience",
      async run() {
        assert.ok(looks.length >= 2, "one look proves nothing about waiting");
        const trial = subject.start(await answers());
        const items = expectWhole(await wait(trial));
        assert.deepEqual(
          trial.requests,
          looks.map(({ request }) => request),
        );
        assert.equal(trial.waits.length, looks.length - 1);
        expectModel("waitUntilReady", items);
      },
    },
    {
      title: "3. the result of waitUntilReady is as recorded",
      async run() {
        const items = expectWhole(await wait(subject.start(await answers())));
        await subject.runner.snapshot(
          subject.name,
          "waitUntilReady",
          `${JSON.stringify({ items }, null, 2)}\n`,
        );
      },
    },
    {
      title: "13. waitUntilReady gives up with timeout when its time is over",
      async run() {
        const [first = { request: "", answer: "" }] = looks;
        const trial = subject.start(always(await answerTo(first)));
        expectError(await wait(trial, { timeout: 60_000 }), "timeout");
        const waited = trial.waits.reduce((sum, pause) => sum + pause, 0);
        assert.ok(waited <= 60_000, `it waited ${waited} ms`);
      },
    },
    ...fatal.map(([status, code]) => ({
      title: `11. waitUntilReady answered with ${status} is ${code}, after one request`,
      async run() {
        const answer = says(await subject.fixture(failure.answer), { status });
        const trial = subject.start(always(answer));
        expectError(await wait(trial), code);
        assert.equal(trial.requests.length, 1);
      },
    })),
    {
      title: "17. waitUntilReady with an aborted signal sends nothing",
      async run() {
        const trial = subject.start(await answers());
        const signal = AbortSignal.abort(reason);
        await expectRejection(() => wait(trial, { signal }), reason);
        assert.deepEqual(trial.requests, []);
      },
    },
    {
      title: "17. waitUntilReady aborted at a look rejects with the signal's reason",
      async run() {
        const controller = new AbortController();
        const trial = subject.start(always(hangs(() => controller.abort(reason))));
        await expectAllHandled(() =>
          expectRejection(() => wait(trial, { signal: controller.signal }), reason),
        );
        assert.equal(trial.requests.length, 1);
      },
    },
  ];
}
