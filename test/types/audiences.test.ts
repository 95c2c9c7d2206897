import { describe, expectTypeOf, test } from "vitest";

import { batch } from "../../adapters/batch.ts";
import type { BatchAudience } from "../../adapters/batch.ts";
import { memory } from "../../adapters/memory.ts";
import type { MemoryAudience, MemoryMember } from "../../adapters/memory.ts";
import { sonarly } from "../../adapters/sonarly.ts";
import type { SonarlyAudience, SonarlyProspect } from "../../adapters/sonarly.ts";
import { whop } from "../../adapters/whop.ts";
import type { WhopAudience } from "../../adapters/whop.ts";
import { createAudiences } from "../../src/index.ts";
import type { Audience, AudienceRef, Member, Paged } from "../../src/index.ts";

const audiences = createAudiences({
  whop: whop({ apiKey: "test-key", accountId: "biz_1" }),
  batchEu: batch({ apiKey: "test-key", projectKey: "p1" }),
  batchUs: batch({ apiKey: "test-key", projectKey: "p2" }),
  sonarly: sonarly({ apiKey: "test-key", accountGroupId: "g1" }),
  local: memory(),
});
const anyName: string = "whop";
type Name = "whop" | "batchEu" | "batchUs" | "sonarly" | "local";
type Item = ReturnType<typeof audiences.list> extends Paged<infer One> ? One : never;

describe("list", () => {
  test("gives audiences whose provider is one of the names, as literals", () => {
    expectTypeOf<Item["provider"]>().toEqualTypeOf<Name>();
    expectTypeOf<Item>().toExtend<Audience>();
    expectTypeOf<Item>().toExtend<AudienceRef<Name>>();
  });

  test("types raw by the provider, once that is known", () => {
    expectTypeOf<Extract<Item, { provider: "whop" }>["raw"]>().toEqualTypeOf<WhopAudience>();
    expectTypeOf<Extract<Item, { provider: "batchEu" }>["raw"]>().toEqualTypeOf<BatchAudience>();
    expectTypeOf<Extract<Item, { provider: "sonarly" }>["raw"]>().toEqualTypeOf<SonarlyAudience>();
    expectTypeOf<Extract<Item, { provider: "local" }>["raw"]>().toEqualTypeOf<MemoryAudience>();
    expectTypeOf(async () => {
      for await (const audience of audiences.list()) {
        if (audience.provider === "whop") {
          expectTypeOf(audience.raw).toEqualTypeOf<WhopAudience>();
          expectTypeOf(audience.raw.matched_rows).toEqualTypeOf<
            string | number | null | undefined
          >();
        }
        switch (audience.provider) {
          case "batchEu":
          case "batchUs":
            expectTypeOf(audience.raw).toEqualTypeOf<BatchAudience>();
            break;
          case "sonarly":
            expectTypeOf(audience.raw.prospectCount).toEqualTypeOf<
              string | number | null | undefined
            >();
            break;
        }
      }
    }).toBeFunction();
  });

  test("takes the names of providers, and no others", () => {
    expectTypeOf(() => [
      audiences.list({ providers: ["whop", "local"], order: "arrival", pageSize: 5 }),
      // @ts-expect-error -- not one of them
      audiences.list({ providers: ["wop"] }),
      // @ts-expect-error -- no such order
      audiences.list({ order: "random" }),
      // @ts-expect-error -- no such option
      audiences.list({ page_size: 5 }),
    ]).toBeFunction();
  });

  test("has the shapes of Paged", () => {
    expectTypeOf(audiences.list().toArray).returns.resolves.toEqualTypeOf<Item[]>();
    expectTypeOf(audiences.list().collect).returns.resolves.toHaveProperty("report");
    expectTypeOf(async () => {
      for await (const page of audiences.list().byPage({ size: 50 })) {
        expectTypeOf(page.items).toEqualTypeOf<readonly Item[]>();
        expectTypeOf(page.continuationToken).toEqualTypeOf<string | undefined>();
        expectTypeOf(page.report.complete).toEqualTypeOf<boolean>();
        // @ts-expect-error -- what is given is not to be changed
        page.items.push();
      }
    }).toBeFunction();
  });
});

describe("get", () => {
  test("gives the audience of that provider", () => {
    expectTypeOf(async () => {
      const one = await audiences.get({ provider: "whop", id: "1" });
      expectTypeOf(one).toEqualTypeOf<Audience<"whop", WhopAudience>>();
      const other = await audiences.get({ provider: "local", id: "1" });
      expectTypeOf(other.raw).toEqualTypeOf<MemoryAudience>();
    }).toBeFunction();
  });

  test("takes a reference with a provider of this createAudiences", () => {
    expectTypeOf(() => [
      // @ts-expect-error -- not one of them
      audiences.get({ provider: "wop", id: "1" }),
      // @ts-expect-error -- without an id
      audiences.get({ provider: "whop" }),
      // @ts-expect-error -- not known to be one of them
      audiences.get({ provider: anyName, id: "1" }),
    ]).toBeFunction();
  });
});

describe("listMembers", () => {
  test("is there where the vendor lets members be read", () => {
    expectTypeOf(() => {
      const prospects = audiences.listMembers({ provider: "sonarly", id: "1" });
      expectTypeOf(prospects).toEqualTypeOf<Paged<Member<SonarlyProspect>>>();
      const local = audiences.listMembers({ provider: "local", id: "1" });
      expectTypeOf(local).toEqualTypeOf<Paged<Member<MemoryMember>>>();
    }).toBeFunction();
  });

  test("does not compile where it does not", () => {
    expectTypeOf(() => [
      // @ts-expect-error -- rows that were uploaded cannot be read back
      audiences.listMembers({ provider: "whop", id: "1" }),
      // @ts-expect-error -- the ids of an audience cannot be read back
      audiences.listMembers({ provider: "batchEu", id: "1" }),
      // @ts-expect-error -- nor in the other account
      audiences.listMembers({ provider: "batchUs", id: "1" }),
    ]).toBeFunction();
  });

  test("compiles for one of several after supports, and not before", () => {
    expectTypeOf(async () => {
      for await (const audience of audiences.list()) {
        // @ts-expect-error -- it may be one of Whop's
        audiences.listMembers(audience);
        if (audiences.supports(audience, "listMembers")) {
          expectTypeOf(audience.provider).toEqualTypeOf<"sonarly" | "local">();
          audiences.listMembers(audience);
        }
      }
    }).toBeFunction();
  });
});

describe("supports", () => {
  test("takes a reference or a provider alone, and every capability there is", () => {
    expectTypeOf(() => {
      const ref: AudienceRef<Name> = { provider: "whop", id: "1" };
      if (audiences.supports(ref, "get")) {
        expectTypeOf(audiences.get(ref)).resolves.toExtend<Audience>();
      }
      audiences.supports({ provider: "local" }, "addMembers");
      // @ts-expect-error -- no such capability
      audiences.supports(ref, "list_members");
      // @ts-expect-error -- no such provider
      audiences.supports({ provider: "nobody" }, "get");
    }).toBeFunction();
  });

  test("leaves nothing where no provider can", () => {
    const readers = createAudiences({ eu: batch({ apiKey: "test-key", projectKey: "p1" }) });
    expectTypeOf((ref: AudienceRef<"eu"> = { provider: "eu", id: "1" }) => {
      if (readers.supports(ref, "listMembers")) {
        expectTypeOf(ref.provider).toEqualTypeOf<never>();
      }
    }).toBeFunction();
  });
});
