import { describe, expect, test } from "vitest";

import { memory } from "../../../adapters/memory.ts";
import type { MemoryAdapter } from "../../../adapters/memory.ts";
import type { Conformance } from "../../../src/testing/conformance/conformance.ts";
import { make, memorySpec } from "../../adapters/memory.spec.ts";
import { failuresOf, numbersOf } from "./collect.ts";

const documented = (): readonly string[] => ["list", "get", "listMembers"];
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
];

describe("the behavioural half of the conformance suite", () => {
  test("passes the adapter that is right", async () => {
    expect(await failuresOf(suiteOn(make), { documented })).toEqual([]);
  });

  test.for(mistakes)("fails an adapter that %s", async ([, adapter, expected]) => {
    const failures = await failuresOf(suiteOn(adapter), { documented });
    expect(numbersOf(failures)).toEqual(expect.arrayContaining([...expected]));
  });

  test("fails a spec that leaves an operation out", async () => {
    const failures = await failuresOf(
      ({ testHeldAdapter }) => testHeldAdapter("memory", { ...memorySpec, listMembers: undefined }),
      { documented },
    );
    expect(numbersOf(failures)).toEqual([22]);
  });
});
