import type { Vendor } from "../../../src/testing/index.ts";

/** How a vendor's list is asked for, and where things stand in its answers. */
export interface Dialect {
  readonly path: (ids: Ids) => string;
  readonly size: string;
  readonly cursor: string;
  readonly items: readonly string[];
  readonly next: readonly string[];
  readonly more: readonly string[];
  readonly key: string;
}

export interface Ids {
  readonly accountId: string;
  readonly accountGroupId: string;
}

export const dialects: Readonly<Record<Vendor, Dialect>> = {
  whop: {
    path: ({ accountId }) => `/audiences?account_id=${accountId}`,
    size: "first",
    cursor: "after",
    items: ["data"],
    next: ["page_info", "end_cursor"],
    more: ["page_info", "has_next_page"],
    key: "id",
  },
  batch: {
    path: () => "/audiences/list",
    size: "limit",
    cursor: "from",
    items: ["audiences"],
    next: ["next_from"],
    more: ["has_more"],
    key: "name",
  },
  sonarly: {
    path: ({ accountGroupId }) => `/accounts/${accountGroupId}/audiences`,
    size: "limit",
    cursor: "cursor",
    items: ["data", "items"],
    next: ["data", "nextCursor"],
    more: ["data", "hasMore"],
    key: "id",
  },
};
