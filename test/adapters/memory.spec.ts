import { memory } from "../../adapters/memory.ts";
import type { MemoryAdapter } from "../../adapters/memory.ts";
import type { MemberInput } from "../../src/core/model.ts";
import type { HeldAdapterSpec } from "../../src/testing/conformance/spec.ts";

export const make = (): MemoryAdapter =>
  memory({
    audiences: [
      { id: "vip", name: "VIP", createdAt: new Date("2026-01-02T03:04:05Z") },
      { id: "empty" },
      { id: "big", status: "partial", size: { value: 9, unit: "rows" }, error: "one row is bad" },
    ],
    members: {
      vip: [
        { identifiers: { email: ["one@example.com"] }, attributes: { firstName: "One" } },
        { identifiers: { externalId: ["2"], phone: ["+15550100"] } },
        { attributes: { lastName: "Three", age: 3, vip: true, note: null } },
      ],
    },
    maxPageSize: 2,
  });

const newcomers: readonly MemberInput[] = [
  { identifiers: { email: ["four@example.com"], phone: ["+15550100204"] } },
  { identifiers: { externalId: ["5"] }, attributes: { firstName: "Five" } },
  { identifiers: { linkedinUrl: ["https://www.linkedin.com/in/six"] } },
];

/** What the conformance suite has to know of memory. */
export const memorySpec: HeldAdapterSpec = {
  adapter: make,
  empty: () => memory(),
  list: { pageSize: 2 },
  get: { id: "big", missing: "nobody" },
  listMembers: { id: "vip", pageSize: 2, empty: "empty" },
  create: { input: { name: "New", description: "made here" } },
  update: { id: "vip", changes: { name: "VIP 2027", description: "renamed" } },
  delete: { id: "vip" },
  addMembers: { id: "vip", members: newcomers },
  removeMembers: { id: "vip", members: newcomers },
  replaceMembers: { id: "vip", members: newcomers },
  waitUntilReady: { id: "vip" },
};
