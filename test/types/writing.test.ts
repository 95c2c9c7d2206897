import { describe, expectTypeOf, test } from "vitest";

import { batch } from "../../adapters/batch.ts";
import type { BatchAudience } from "../../adapters/batch.ts";
import { memory } from "../../adapters/memory.ts";
import { sonarly } from "../../adapters/sonarly.ts";
import { whop } from "../../adapters/whop.ts";
import type { WhopAudience } from "../../adapters/whop.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import type { Audience } from "../../src/core/model.ts";
import type { CreatedAudience, WriteResult } from "../../src/core/writing/writing.ts";

const audiences = createAudiences({
  whop: whop({ apiKey: "key", accountId: "biz_1" }),
  batch: batch({ apiKey: "key", projectKey: "project" }),
  sonarly: sonarly({ apiKey: "key", accountGroupId: "group" }),
  memory: memory(),
});
const members = [{ identifiers: { email: ["a@example.com"], externalId: ["1"] } }];
const [toWhop, toBatch, toSonarly, toMemory] = [
  { provider: "whop", id: "a" },
  { provider: "batch", id: "a" },
  { provider: "sonarly", id: "a" },
  { provider: "memory", id: "a" },
] as const;

describe("create", () => {
  test("gives an audience of the provider, with what became of its members", () => {
    expectTypeOf(() =>
      audiences.create({ provider: "whop", name: "VIP", members }),
    ).returns.toEqualTypeOf<Promise<CreatedAudience<Audience<"whop", WhopAudience>>>>();
    expectTypeOf(() =>
      audiences.create({ provider: "batch", name: "vip" }),
    ).returns.resolves.toExtend<Audience<"batch", BatchAudience>>();
  });

  test("takes what the vendor takes, and nothing else", () => {
    expectTypeOf(() => [
      audiences.create({ provider: "batch", name: "vip", displayName: "VIP", members }),
      audiences.create({ provider: "sonarly", name: "VIP", type: "monitoring", description: "x" }),
      audiences.create({ provider: "memory", name: "VIP", description: "x", members }),
      // @ts-expect-error -- Whop makes no audience without members
      audiences.create({ provider: "whop", name: "VIP" }),
      // @ts-expect-error -- Whop has no description
      audiences.create({ provider: "whop", name: "VIP", members, description: "x" }),
      // @ts-expect-error -- Batch has no description
      audiences.create({ provider: "batch", name: "vip", description: "x" }),
      // @ts-expect-error -- Sonarly wants a type
      audiences.create({ provider: "sonarly", name: "VIP" }),
      // @ts-expect-error -- and one of its own
      audiences.create({ provider: "sonarly", name: "VIP", type: "linkedin_search" }),
      // @ts-expect-error -- nobody can be added to a Sonarly audience
      audiences.create({ provider: "sonarly", name: "VIP", type: "on_demand", members }),
      // @ts-expect-error -- there is no such provider
      audiences.create({ provider: "elsewhere", name: "VIP" }),
    ]).toBeFunction();
  });
});

describe("update", () => {
  test("takes what the vendor can change", () => {
    expectTypeOf(() => [
      audiences.update(toWhop, { name: "VIP" }),
      audiences.update(toSonarly, { description: "x" }),
      audiences.update(toMemory, { name: "VIP", description: "x" }),
      // @ts-expect-error -- Whop has no description
      audiences.update(toWhop, { description: "x" }),
      // @ts-expect-error -- nor beside a name
      audiences.update(toWhop, { name: "VIP", description: "x" }),
      // @ts-expect-error -- Batch can change nothing
      audiences.update(toBatch, { name: "vip" }),
    ]).toBeFunction();
  });
});

async function* streamed() {
  yield* members;
}

describe("members", () => {
  test("can be written where the vendor lets them be", () => {
    expectTypeOf(() => audiences.addMembers(toWhop, members)).returns.toEqualTypeOf<
      Promise<WriteResult>
    >();
    expectTypeOf(() => [
      audiences.addMembers(toBatch, streamed()),
      audiences.removeMembers(toBatch, members),
      audiences.replaceMembers(toBatch, new Set(members)),
      audiences.replaceMembers(toMemory, audiences.listMembers(toSonarly)),
      // @ts-expect-error -- Sonarly's are filled by its own jobs
      audiences.addMembers(toSonarly, members),
      // @ts-expect-error -- Whop takes nobody off
      audiences.removeMembers(toWhop, members),
      // @ts-expect-error -- and replaces nobody
      audiences.replaceMembers(toWhop, members),
    ]).toBeFunction();
  });

  test("are people with identifiers", () => {
    expectTypeOf(() => [
      // @ts-expect-error -- one email is not a list of them
      audiences.addMembers(toBatch, [{ identifiers: { email: "a@example.com" } }]),
      // @ts-expect-error -- no such kind of identifier
      audiences.addMembers(toBatch, [{ identifiers: { fax: ["1"] } }]),
    ]).toBeFunction();
  });
});

describe("whoever is known by name only", () => {
  test("can be asked what it supports, and then be written to", () => {
    const ref: { readonly provider: "whop" | "batch" | "sonarly"; readonly id: string } = toBatch;
    expectTypeOf(() => {
      if (audiences.supports(ref, "removeMembers")) {
        return audiences.removeMembers(ref, members);
      }
      // @ts-expect-error -- not known to be able to
      return audiences.removeMembers(ref, members);
    }).toBeFunction();
  });
});
