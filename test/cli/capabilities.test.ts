import { expect, test } from "vitest";

import { shippedAdapters } from "../../src/cli/vendors.ts";
import { capabilities } from "../../src/core/contract.ts";
import { writeCapabilityTable } from "../support/capability-table.ts";
import { audiencekit, lines } from "./support.ts";

test("of all adapters of the package, where nothing is configured", async () => {
  const { code, stdout } = await audiencekit(["capabilities", "--json"]);
  expect(code).toBe(0);
  const { providers } = JSON.parse(stdout);
  expect(providers).toMatchObject([
    { provider: "whop", capabilities: { list: true, get: true, listMembers: false } },
    { provider: "batch", capabilities: { list: true, get: true, listMembers: false } },
    { provider: "sonarly", capabilities: { list: true, get: true, listMembers: true } },
    { provider: "csv", capabilities: { update: false, replaceMembers: true } },
    { provider: "jsonl", capabilities: { update: false, replaceMembers: true } },
    { provider: "memory", capabilities: { list: true, get: true, listMembers: true } },
  ]);
  expect(Object.keys(providers[0].capabilities)).toEqual(capabilities);
});

test("of the configured providers, and of all with --shipped", async () => {
  const env = { SONARLY_API_KEY: "k", SONARLY_ACCOUNT_GROUP_ID: "g" };
  const { stdout } = await audiencekit(["capabilities"], { env });
  expect(lines(stdout)[0]).toMatch(/^ +sonarly$/);
  expect(stdout).toMatch(/^listMembers +yes$/m);
  expect(stdout).toMatch(/^largest page +100$/m);
  const shipped = await audiencekit(["capabilities", "--shipped"], { env });
  expect(lines(shipped.stdout)[0]).toMatch(/^ +whop +batch +sonarly +csv +jsonl +memory$/);
});

test("as the table of the docs", async () => {
  const { stdout } = await audiencekit(["capabilities", "--shipped", "--markdown"]);
  expect(stdout).toBe(`${writeCapabilityTable(capabilities, shippedAdapters())}\n`);
});
