import type { Collection, Position, Slice } from "./collection.ts";
import type { Bookmark, Cursors } from "./cursors.ts";
import type { Exchange } from "./operations.ts";

/** How many records a page holds when the client does not say, and at most. */
export interface PageLimits {
  readonly default: number;
  readonly maximum: number;
}

/** What happens to a page size above the maximum, where the vendor does not document it. */
export type OverLimit = "reject" | "clamp";

/** The page size asked for, or undefined where it is not acceptable. */
export function readPageSize(
  text: string | undefined,
  limits: PageLimits,
  overLimit: OverLimit,
): number | undefined {
  if (text === undefined) return limits.default;
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0) return undefined;
  const size = Number(text);
  if (size <= limits.maximum) return size;
  return overLimit === "clamp" ? limits.maximum : undefined;
}

export interface Pager {
  /**
   * Where to go on from: undefined for a first page, "invalid" or "expired" for a cursor that
   * cannot be used.
   */
  readonly start: (
    exchange: Exchange,
    list: string,
  ) => Position | undefined | "invalid" | "expired";
  /** The cursor after a record, which leads to a page. */
  readonly cursor: (list: string, position: Position, page: number) => Promise<string>;
}

export interface PagerOptions {
  readonly cursors: Cursors;
  readonly now: () => number;
  /** Milliseconds a cursor can be used for; undefined = for ever. */
  readonly cursorLifetime: number | undefined;
}

export function createPager({ cursors, now, cursorLifetime }: PagerOptions): Pager {
  const expired = ({ issuedAt }: Bookmark): boolean =>
    cursorLifetime !== undefined && issuedAt !== undefined && now() > issuedAt + cursorLifetime;
  return {
    start({ bookmark }, list) {
      if (bookmark === "none") return undefined;
      if (bookmark === "foreign" || bookmark.list !== list) return "invalid";
      return expired(bookmark) ? "expired" : { at: bookmark.at, key: bookmark.key };
    },
    cursor: (list, { at, key }, page) =>
      cursors.seal({
        list,
        page,
        at,
        key,
        ...(cursorLifetime === undefined ? {} : { issuedAt: now() }),
      }),
  };
}

export interface ListedPage<T> extends Slice<T> {
  /**
   * The cursor that leads back to the first record, and on from the last; null on an empty page.
   */
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** A page of a collection with its cursors. */
export async function readPage<T extends object>(options: {
  readonly collection: Collection<T>;
  readonly pager: Pager;
  readonly exchange: Exchange;
  readonly list: string;
  readonly after: Position | undefined;
  readonly limit: number;
  readonly where?: (record: T) => boolean;
}): Promise<ListedPage<T>> {
  const { collection, pager, exchange, list, after, limit, where } = options;
  const slice = collection.slice({ after, limit, ...(where === undefined ? {} : { where }) });
  const page = exchange.page ?? 1;
  const [first] = slice.items;
  const last = slice.items.at(-1);
  return {
    ...slice,
    startCursor:
      first === undefined ? null : await pager.cursor(list, collection.position(first), page),
    endCursor:
      last === undefined ? null : await pager.cursor(list, collection.position(last), page + 1),
  };
}
