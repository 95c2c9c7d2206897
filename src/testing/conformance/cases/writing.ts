import assert from "node:assert/strict";

import type { ErrorCode } from "../../../core/errors.ts";
import { expectError, expectRejection, expectWhole } from "../expect.ts";
import type { Subject } from "../subject.ts";
import { hangs, says } from "../wire.ts";
import { answersTo, decisiveSends, expectBody, writesOf } from "../writing.ts";
import type { Write } from "../writing.ts";
import type { Case } from "./case.ts";
import { expectAllHandled } from "./stopping.ts";
import { expectModel } from "./whole.ts";

const hostOf = (url: string): string => new URL(url).host;

/** Case 19: what is sent, and to whom. */
function sendingCases(subject: Subject, write: Write): readonly Case[] {
  const { name, exchanges } = write;
  const { secret, headers } = subject.spec;
  const home = hostOf(subject.spec.list.pages[0]?.request.split(" ")[1] ?? "");
  return [
    {
      title: `19. ${name} sends exactly these requests with these bodies, in this order, and no more`,
      async run() {
        const trial = subject.start(await answersTo(subject, write));
        expectWhole(await write.run(trial));
        assert.deepEqual(
          trial.requests,
          exchanges.map(({ request }) => request),
        );
        for (const [index, { sends }] of exchanges.entries()) {
          await expectBody(subject, sends, trial.sent[index]?.body ?? "");
        }
      },
    },
    {
      title: `19. ${name} shows the credential to the vendor's own host, in a header, and to nobody else`,
      async run() {
        const trial = subject.start(await answersTo(subject, write));
        expectWhole(await write.run(trial));
        for (const sent of trial.sent) {
          const shown = [...sent.headers].filter(([, value]) => value.includes(secret));
          assert.ok(!sent.url.includes(secret) && !sent.body.includes(secret));
          if (hostOf(sent.url) === home) {
            for (const [header, value] of Object.entries(headers)) {
              assert.equal(sent.headers.get(header), value, `header ${header}`);
            }
          } else {
            assert.deepEqual(shown, [], `the credential was sent to ${hostOf(sent.url)}`);
            assert.equal(sent.headers.get("authorization"), null);
          }
        }
      },
    },
    {
      title: `19. ${name} sends the headers that each request needs`,
      async run() {
        const trial = subject.start(await answersTo(subject, write));
        expectWhole(await write.run(trial));
        for (const [index, { request, carries = {} }] of exchanges.entries()) {
          for (const [header, value] of Object.entries(carries)) {
            const sent = trial.sent[index]?.headers.get(header);
            assert.equal(sent, value, `header ${header} of ${request}`);
          }
        }
      },
    },
    {
      title: `19. the spec of ${name} says which request writes, and when that is sent again`,
      async run() {
        assert.equal(exchanges.filter(({ repeats }) => repeats !== undefined).length, 1);
      },
    },
  ];
}

/** Cases 3 and 24: what comes of it. */
function resultCases(subject: Subject, write: Write): readonly Case[] {
  const { name } = write;
  const run = async (): Promise<readonly unknown[]> =>
    expectWhole(await write.run(subject.start(await answersTo(subject, write))));
  return [
    {
      title: `3. the result of ${name} is as recorded`,
      async run() {
        const items = await run();
        if (name === "update") {
          expectModel(name, items);
        }
        const text = JSON.stringify({ items }, null, 2);
        await subject.runner.snapshot(subject.name, name, `${text}\n`);
      },
    },
    {
      title: `24. ${name} makes the same of the same answers twice`,
      async run() {
        assert.deepEqual(await run(), await run());
      },
    },
  ];
}

const refusals: readonly (readonly [number, ErrorCode])[] = [
  [401, "authentication"],
  [403, "permission"],
  [404, "not_found"],
  [422, "rejected"],
];

/** Cases 11, 14 and 15: what the vendor does not do. */
function refusalCases(subject: Subject, write: Write): readonly Case[] {
  const { name } = write;
  const { failure } = subject.spec;
  const refused = async (status: number): Promise<ReturnType<typeof says>> =>
    says(await subject.fixture(failure.answer), { status });
  return [
    ...refusals.map(([status, code]) => ({
      title: `11. ${name} refused with ${status} is ${code}, is sent once, and is not unclear`,
      async run() {
        const answer = await refused(status);
        const trial = subject.start(await answersTo(subject, write, () => answer));
        const error = expectError(await write.run(trial), code);
        assert.deepEqual([error.status, error.ambiguous], [status, false]);
        assert.equal(decisiveSends(write, trial).length, 1);
      },
    })),
    {
      title: `15. ${name} that is refused says why, in the vendor's words, and where`,
      async run() {
        const answer = await refused(failure.status);
        const trial = subject.start(await answersTo(subject, write, () => answer));
        const error = expectError(await write.run(trial), "rejected");
        assert.ok(error.message.includes(failure.message), error.message);
        assert.deepEqual(
          [error.provider, error.operation, error.status, error.vendorCode],
          [subject.name, name, failure.status, failure.code],
        );
      },
    },
    {
      title: `14. ${name} answered with HTML is invalid_response, and unclear`,
      async run() {
        const html = says("<!doctype html><title>Sign in</title>");
        const trial = subject.start(await answersTo(subject, write, () => html));
        const error = expectError(await write.run(trial), "invalid_response");
        assert.equal(error.ambiguous, true, "the write may have been carried out");
      },
    },
  ];
}

/** Case 17: aborts. */
function abortCases(subject: Subject, write: Write): readonly Case[] {
  const { name, exchanges } = write;
  const reason = new Error("the caller has had enough");
  return [
    {
      title: `17. ${name} with an aborted signal sends nothing`,
      async run() {
        const trial = subject.start(await answersTo(subject, write));
        const signal = AbortSignal.abort(reason);
        await expectRejection(() => write.run(trial, { signal }), reason);
        assert.deepEqual(trial.requests, []);
      },
    },
    ...exchanges.map(({ request }, place) => ({
      title: `17. ${name} aborted at its request ${place + 1} rejects with the signal's reason`,
      async run() {
        const controller = new AbortController();
        const hang = hangs(() => controller.abort(reason));
        const trial = subject.start(await answersTo(subject, write, () => hang, place));
        await expectAllHandled(() =>
          expectRejection(() => write.run(trial, { signal: controller.signal }), reason),
        );
        assert.equal(trial.requests.at(-1), request);
        assert.ok(trial.sent.at(-1)?.signal.aborted, "the request in flight was not given up");
      },
    })),
  ];
}

export const writing = (subject: Subject): readonly Case[] =>
  writesOf(subject.spec).flatMap((write) =>
    [
      sendingCases(subject, write),
      resultCases(subject, write),
      refusalCases(subject, write),
      abortCases(subject, write),
    ].flat(),
  );
