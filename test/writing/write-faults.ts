import { expect } from "vitest";

import type { Capability } from "../../src/core/contract.ts";
import type { MemberInput } from "../../src/core/model.ts";
import { people } from "./support.ts";
import type { World } from "./support.ts";

/** One write of one vendor: what it needs, what is asked for, and what has to be there at the end. */
export interface Write {
  /** What the caller asks for. */
  readonly capability: Capability;
  /** The vendor's operation whose answer is lost. */
  readonly operation: string;
  readonly prepare?: (world: World) => Promise<unknown>;
  readonly write: (world: World) => Promise<unknown>;
  /** What is there when it was done, and was done once. */
  readonly expectDone: (world: World) => void;
  /** Whether it can be sent again whatever became of it. */
  readonly repeatable: boolean;
}

const batchRef = { provider: "batch", id: "vip" } as const;
const withBatch = (world: World): Promise<unknown> =>
  world.audiences.create({ provider: "batch", name: "vip", members: people(5) });
const batchIds = (world: World): readonly string[] =>
  world.emulators.batch.members("vip").map(({ id }) => id);
const idsOf = (count: number, from = 0): readonly string[] =>
  people(count, from).flatMap(({ identifiers }) => identifiers.externalId ?? []);

export const named = (
  world: World,
  vendor: "whop" | "sonarly",
  name: string,
): readonly { readonly id: string }[] =>
  [...world.emulators[vendor].audiences.list()].filter((audience) => audience.name === name);
const emails = (count: number): readonly string[] =>
  people(count).flatMap(({ identifiers }) => identifiers.email ?? []);

function onlyWhop(world: World, name = "VIP"): { readonly provider: "whop"; readonly id: string } {
  const found = named(world, "whop", name);
  expect(found).toHaveLength(1);
  return { provider: "whop", id: found[0]?.id ?? "" };
}

const withWhop = async (world: World): Promise<void> => {
  const { id } = await world.audiences.create({
    provider: "whop",
    name: "VIP",
    members: people(5),
  });
  await world.audiences.waitUntilReady({ provider: "whop", id }, { sleep: world.sleep });
};
const whopEmails = (world: World): readonly unknown[] =>
  world.emulators.whop.members(onlyWhop(world).id).map(({ email }) => email);

/** More than Whop takes in one piece. */
function* large(): Generator<MemberInput> {
  const firstName = "x".repeat(50_000);
  for (const { identifiers } of people(2200)) {
    yield { identifiers, attributes: { firstName } };
  }
}

function onlySonarly(
  world: World,
  name = "VIP",
): { readonly provider: "sonarly"; readonly id: string } {
  const found = named(world, "sonarly", name);
  expect(found).toHaveLength(1);
  return { provider: "sonarly", id: found[0]?.id ?? "" };
}
export const withSonarly = (world: World): Promise<unknown> =>
  world.audiences.create({ provider: "sonarly", name: "VIP", type: "on_demand" });

export const writes: readonly Write[] = [
  {
    capability: "create",
    operation: "whop createFile",
    write: withWhop,
    expectDone: (world) => {
      expect(whopEmails(world)).toEqual(emails(5));
      expect(world.emulators.whop.files.list()).toHaveLength(1);
    },
    repeatable: true,
  },
  {
    capability: "create",
    operation: "whop upload",
    write: withWhop,
    expectDone: (world) => expect(whopEmails(world)).toEqual(emails(5)),
    repeatable: true,
  },
  {
    capability: "create",
    operation: "whop completeFile",
    write: (world) => world.audiences.create({ provider: "whop", name: "VIP", members: large() }),
    expectDone: (world) =>
      expect(world.emulators.whop.uploads(onlyWhop(world).id)).toMatchObject([
        { rows: 2200, skipped: 0 },
      ]),
    repeatable: true,
  },
  {
    capability: "create",
    operation: "whop create",
    write: withWhop,
    expectDone: (world) => expect(whopEmails(world)).toEqual(emails(5)),
    repeatable: true,
  },
  {
    capability: "addMembers",
    operation: "whop addPeople",
    prepare: withWhop,
    write: (world) => world.audiences.addMembers(onlyWhop(world), people(3, 5)),
    expectDone: (world) => {
      expect(whopEmails(world)).toEqual(emails(8));
      expect(world.emulators.whop.uploads(onlyWhop(world).id)).toHaveLength(2);
    },
    repeatable: true,
  },
  {
    capability: "update",
    operation: "whop update",
    prepare: withWhop,
    write: (world) => world.audiences.update(onlyWhop(world), { name: "Other" }),
    expectDone: (world) => expect(onlyWhop(world, "Other")).toBeDefined(),
    repeatable: true,
  },
  {
    capability: "delete",
    operation: "whop delete",
    prepare: withWhop,
    write: (world) => world.audiences.delete(onlyWhop(world)),
    expectDone: (world) => expect(named(world, "whop", "VIP")).toEqual([]),
    repeatable: true,
  },
  {
    capability: "create",
    operation: "batch create",
    write: (world) => world.audiences.create({ provider: "batch", name: "vip" }),
    expectDone: (world) => expect(batchIds(world)).toEqual([]),
    repeatable: true,
  },
  {
    capability: "addMembers",
    operation: "batch update",
    write: withBatch,
    expectDone: (world) => expect(batchIds(world)).toEqual(idsOf(5)),
    repeatable: true,
  },
  {
    capability: "removeMembers",
    operation: "batch update",
    prepare: withBatch,
    write: (world) => world.audiences.removeMembers(batchRef, people(3)),
    expectDone: (world) => expect(batchIds(world)).toEqual(idsOf(2, 3)),
    repeatable: true,
  },
  {
    capability: "replaceMembers",
    operation: "batch replace",
    prepare: withBatch,
    write: (world) => world.audiences.replaceMembers(batchRef, people(10_005, 3)),
    expectDone: (world) => expect(batchIds(world)).toEqual(idsOf(10_005, 3)),
    repeatable: true,
  },
  {
    capability: "delete",
    operation: "batch remove",
    prepare: withBatch,
    write: (world) => world.audiences.delete(batchRef),
    expectDone: (world) => expect(world.emulators.batch.audiences.get("vip")).toBeUndefined(),
    repeatable: true,
  },
  {
    capability: "create",
    operation: "sonarly create",
    write: withSonarly,
    expectDone: (world) => expect(onlySonarly(world)).toBeDefined(),
    repeatable: false,
  },
  {
    capability: "update",
    operation: "sonarly update",
    prepare: withSonarly,
    write: (world) => world.audiences.update(onlySonarly(world), { name: "Other" }),
    expectDone: (world) => expect(onlySonarly(world, "Other")).toBeDefined(),
    repeatable: true,
  },
  {
    capability: "delete",
    operation: "sonarly delete",
    prepare: withSonarly,
    write: (world) => world.audiences.delete(onlySonarly(world)),
    expectDone: (world) => expect(named(world, "sonarly", "VIP")).toEqual([]),
    repeatable: true,
  },
];

/** What can become of an answer: lost after or before it was done, once or always. */
export const ways = ["lost once", "spoiled by a proxy once", "lost before", "always lost"] as const;

export const figure = (met: number): string =>
  `write faults met: ${met} of ${writes.length * ways.length} (${writes.length} writes x ${ways.length} faults)`;
