import assert from "node:assert/strict";

import type { ErrorCode } from "../../../core/errors.ts";
import { expectError } from "../expect.ts";
import { edited } from "../json.ts";
import type { ListReading, Reading, Subject } from "../subject.ts";
import { always, says } from "../wire.ts";
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
    ...strangeCases(subject, reading),
  ]),
  ...subject.lists.map((list) => flagCase(subject, list)),
];
