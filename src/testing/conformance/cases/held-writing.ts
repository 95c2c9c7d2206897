import assert from "node:assert/strict";

import type { MemberInput } from "../../../core/model.ts";
import { expectError, expectWhole } from "../expect.ts";
import { valueAt } from "../json.ts";
import type { HeldAdapterSpec, HeldMembersSpec } from "../spec.ts";
import { attempt, createTrial, readOne } from "../trial.ts";
import type { Trial } from "../trial.ts";
import type { Case } from "./case.ts";
import { expectModel } from "./whole.ts";

/** The identifiers of everybody on an audience, in their order. */
async function peopleOn(trial: Trial, id: string): Promise<readonly unknown[]> {
  const members = await trial.audiences.listMembers({ provider: trial.name, id }).toArray();
  return members.map(({ identifiers }) => identifiers);
}

const identifiersOf = (members: readonly MemberInput[]): readonly unknown[] =>
  members.map(({ identifiers }) => identifiers);

/** Audiences that come, change and go. */
function audienceCases(spec: HeldAdapterSpec, start: () => Trial): readonly Case[] {
  const { create, update, delete: remove, waitUntilReady } = spec;
  const cases: Case[] = [];
  if (create !== undefined) {
    cases.push({
      title: "19. what create has made is there, and create gives it as it is there",
      async run() {
        const trial = start();
        const { name: provider } = trial;
        const { written, ...made } = await trial.audiences.create({ ...create.input, provider });
        expectModel("get", [made]);
        assert.equal(written, null);
        assert.deepEqual(expectWhole(await readOne(trial, made.id, {})), [made]);
        const all = await trial.audiences.list().toArray();
        assert.deepEqual(all.filter(({ id }) => id === made.id).length, 1);
      },
    });
  }
  if (update !== undefined) {
    cases.push({
      title: "19. what update has changed is changed, and nothing else is",
      async run() {
        const trial = start();
        const { name: provider } = trial;
        const [before] = expectWhole(await readOne(trial, update.id, {}));
        const changed = await trial.audiences.update({ provider, id: update.id }, update.changes);
        const [after] = expectWhole(await readOne(trial, update.id, {}));
        assert.deepEqual(after, changed);
        for (const [name, value] of Object.entries(update.changes)) {
          assert.equal(valueAt(after, name), value);
        }
        for (const name of ["id", "createdAt", "size"]) {
          assert.deepEqual(valueAt(after, name), valueAt(before, name));
        }
      },
    });
  }
  if (remove !== undefined) {
    cases.push({
      title: "19. what delete has deleted is not_found, also for delete",
      async run() {
        const trial = start();
        const ref = { provider: trial.name, id: remove.id };
        await trial.audiences.delete(ref);
        expectError(await readOne(trial, remove.id, {}), "not_found");
        expectError(await attempt(() => trial.audiences.delete(ref), undefined), "not_found");
      },
    });
  }
  if (waitUntilReady !== undefined) {
    cases.push({
      title: "1. waitUntilReady gives the audience at once",
      async run() {
        const trial = start();
        const ref = { provider: trial.name, id: waitUntilReady.id };
        const outcome = await attempt(() => trial.audiences.waitUntilReady(ref), undefined);
        expectModel("get", expectWhole(outcome));
      },
    });
  }
  return cases;
}

/** Members that come and go. */
function memberCases(spec: HeldAdapterSpec, start: () => Trial): readonly Case[] {
  const { addMembers, removeMembers, replaceMembers } = spec;
  const refOf = ({ id }: HeldMembersSpec): { readonly provider: string; readonly id: string } => ({
    provider: start().name,
    id,
  });
  const cases: Case[] = [];
  if (addMembers !== undefined) {
    const { id, members } = addMembers;
    cases.push(
      {
        title: "19. addMembers adds behind those that are there, in their order",
        async run() {
          const trial = start();
          const before = await peopleOn(trial, id);
          const { written } = await trial.audiences.addMembers(refOf(addMembers), members);
          assert.equal(written, members.length);
          assert.deepEqual(await peopleOn(trial, id), [...before, ...identifiersOf(members)]);
        },
      },
      {
        title: "20. addMembers twice leaves each once",
        async run() {
          const trial = start();
          const before = await peopleOn(trial, id);
          await trial.audiences.addMembers(refOf(addMembers), [...members, ...members]);
          await trial.audiences.addMembers(refOf(addMembers), members);
          assert.deepEqual(await peopleOn(trial, id), [...before, ...identifiersOf(members)]);
        },
      },
      {
        title: "21. addMembers of a member without an identifier asks nothing, and says so",
        async run() {
          const trial = start();
          const result = await trial.audiences.addMembers(refOf(addMembers), [{ identifiers: {} }]);
          assert.deepEqual([result.read, result.written, result.rejected], [1, 0, 1]);
          assert.deepEqual(trial.requests, []);
        },
      },
    );
  }
  if (addMembers !== undefined && removeMembers !== undefined) {
    const { id, members } = removeMembers;
    cases.push({
      title: "19. removeMembers takes off whom it is given, twice is as once, and nobody else goes",
      async run() {
        const trial = start();
        const before = await peopleOn(trial, id);
        await trial.audiences.addMembers(refOf(removeMembers), members);
        await trial.audiences.removeMembers(refOf(removeMembers), members);
        await trial.audiences.removeMembers(refOf(removeMembers), members);
        assert.deepEqual(await peopleOn(trial, id), before);
      },
    });
  }
  if (replaceMembers !== undefined) {
    const { id, members } = replaceMembers;
    cases.push(
      {
        title: "19. after replaceMembers there are these members and no others",
        async run() {
          const trial = start();
          await trial.audiences.replaceMembers(refOf(replaceMembers), members);
          assert.deepEqual(await peopleOn(trial, id), identifiersOf(members));
        },
      },
      {
        title: "21. replaceMembers by nobody is refused, and changes nothing",
        async run() {
          const trial = start();
          const before = await peopleOn(trial, id);
          const replace = (): Promise<unknown> =>
            trial.audiences.replaceMembers(refOf(replaceMembers), [{ identifiers: {} }]);
          expectError(await attempt(replace, undefined), "invalid_argument");
          assert.deepEqual(await peopleOn(trial, id), before);
        },
      },
    );
  }
  return cases;
}

/** The cases of writing for an adapter that asks nobody. */
export function heldWriting(name: string, spec: HeldAdapterSpec): readonly Case[] {
  const start = (): Trial => createTrial(name, spec.adapter());
  return [...audienceCases(spec, start), ...memberCases(spec, start)];
}
