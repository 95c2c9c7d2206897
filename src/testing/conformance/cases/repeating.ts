import assert from "node:assert/strict";

import type { ErrorCode } from "../../../core/errors.ts";
import { expectError, expectWhole } from "../expect.ts";
import { retries } from "../subject.ts";
import type { Repeats } from "../spec.ts";
import type { HttpTrial, Subject } from "../subject.ts";
import { lost, says } from "../wire.ts";
import type { Answer } from "../wire.ts";
import { answersTo, decisiveSends, writesOf } from "../writing.ts";
import type { Write } from "../writing.ts";
import type { Case } from "./case.ts";

interface Trouble {
  readonly words: string;
  readonly code: ErrorCode;
  readonly answer: () => Answer;
}

const troubles: readonly Trouble[] = [
  {
    words: "a 500",
    code: "unavailable",
    answer: () => says("<h1>Oops</h1>", { status: 500 }),
  },
  { words: "a lost connection", code: "network", answer: () => lost() },
];

/** Everything that was sent to do it is the same to the byte, and under the same key. */
function expectSame(write: Write, trial: HttpTrial): void {
  const sent = decisiveSends(write, trial).map((index) => trial.sent[index]);
  for (const other of sent) {
    assert.equal(other?.body, sent[0]?.body);
    assert.deepEqual([...(other?.headers ?? [])], [...(sent[0]?.headers ?? [])]);
  }
}

const words: Readonly<Record<Repeats, string>> = {
  always: "was repeated",
  keyed: "was repeated under its key",
  looked: "was looked for before each repeat",
  never: "was not repeated",
};

/** Case 20: an answer that does not say whether it was done, again and again. */
function unclearCase(subject: Subject, write: Write, repeats: Repeats, trouble: Trouble): Case {
  return {
    title: `20. ${write.name} after ${trouble.words} that does not end is unclear, and ${words[repeats]}`,
    async run() {
      const answer = trouble.answer();
      const trial = subject.start(await answersTo(subject, write, () => answer));
      const error = expectError(await write.run(trial), trouble.code);
      assert.equal(error.ambiguous, true);
      expectSame(write, trial);
      const sends = decisiveSends(write, trial);
      const blind = sends.filter((index) => sends.includes(index - 1));
      if (repeats === "looked") {
        assert.deepEqual(blind, [], "it was sent again without a look");
      } else {
        assert.equal(sends.length, repeats === "never" ? 1 : retries + 1);
      }
      if (repeats === "keyed") {
        const key = trial.sent[sends[0] ?? 0]?.headers.get("idempotency-key") ?? "";
        assert.notEqual(key, "", "it went without a key");
        assert.notEqual(error.idempotencyKey, undefined, "the caller is not told the key");
      }
    },
  };
}

/** Case 20: the same, once, where it may be repeated at once. */
function passingCase(subject: Subject, write: Write, trouble: Trouble): Case {
  return {
    title: `20. ${write.name} repeats after ${trouble.words}, with the same result`,
    async run() {
      const right = subject.start(await answersTo(subject, write));
      const expected = expectWhole(await write.run(right));
      const answer = trouble.answer();
      const once = (time: number): Answer | undefined => (time === 0 ? answer : undefined);
      const trial = subject.start(await answersTo(subject, write, once));
      assert.deepEqual(expectWhole(await write.run(trial)), expected);
      expectSame(write, trial);
    },
  };
}

function repeatCases(subject: Subject, write: Write): readonly Case[] {
  const { name, exchanges, decisive } = write;
  const repeats = exchanges[decisive]?.repeats ?? "never";
  const passing = repeats === "always" || repeats === "keyed" ? troubles : [];
  return [
    ...troubles.map((trouble) => unclearCase(subject, write, repeats, trouble)),
    ...passing.map((trouble) => passingCase(subject, write, trouble)),
    {
      title: `12. ${name} answered with 429 waits, and is sent again: nothing was done`,
      async run() {
        const limited = says("", { status: 429, headers: { "retry-after": "7" } });
        const once = (time: number): Answer | undefined => (time === 0 ? limited : undefined);
        const trial = subject.start(await answersTo(subject, write, once));
        expectWhole(await write.run(trial));
        assert.ok(trial.waits.includes(7000), `it waited ${trial.waits.join(", ")} ms`);
      },
    },
  ];
}

const urlOf = (request: string): URL => new URL(request.split(" ")[1] ?? "");

/** An address that a vendor gives for an upload is a secret: whoever has it can write there. */
function addressCases(subject: Subject, write: Write): readonly Case[] {
  const home = urlOf(subject.spec.list.pages[0]?.request ?? "").host;
  return write.exchanges.flatMap(({ request }, place) =>
    urlOf(request).host === home
      ? []
      : [
          {
            title: `16. ${write.name} keeps the address it uploads to out of its error`,
            async run() {
              const { href, pathname, search } = urlOf(request);
              const echo = lost(`request to ${href} failed`);
              const trial = subject.start(await answersTo(subject, write, () => echo, place));
              const { error } = await write.run(trial);
              const shown = `${String(error)} ${JSON.stringify(error)} ${String(error instanceof Error && error.cause)}`;
              for (const part of [href, pathname, search]) {
                assert.ok(!shown.includes(part), "the address is in the error");
              }
            },
          },
        ],
  );
}

export const repeating = (subject: Subject): readonly Case[] =>
  writesOf(subject.spec).flatMap((write) =>
    [repeatCases(subject, write), addressCases(subject, write)].flat(),
  );
