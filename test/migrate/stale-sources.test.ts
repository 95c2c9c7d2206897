import { expect, test } from "vitest";

import { memory } from "../../adapters/memory.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import type { MemberInput } from "../../src/core/model.ts";
import { applyMigration, isMigrationError, planMigration } from "../../src/migrate/index.ts";
import { openStore } from "../../src/store/index.ts";
import { people, person } from "../writing/support.ts";

let asked = 0;

function audiencesWith(given: readonly MemberInput[]) {
  const members = given.map(({ identifiers, attributes = {} }) => ({ identifiers, attributes }));
  const source = memory({ audiences: [{ id: "vip", name: "VIP" }], members: { vip: members } });
  const { get, listMembers } = source;
  const adapter = {
    ...source,
    get: async (...call: Parameters<typeof get>) => ({ ...(await get(...call)), size: null }),
    listMembers: (...call: Parameters<typeof listMembers>) => {
      asked += 1;
      return listMembers(...call);
    },
  };
  return createAudiences({ crm: adapter, target: memory() });
}

const before = people(6);
async function applyTo(now: readonly MemberInput[], checkSource?: boolean) {
  await using store = await openStore({ address: ":memory:" });
  const plan = await planMigration(audiencesWith(before), {
    from: { provider: "crm", id: "vip" },
    to: { provider: "target", name: "vip" },
    store,
  });
  asked = 0;
  return await applyMigration(audiencesWith(now), plan, { store, checkSource });
}

const differencesOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => [],
    (error: unknown) =>
      isMigrationError(error) && error.code === "stale" ? error.differences : [error],
  );

/** Of the same number, so that nothing but the members shows it. */
const cases: readonly (readonly [string, readonly MemberInput[], string])[] = [
  [
    "one was exchanged for another",
    [...before.slice(1), person(9)],
    "The source had 6 members and now has 6: of those who would be written 1 are gone, and at least 1 are new.",
  ],
  [
    "one has come",
    people(7),
    "The source had 6 members and now has 7: of those who would be written 0 are gone, and at least 1 are new.",
  ],
  [
    "a field was changed",
    before.map((each, index) => (index === 2 ? { ...each, attributes: { plan: "pro" } } : each)),
    "The source has 6 members as before, and what is known of some has changed.",
  ],
];

test.for(cases)("a source that nobody dates is read again: %s", async ([, now, difference]) => {
  expect(await differencesOf(applyTo(now))).toEqual([difference]);
});

test("the same members in another order are the same", async () => {
  const result = await applyTo(before.toReversed());
  expect([result.written, asked > 0]).toEqual([6, true]);
});

test("it is not read again where that is not asked for", async () => {
  const result = await applyTo([...before.slice(1), person(9)], false);
  expect([result.written, asked]).toEqual([6, 0]);
});
