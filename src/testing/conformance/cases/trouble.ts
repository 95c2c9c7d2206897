import assert from "node:assert/strict";

import type { ErrorCode } from "../../../core/errors.ts";
import type { HttpOptions } from "../../../core/http/http-options.ts";
import { expectError, expectWhole } from "../expect.ts";
import { retries } from "../subject.ts";
import type { HttpTrial, Reading, Subject } from "../subject.ts";
import { always, first, hangs, lost, says } from "../wire.ts";
import type { Answer } from "../wire.ts";
import type { Case } from "./case.ts";

interface Trouble {
  readonly words: string;
  readonly code: ErrorCode;
  readonly answer: () => Promise<Answer>;
  /** Only silence needs a time of its own; any other answer may take as long as the machine is slow. */
  readonly options?: HttpOptions;
}

/** Cases 12 and 13: what passes, if one waits. */
function troubleCases(subject: Subject, reading: Reading): readonly Case[] {
  const body = (): Promise<string> => subject.fixture(subject.spec.failure.answer);
  const retryAfter = { "retry-after": "7" };
  const troubles: readonly Trouble[] = [
    {
      words: "429",
      code: "rate_limited",
      answer: async () => says(await body(), { status: 429 }),
    },
    { words: "500", code: "unavailable", answer: async () => says(await body(), { status: 500 }) },
    {
      words: "503 and no JSON",
      code: "unavailable",
      answer: async () => says("<h1>Back soon</h1>", { status: 503 }),
    },
    { words: "a lost connection", code: "network", answer: async () => lost() },
    { words: "silence", code: "timeout", answer: async () => hangs(), options: { timeout: 100 } },
  ];
  /** Trouble once, then the spec's answers. */
  const readAfter = async (trouble: Answer, options?: HttpOptions): Promise<HttpTrial> => {
    const answers = await subject.answers(reading);
    const trial = subject.start(first([trouble], answers), options);
    expectWhole(await reading.read(trial));
    assert.equal(trial.requests.length, reading.exchanges.length + 1);
    assert.equal(trial.requests[1], trial.requests[0]);
    return trial;
  };
  return [
    {
      title: `12. ${reading.name} answered with 429 waits as long as Retry-After says`,
      async run() {
        const limited = says(await body(), { status: 429, headers: retryAfter });
        const { waits } = await readAfter(limited);
        assert.ok(waits.includes(7000), `it waited ${waits.join(", ")} ms`);
      },
    },
    ...troubles.flatMap(({ words, code, answer, options }) => [
      {
        title: `${code === "rate_limited" ? 12 : 13}. ${reading.name} repeats after ${words}`,
        async run() {
          const { waits } = await readAfter(await answer(), options);
          assert.notEqual(waits.length, 0, "it did not back off");
        },
      },
      {
        title: `13. ${reading.name} gives up after its retries with ${code}, where ${words} does not end`,
        async run() {
          const trial = subject.start(always(await answer()), options && { timeout: 5 });
          const error = expectError(await reading.read(trial), code);
          assert.equal(trial.requests.length, retries + 1);
          assert.equal(error.transient, true);
        },
      },
    ]),
  ];
}

export const passingTrouble = (subject: Subject): readonly Case[] =>
  subject.readings.flatMap((reading) => troubleCases(subject, reading));
