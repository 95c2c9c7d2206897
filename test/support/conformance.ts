import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";

import { createConformance } from "../../src/testing/conformance/conformance.ts";
import type { Conformance } from "../../src/testing/conformance/conformance.ts";
import { readCapabilityTable } from "./capability-table.ts";
import { fixture } from "./fixture.ts";

/** The conformance suite on vitest, with this repository's fixtures, snapshots and docs. */
const conformance: Conformance = createConformance({
  describe,
  test,
  fixture,
  async snapshot(adapter, name, text) {
    const file = new URL(`../adapters/snapshots/${adapter}-${name}.txt`, import.meta.url);
    // oxlint-disable-next-line vitest/no-standalone-expect -- the suite calls it inside its tests
    await expect(text).toMatchFileSnapshot(fileURLToPath(file));
  },
  async documented(adapter) {
    const docs = await readFile(new URL("../../docs/capabilities.md", import.meta.url), "utf8");
    return readCapabilityTable(docs, adapter);
  },
});

export const testAdapter: Conformance["testAdapter"] = conformance.testAdapter;
export const testHeldAdapter: Conformance["testHeldAdapter"] = conformance.testHeldAdapter;
