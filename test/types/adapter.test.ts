import { describe, expectTypeOf, test } from "vitest";

import type { Adapter, AudienceRecord } from "../../src/core/adapter.ts";
import { path } from "../../src/core/adapter.ts";
import { AudienceError, createAudiences, isAudienceError } from "../../src/index.ts";
import type { Audience, ErrorCode, Member, Paged } from "../../src/index.ts";
import { recordOf } from "../support/core-vendor.ts";

interface Row {
  readonly id: string;
  readonly people: number;
}

const custom = {
  vendor: "acme",
  maxPageSize: 50,
  async list(_request) {
    return { items: [] as readonly AudienceRecord<Row>[], more: false, next: undefined };
  },
  async listMembers({ id }) {
    const member: Member<{ readonly key: string }> = {
      identifiers: { email: ["a@example.com"] },
      attributes: {},
      raw: { key: id },
    };
    return { items: [member], more: false, next: undefined };
  },
} satisfies Adapter<Row, { readonly key: string }>;

describe("an adapter of one's own", () => {
  const audiences = createAudiences({ custom });

  test("types raw by what its methods return", () => {
    expectTypeOf(async () => {
      const [first] = await audiences.list().toArray();
      expectTypeOf(first).toEqualTypeOf<Audience<"custom", Row> | undefined>();
      const members = audiences.listMembers({ provider: "custom", id: "1" });
      expectTypeOf(members).toEqualTypeOf<Paged<Member<{ readonly key: string }>>>();
    }).toBeFunction();
  });

  test("has no capability but those it has as methods", () => {
    expectTypeOf(() => [
      // @ts-expect-error -- it has no get
      audiences.get({ provider: "custom", id: "1" }),
      // @ts-expect-error -- it has no delete
      audiences.delete({ provider: "custom", id: "1" }),
      audiences.listMembers({ provider: "custom", id: "1" }),
    ]).toBeFunction();
  });

  test("must have a vendor, a page size and a list", () => {
    expectTypeOf(() => [
      // @ts-expect-error -- without a list
      { vendor: "acme", maxPageSize: 1 } satisfies Adapter,
      // @ts-expect-error -- without a page size
      { vendor: "acme", list: custom.list } satisfies Adapter,
      // @ts-expect-error -- createAudiences takes adapters
      createAudiences({ custom: { vendor: "acme" } }),
      // @ts-expect-error -- the factory was not called
      createAudiences({ custom: () => custom }),
    ]).toBeFunction();
  });

  test("gives pages with a flag, a cursor and whole records", () => {
    expectTypeOf(() => [
      // @ts-expect-error -- anything is no page
      { vendor: "acme", maxPageSize: 1, list: async () => ({}) } satisfies Adapter,
      {
        vendor: "acme",
        maxPageSize: 1,
        // @ts-expect-error -- a page without its flag
        list: async () => ({ items: [recordOf("1")], next: undefined }),
      } satisfies Adapter,
      {
        vendor: "acme",
        maxPageSize: 1,
        // @ts-expect-error -- a record without its name
        list: async () => ({ items: [{ id: "1" }], more: false, next: undefined }),
      } satisfies Adapter,
    ]).toBeFunction();
  });

  test("builds its addresses with the path tag, and with nothing else", () => {
    type Request = { readonly path: ReturnType<typeof path> };
    expectTypeOf(path`things/${"1"}`).toExtend<string>();
    // @ts-expect-error -- a text that went through no encoding
    expectTypeOf<{ path: string }>().toExtend<Request>();
    // @ts-expect-error -- a number is no id
    expectTypeOf(() => path`things/${1}`).toBeFunction();
  });
});

describe("an AudienceError", () => {
  test("is narrowed to by its guard, and its codes are literals to switch on", () => {
    expectTypeOf(isAudienceError).guards.toEqualTypeOf<AudienceError>();
    expectTypeOf<AudienceError["code"]>().toEqualTypeOf<ErrorCode>();
    expectTypeOf((error: unknown) => {
      if (isAudienceError(error)) {
        expectTypeOf(error.retryAfter).toEqualTypeOf<number | undefined>();
        // @ts-expect-error -- no such code
        return error.code === "not-found";
      }
      return false;
    }).toBeFunction();
  });

  test("takes a code that there is", () => {
    expectTypeOf(() => [
      new AudienceError("not_found", "Gone."),
      // @ts-expect-error -- no such code
      new AudienceError("gone", "Gone."),
    ]).toBeFunction();
  });
});

describe("what is given to the caller", () => {
  test("is read-only", () => {
    expectTypeOf((audience: Audience) => {
      // @ts-expect-error -- a record is not to be changed
      audience.name = "other";
      // @ts-expect-error -- nor is a part of it
      audience.size = { value: 1, unit: "people" };
    }).toBeFunction();
  });

  test("has null for what the vendor does not say, and never undefined", () => {
    expectTypeOf<Audience["description"]>().toEqualTypeOf<string | null>();
    expectTypeOf<Audience["updatedAt"]>().toEqualTypeOf<Date | null>();
    expectTypeOf<NonNullable<Audience["size"]>["unit"]>().toEqualTypeOf<
      "rows" | "ids" | "people"
    >();
  });
});
