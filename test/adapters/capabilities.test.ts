import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { batch } from "../../adapters/batch.ts";
import { csv } from "../../adapters/csv.ts";
import { jsonl } from "../../adapters/jsonl.ts";
import { memory } from "../../adapters/memory.ts";
import { sonarly } from "../../adapters/sonarly.ts";
import { whop } from "../../adapters/whop.ts";
import { capabilities } from "../../src/core/contract.ts";
import { writeCapabilityTable } from "../support/capability-table.ts";

const adapters = {
  whop: whop({ apiKey: "key", accountId: "biz_1" }),
  batch: batch({ apiKey: "key", projectKey: "project_1" }),
  sonarly: sonarly({ apiKey: "key", accountGroupId: "group_1" }),
  csv: csv({ path: "lists" }),
  jsonl: jsonl({ path: "lists" }),
  memory: memory(),
};

test("the capability table in the docs is made from the code", async () => {
  const document = `# What each adapter can do

A capability is a method that the adapter has. What an adapter lacks does not compile in TypeScript, and throws
\`unsupported\` in JavaScript before anything is sent.

${writeCapabilityTable(capabilities, adapters)}
`;
  const file = new URL("../../docs/capabilities.md", import.meta.url);
  await expect(document).toMatchFileSnapshot(fileURLToPath(file));
});
