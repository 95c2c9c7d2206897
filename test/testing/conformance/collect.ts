import { readFile } from "node:fs/promises";

import { createConformance } from "../../../src/testing/conformance/conformance.ts";
import type { Conformance } from "../../../src/testing/conformance/conformance.ts";
import type { ConformanceRunner } from "../../../src/testing/conformance/spec.ts";
import { readCapabilityTable } from "../../support/capability-table.ts";
import { fixture } from "../../support/fixture.ts";

interface Collected {
  readonly title: string;
  readonly run: () => Promise<void>;
}

/** What the docs say, as the tests of the real adapters read it. */
async function documentedOf(adapter: string): Promise<readonly string[]> {
  const docs = await readFile(new URL("../../../docs/capabilities.md", import.meta.url), "utf8");
  return readCapabilityTable(docs, adapter);
}

/** Runs the suite without a test runner and gives the titles of the cases that fail. */
export async function failuresOf(
  define: (conformance: Conformance) => void,
  overrides: Partial<ConformanceRunner> = {},
): Promise<readonly string[]> {
  const cases: Collected[] = [];
  const recorded = new Map<string, string>();
  const conformance = createConformance({
    describe: (_title, defineCases) => defineCases(),
    test: (title, run) => cases.push({ title, run }),
    fixture,
    snapshot: (adapter, name, text) => {
      recorded.set(`${adapter} ${name}`, text);
    },
    documented: (adapter) => documentedOf(adapter),
    ...overrides,
  });
  define(conformance);
  const failures: string[] = [];
  for (const { title, run } of cases) {
    // oxlint-disable-next-line no-await-in-loop -- as a runner does, one case after the other
    await run().catch(() => failures.push(title));
  }
  return failures;
}

/** The numbers that titles begin with, each once. */
export const numbersOf = (titles: readonly string[]): readonly number[] =>
  [...new Set(titles.map((title) => Number.parseInt(title, 10)))].toSorted((a, b) => a - b);
