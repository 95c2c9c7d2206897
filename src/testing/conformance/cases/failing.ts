import assert from "node:assert/strict";

import type { ErrorCode } from "../../../core/errors.ts";
import { expectError, expectWhole } from "../expect.ts";
import { edited } from "../json.ts";
import { retries } from "../subject.ts";
import type { ListReading, Reading, Subject } from "../subject.ts";
import { always, first, hangs, lost, says } from "../wire.ts";
import type { Answer } from "../wire.ts";
import type { Case } from "./case.ts";

const refusals: readonly (readonly [number, ErrorCode])[] = [
  [401, "authentication"],
  [403, "permission"],
  [404, "not_found"],
  [422, "rejected"],
];
const strangers: readonly (readonly [string, string])[] = [
  ["HTML", "<!doctype html><title>Sign in</title>"],
  ["broken JSON", '{"data": ['],
  ["an empty body", ""],
  ["null", "null"],
  ["[]", "[]"],
  ["{}", "{}"],
];

/** Cases 11 and 15: what the vendor refuses. */
function refusalCases(subject: Subject, reading: Reading): readonly Case[] {
  const { failure } = subject.spec;
  return [
    ...refusals.map(([status, code]) => ({
      title: `11. ${reading.name} answered with ${status} is ${code}, after one request`,
      async run() {
        const trial = subject.start(
          always(says(await subject.fixture(failure.answer), { status })),
        );
        const error = expectError(await reading.read(trial), code);
        assert.equal(error.status, status);
        assert.equal(trial.requests.length, 1);
      },
    })),
    {
      title: `15. ${reading.name} that is refused says why, in the vendor's words, and where`,
      async run() {
        const { status, message, code } = failure;
        const trial = subject.start(
          always(says(await subject.fixture(failure.answer), { status })),
        );
        const error = expectError(await reading.read(trial), "rejected");
        assert.ok(error.message.includes(message), `"${message}" is not in "${error.message}"`);
        assert.deepEqual(
          [error.provider, error.operation, error.status, error.vendorCode],
          [subject.name, reading.name, status, code],
        );
      },
    },
    {
      title: `15. ${reading.name} answered with the vendor's error and 200 is rejected, and not empty`,
      async run() {
        const trial = subject.start(always(says(await subject.fixture(failure.answer))));
        const error = expectError(await reading.read(trial), "rejected");
        assert.equal(error.vendorCode, failure.code);
        assert.ok(error.message.includes(failure.message));
      },
    },
  ];
}

/** Cases 12 and 13: what passes, if one waits. */
function troubleCases(subject: Subject, reading: Reading): readonly Case[] {
  const { failure } = subject.spec;
  const body = (): Promise<string> => subject.fixture(failure.answer);
  const troubles: readonly (readonly [string, ErrorCode, () => Promise<Answer>])[] = [
    ["429", "rate_limited", async () => says(await body(), { status: 429 })],
    ["500", "unavailable", async () => says(await body(), { status: 500 })],
    ["503 and no JSON", "unavailable", async () => says("<h1>Back soon</h1>", { status: 503 })],
    ["a lost connection", "network", async () => lost()],
    ["silence", "timeout", async () => hangs()],
  ];
  /** Trouble once, then the spec's answers. */
  const once = async (trouble: Answer): Promise<ReturnType<typeof subject.start>> => {
    const answers = await subject.answers(reading);
    return subject.start(first([trouble], answers), { timeout: 20 });
  };
  return [
    {
      title: `12. ${reading.name} answered with 429 waits as long as Retry-After says`,
      async run() {
        const limited = says(await body(), { status: 429, headers: { "retry-after": "7" } });
        const trial = await once(limited);
        expectWhole(await reading.read(trial));
        assert.equal(trial.requests.length, reading.exchanges.length + 1);
        assert.ok(trial.waits.includes(7000), `it waited ${trial.waits.join(", ")} ms`);
      },
    },
    ...troubles.flatMap(([words, code, trouble]) => [
      {
        title: `${code === "rate_limited" ? 12 : 13}. ${reading.name} repeats after ${words}`,
        async run() {
          const trial = await once(await trouble());
          expectWhole(await reading.read(trial));
          assert.equal(trial.requests.length, reading.exchanges.length + 1);
          assert.equal(trial.requests[1], trial.requests[0]);
          assert.notEqual(trial.waits.length, 0, "it did not back off");
        },
      },
      {
        title: `13. ${reading.name} gives up after its retries with ${code}, where ${words} does not end`,
        async run() {
          const trial = subject.start(always(await trouble()), { timeout: 5 });
          const error = expectError(await reading.read(trial), code);
          assert.equal(trial.requests.length, retries + 1);
          assert.equal(error.transient, true);
        },
      },
    ]),
  ];
}

/** Case 14: answers that are none. */
function strangeCases(subject: Subject, reading: Reading): readonly Case[] {
  return strangers.map(([words, text]) => ({
    title: `14. ${reading.name} answered with ${words} is invalid_response, and not empty`,
    async run() {
      const trial = subject.start(always(says(text)));
      expectError(await reading.read(trial), "invalid_response");
    },
  }));
}

function flagCase(subject: Subject, list: ListReading): Case {
  const { shape, pages } = list.spec;
  return {
    title: `14. ${list.name} whose flag is a text is invalid_response: "false" is not false`,
    async run() {
      const text = await subject.fixture(pages[0]?.answer ?? "");
      const trial = subject.start(always(says(edited(text, { [shape.more]: "false" }))));
      expectError(await list.read(trial), "invalid_response");
    },
  };
}

/** The vendor's own way of saying that there is no such audience. */
function missingCases(subject: Subject): readonly Case[] {
  const { get } = subject.spec;
  return subject.readings
    .filter(({ name }) => name === "get")
    .map((reading) => ({
      title: "11. get of an id that the vendor does not know is not_found",
      async run() {
        const { status, answer } = get?.missing ?? { status: 404, answer: "" };
        const trial = subject.start(always(says(await subject.fixture(answer), { status })));
        expectError(await reading.read(trial), "not_found");
        assert.equal(trial.requests.length, 1);
      },
    }));
}

export const failing = (subject: Subject): readonly Case[] => [
  ...missingCases(subject),
  ...subject.readings.flatMap((reading) => [
    ...refusalCases(subject, reading),
    ...troubleCases(subject, reading),
    ...strangeCases(subject, reading),
  ]),
  ...subject.lists.map((list) => flagCase(subject, list)),
];
