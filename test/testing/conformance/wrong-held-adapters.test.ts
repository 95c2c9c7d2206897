import { describe, expect, test } from "vitest";

import { memory } from "../../../adapters/memory.ts";
import type { MemoryAdapter } from "../../../adapters/memory.ts";
import type { MemberInput } from "../../../src/core/model.ts";
import type { Conformance } from "../../../src/testing/conformance/conformance.ts";
import { make, memorySpec } from "../../adapters/memory.spec.ts";
import { failuresOf, numbersOf } from "./collect.ts";

const suiteOn =
  (adapter: () => MemoryAdapter) =>
  ({ testHeldAdapter }: Conformance): void =>
    testHeldAdapter("memory", { ...memorySpec, adapter });

/** Deliberate mistakes, with the cases that must notice each of them. */
const mistakes: readonly (readonly [string, () => MemoryAdapter, readonly number[]])[] = [
  [
    "gives everything in one page",
    () => {
      const right = make();
      const all = { cursor: undefined, pageSize: 1000 };
      const wide = memory({ audiences: [{ id: "a" }, { id: "b" }, { id: "c" }] });
      return { ...right, list: (request, context) => wide.list({ ...request, ...all }, context) };
    },
    [2, 6],
  ],
  [
    "ignores the cursor",
    () => {
      const right = make();
      return {
        ...right,
        list: (request, context) => right.list({ ...request, cursor: undefined }, context),
      };
    },
    [3, 5],
  ],
  [
    "hands out what it holds",
    () => {
      const right = make();
      const held = right.get("big", { provider: "memory", operation: "get" });
      return { ...right, get: () => held };
    },
    [11, 24],
  ],
  [
    "says undefined",
    () => {
      const right = make();
      return {
        ...right,
        async listMembers(request, context) {
          const page = await right.listMembers(request, context);
          for (const item of page.items) {
            Reflect.set(item.attributes, "company", undefined);
          }
          return page;
        },
      };
    },
    [3],
  ],
  [
    "adds everybody again",
    () => {
      const right = make();
      const copies: MemberInput[] = [];
      return {
        ...right,
        async addMembers(write) {
          for await (const chunk of write.members) {
            copies.push(...chunk);
          }
          return { written: copies.length };
        },
        async listMembers(request, context) {
          const page = await right.listMembers(request, context);
          const added = copies.map(({ identifiers }) => ({ identifiers, attributes: {}, raw: {} }));
          return page.more ? page : { ...page, items: [...page.items, ...added] };
        },
      };
    },
    [20],
  ],
  [
    "empties where it is to replace by nobody, and adds where it is to replace",
    () => {
      const right = make();
      return { ...right, replaceMembers: (write, context) => right.addMembers(write, context) };
    },
    [19],
  ],
  [
    "says that it did, and did not",
    () => ({
      ...make(),
      delete: async () => undefined,
      removeMembers: async () => ({ written: 0 }),
    }),
    [19],
  ],
  [
    "changes more than it was told to",
    () => {
      const right = make();
      return {
        ...right,
        async update(id, changes, context) {
          await right.addMembers({ id, members: someone() }, context);
          return right.update(id, changes, context);
        },
      };
    },
    [19],
  ],
];

async function* someone(): AsyncGenerator<readonly MemberInput[], void, undefined> {
  yield [{ identifiers: { email: ["nobody@example.com"] } }];
}

describe("the behavioural half of the conformance suite", () => {
  test("passes the adapter that is right", async () => {
    expect(await failuresOf(suiteOn(make))).toEqual([]);
  });

  test.for(mistakes)("fails an adapter that %s", async ([, adapter, expected]) => {
    const failures = await failuresOf(suiteOn(adapter));
    expect(numbersOf(failures)).toEqual(expect.arrayContaining([...expected]));
  });

  test("fails a spec that leaves an operation out", async () => {
    const failures = await failuresOf(({ testHeldAdapter }) =>
      testHeldAdapter("memory", { ...memorySpec, listMembers: undefined }),
    );
    expect(numbersOf(failures)).toEqual([22]);
  });
});
