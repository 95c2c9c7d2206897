import assert from "node:assert/strict";

import { capabilities } from "../../../core/contract.ts";
import type { AnyAdapter, Capability } from "../../../core/contract.ts";
import type { ConformanceRunner } from "../spec.ts";
import type { Case } from "./case.ts";

/** What says how to write and does not write itself. */
const helpers: ReadonlySet<string> = new Set<keyof AnyAdapter>(["fitFor"]);

/** What an adapter can do, by the methods it has; a method of a name that the library does not know is one, too. */
function methodsOf(adapter: AnyAdapter): readonly string[] {
  return Object.entries(adapter)
    .filter(([name, value]) => typeof value === "function" && !helpers.has(name))
    .map(([name]) => name);
}

const sorted = (names: readonly string[]): readonly string[] => [...names].toSorted();

/** Cases 22 and 23: what the adapter has, what is tested and what is promised are the same. */
export function honesty(
  name: string,
  adapter: () => AnyAdapter,
  spec: Readonly<Partial<Record<Capability, unknown>>>,
  runner: ConformanceRunner,
): readonly Case[] {
  return [
    {
      title: "22. every operation of the adapter is in the spec, and every one in the spec exists",
      async run() {
        const tested = capabilities.filter((capability) => spec[capability] !== undefined);
        assert.deepEqual(sorted(methodsOf(adapter())), sorted(tested));
      },
    },
    {
      title: "23. the capabilities in the docs are the methods of the adapter",
      async run() {
        const promised = await runner.documented(name);
        assert.deepEqual(sorted(promised), sorted(methodsOf(adapter())));
      },
    },
  ];
}
