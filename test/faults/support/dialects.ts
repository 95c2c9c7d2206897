import { batch } from "../../../adapters/batch.ts";
import { sonarly } from "../../../adapters/sonarly.ts";
import { whop } from "../../../adapters/whop.ts";
import type { AnyAdapter } from "../../../src/core/contract.ts";
import type { HttpOptions } from "../../../src/core/http/http-options.ts";

export const vendors = ["whop", "batch", "sonarly"] as const;
export type VendorName = (typeof vendors)[number];

export type Json = Record<string, unknown>;

/** What a page says, whatever the vendor calls it. A fault changes it in place. */
export interface Parts {
  items: unknown[];
  more: unknown;
  cursor: unknown;
  /** Everything else of the body, written back as it is. */
  readonly body: Json;
}

/** Stands for a member that is left out. */
export const absent: unique symbol = Symbol("left out");

/** Where a vendor is and what it wants to be told; each adapter takes what is its own. */
export interface Access {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly accountId: string;
  readonly projectKey: string;
  readonly accountGroupId: string;
}

/** How one vendor writes its pages, its records and its refusals. */
export interface Dialect {
  readonly cursorParameter: string;
  /** Names of a record's members. */
  readonly fields: {
    readonly id: string;
    readonly status: string | undefined;
    readonly created: string;
    readonly size: string;
    readonly text: string;
  };
  readonly read: (body: Json) => Parts;
  readonly write: (parts: Parts) => Json;
  readonly refusal: (code: string, message: string) => Json;
  readonly adapter: (access: Access, options: HttpOptions) => AnyAdapter;
}

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Makes records that differ from the page's first one in their key. */
export const recordLike =
  ({ items: [first] }: Parts, { fields }: Dialect) =>
  (id: string): Json =>
    Object.assign({}, first, { [fields.id]: id });

function member(body: Json, name: string): Json {
  const value = body[name];
  if (!isJson(value)) {
    throw new TypeError(`The page has no ${name}.`);
  }
  return value;
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? [...value] : []);

function withMembers(body: Json, members: Json): Json {
  const all = Object.entries({ ...body, ...members });
  return Object.fromEntries(all.filter(([, value]) => value !== absent));
}

export const dialects: Readonly<Record<VendorName, Dialect>> = {
  whop: {
    cursorParameter: "after",
    fields: {
      id: "id",
      status: "status",
      created: "created_at",
      size: "total_rows",
      text: "name",
    },
    read: (body) => {
      const { has_next_page, end_cursor } = member(body, "page_info");
      return { items: listOf(body["data"]), more: has_next_page, cursor: end_cursor, body };
    },
    write: ({ items, more, cursor, body }) =>
      withMembers(body, {
        data: items,
        page_info: withMembers(member(body, "page_info"), {
          has_next_page: more,
          end_cursor: cursor,
        }),
      }),
    refusal: (type, message) => ({ error: { type, message } }),
    adapter: (access, options) => whop({ ...access, ...options }),
  },
  batch: {
    cursorParameter: "from",
    fields: {
      id: "name",
      status: "indexing_state",
      created: "created",
      size: "nb_ids",
      text: "display_name",
    },
    read: (body) => ({
      items: listOf(body["audiences"]),
      more: body["has_more"],
      cursor: body["next_from"],
      body,
    }),
    write: ({ items, more, cursor, body }) =>
      withMembers(body, { audiences: items, has_more: more, next_from: cursor }),
    refusal: (error_code, error_message) => ({ error_message, error_code }),
    adapter: (access, options) => batch({ ...access, ...options }),
  },
  sonarly: {
    cursorParameter: "cursor",
    fields: {
      id: "id",
      status: undefined,
      created: "createdAt",
      size: "prospectCount",
      text: "name",
    },
    read: (body) => {
      const { items, hasMore, nextCursor } = member(body, "data");
      return { items: listOf(items), more: hasMore, cursor: nextCursor, body };
    },
    write: ({ items, more, cursor, body }) => ({
      ...body,
      data: withMembers(member(body, "data"), { items, hasMore: more, nextCursor: cursor }),
    }),
    refusal: (code, message) => ({
      success: false,
      data: null,
      error: { code, message, details: message },
      traceId: "trace-of-a-refusal",
    }),
    adapter: (access, options) => sonarly({ ...access, ...options }),
  },
};
