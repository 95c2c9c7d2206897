import assert from "node:assert/strict";

import { isAudienceError } from "../../../core/errors.ts";
import { expectError, expectWhole } from "../expect.ts";
import { isObject, listAt, valueAt } from "../json.ts";
import type { Subject } from "../subject.ts";
import { says } from "../wire.ts";
import type { Script } from "../wire.ts";
import { membersWritesOf, writesOf } from "../writing.ts";
import type { MembersWrite } from "../writing.ts";
import type { Case } from "./case.ts";

/** Every request of the spec answered as it is there, as often as it comes. */
async function answersForAll(subject: Subject, write: MembersWrite): Promise<Script> {
  const answers = new Map(
    await Promise.all(
      [...write.exchanges, ...(write.spec.batches?.also ?? [])].map(
        async ({ request, answer, status = 200 }) => {
          const body = answer === undefined ? "" : await subject.fixture(answer);
          return [request, says(body, { status })] as const;
        },
      ),
    ),
  );
  return (request) => answers.get(request);
}

/** Case 19: parts of a size. */
function batchCases(subject: Subject, write: MembersWrite): readonly Case[] {
  const { batches } = write.spec;
  if (batches === undefined) {
    return [];
  }
  const { size, items, key, member } = batches;
  return [
    {
      title: `19. ${write.name} never sends more than ${size} at once, and keeps their order`,
      async run() {
        const many = Array.from({ length: 2 * size + 1 }, (_, index) => member(index));
        const trial = subject.start(await answersForAll(subject, write));
        expectWhole(await write.run(trial, { members: many.map((each) => each.member) }));
        const bodies = trial.sent.map(({ body }) => body).filter((body) => body !== "");
        const parts = bodies
          .filter((body) => Array.isArray(valueAt(JSON.parse(body), items)))
          .map((body) => listAt(body, items));
        assert.ok(parts.every((part) => part.length <= size));
        assert.deepEqual(
          parts.flat().map((entry) => (isObject(entry) ? entry[key] : entry)),
          many.map((each) => each.key),
        );
      },
    },
  ];
}

/** Case 21: members that the vendor does not take. */
function strangerCases(subject: Subject): readonly Case[] {
  const { stranger, create } = subject.spec;
  const writes = writesOf(subject.spec).filter(
    ({ name }) =>
      ["addMembers", "removeMembers"].includes(name) ||
      (name === "create" && create?.members !== undefined),
  );
  const replace = membersWritesOf(subject.spec).filter(({ name }) => name === "replaceMembers");
  const members = stranger === undefined ? [] : [stranger];
  return [
    ...[...writes, ...replace].map((write) => ({
      title: `21. ${write.name} of a member without an accepted identifier sends nothing, and says so`,
      async run() {
        assert.equal(members.length, 1, "the spec has no stranger");
        const trial = subject.start(() => undefined);
        const outcome = await write.run(trial, { members });
        assert.deepEqual(trial.requests, []);
        if (write.name === "create" || write.name === "replaceMembers") {
          expectError(outcome, "invalid_argument");
        } else {
          const [result] = expectWhole(outcome);
          assert.deepEqual(
            [valueAt(result, "read"), valueAt(result, "written"), valueAt(result, "rejected")],
            [1, 0, 1],
          );
        }
      },
    })),
    ...membersWritesOf(subject.spec).map((write) => ({
      title: `21. ${write.name} writes the others, where one member is not accepted`,
      async run() {
        const trial = subject.start(await answersForAll(subject, write));
        const outcome = await write.run(trial, { members: [...members, ...write.spec.members] });
        const [result] = expectWhole(outcome);
        assert.deepEqual(
          [valueAt(result, "written"), valueAt(result, "rejected")],
          [write.spec.members.length, members.length],
        );
      },
    })),
  ];
}

/** What a failing source means for a write. */
function sourceCases(subject: Subject): readonly Case[] {
  return membersWritesOf(subject.spec).map((write) => ({
    title: `21. ${write.name} whose members cannot be read to their end says so, and what was written`,
    async run() {
      const trial = subject.start(await answersForAll(subject, write));
      const cause = new Error("the source is broken");
      async function* broken() {
        yield* write.spec.members;
        throw cause;
      }
      const { name, id } = { name: subject.name, id: write.spec.id };
      const operation = write.name;
      assert.ok(
        operation === "addMembers" ||
          operation === "removeMembers" ||
          operation === "replaceMembers",
      );
      const error: unknown = await trial.audiences[operation](
        { provider: name, id },
        broken(),
      ).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      assert.ok(isAudienceError(error), "it did not fail");
      assert.equal(error.cause, cause);
      assert.equal(error.written, 0);
    },
  }));
}

export const writingMembers = (subject: Subject): readonly Case[] => [
  ...membersWritesOf(subject.spec).flatMap((write) => batchCases(subject, write)),
  ...strangerCases(subject),
  ...sourceCases(subject),
];
