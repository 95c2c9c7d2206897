import { checkWhole } from "../options.ts";
import { throwIfIncomplete, throwIfShort } from "./incomplete.ts";
import { openListing } from "./listing.ts";
import type { ListingSetup } from "./listing.ts";
import { handfulList } from "./one-by-one.ts";
import type { Handful, HandfulList } from "./one-by-one.ts";
import type { Report } from "./report.ts";

/** One page of ours. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Continues behind this page, in any process; `undefined` = nothing is left to read. */
  readonly continuationToken: string | undefined;
  /** What was read so far. */
  readonly report: Report;
}

export interface ByPageOptions {
  /** Items of a page. @default as the vendors' pages come */
  readonly size?: number | undefined;
  /** Stops after so many items; the last page's token goes on behind them. @default none */
  readonly limit?: number | undefined;
  /** Goes on where a page or a report ended. */
  readonly continuationToken?: string | undefined;
}

export interface CollectOptions {
  /** Stops after so many items. @default none */
  readonly limit?: number | undefined;
  readonly continuationToken?: string | undefined;
}

export interface Collected<Item> {
  readonly items: Item[];
  /** Continues with what is missing; absent = nothing is. */
  readonly continuationToken?: string;
  readonly report: Report;
}

/**
 * A list of unknown length. Nothing is asked for until it is looped over, and every loop starts anew. Bad options
 * and tokens reject at the first step, before any request.
 *
 * A loop over items, and `toArray`, have no report: they deliver everything that could be read and then throw
 * `incomplete` if that was not everything.
 */
export interface Paged<Item> extends AsyncIterable<Item> {
  /** Pages with their report and the token that continues behind them; a failed provider is told in the report. */
  byPage(options?: ByPageOptions): AsyncIterable<Page<Item>>;
  /**
   * With a limit, the first so many.
   * @throws AudienceError `incomplete` where something could not be read that should be among them.
   */
  toArray(options?: { readonly limit?: number | undefined }): Promise<Item[]>;
  /** Everything at once, with the report; a failed provider is told in the report. */
  collect(options?: CollectOptions): Promise<Collected<Item>>;
}

/**
 * A generator ends only between two steps, so `return` would wait for the vendor that the step under way waits for: a
 * stream that is destroyed calls it just then. This one gives the step up first, which then ends without an item.
 */
function leavable<Value>(
  open: (gone: AbortSignal) => AsyncGenerator<Value, void, undefined>,
): AsyncGenerator<Value, void, undefined> {
  const leaving = new AbortController();
  const generator = open(leaving.signal);
  const end = generator.return.bind(generator);
  generator.return = (value) => {
    leaving.abort();
    return end(value);
  };
  return generator;
}

async function* handfuls<Item>(
  setup: ListingSetup<Item>,
  gone: AbortSignal,
): AsyncGenerator<Handful<Item>, void, undefined> {
  const listing = openListing(setup, undefined, gone);
  try {
    for await (const part of listing.parts()) {
      yield { items: part.items, signal: listing.signal };
      listing.check();
      listing.deliver(part, part.items.length);
    }
    throwIfIncomplete(setup.operation, listing.report(), listing.token());
  } catch (error) {
    if (!gone.aborted) {
      throw error;
    }
  } finally {
    listing.close();
  }
}

async function* pages<Item>(
  setup: ListingSetup<Item>,
  options: ByPageOptions,
  gone: AbortSignal,
): AsyncGenerator<Page<Item>, void, undefined> {
  checkWhole("size", options.size, 1);
  checkWhole("limit", options.limit, 1);
  const listing = openListing(setup, options.continuationToken, gone);
  const pageOf = (list: readonly Item[]): Page<Item> => ({
    items: list,
    continuationToken: listing.token(),
    report: listing.report(),
  });
  const { size = Number.POSITIVE_INFINITY, limit = Number.POSITIVE_INFINITY } = options;
  let left = limit;
  let buffer: Item[] = [];
  let last: Page<Item> | undefined;
  try {
    for await (const part of listing.parts()) {
      for (let start = 0; start < part.items.length;) {
        const room = Math.min(size, left) - buffer.length;
        const end = Math.min(part.items.length, start + room);
        buffer.push(...part.items.slice(start, end));
        listing.deliver(part, end - start);
        start = end;
        if (options.size === undefined || buffer.length === Math.min(size, left)) {
          last = pageOf(buffer);
          left -= buffer.length;
          buffer = [];
          yield last;
          listing.check();
          if (left === 0) {
            return;
          }
        }
      }
    }
    // The last page always tells how it ended, even where nothing was left to go with it. What was left was not
    // delivered yet when the page before it was made, so that one had a token.
    if (last === undefined || last.continuationToken !== undefined) {
      yield pageOf(buffer);
    }
  } catch (error) {
    if (!gone.aborted) {
      throw error;
    }
  } finally {
    listing.close();
  }
}

interface Gathered<Item> {
  readonly items: Item[];
  readonly token: string | undefined;
  readonly report: Report;
  /** Whose page was handed over last. */
  readonly last: string | undefined;
}

async function gather<Item>(
  setup: ListingSetup<Item>,
  options: CollectOptions,
): Promise<Gathered<Item>> {
  checkWhole("limit", options.limit, 0);
  const listing = openListing(setup, options.continuationToken);
  const { limit = Number.POSITIVE_INFINITY } = options;
  const collected: Item[] = [];
  let last: string | undefined;
  try {
    if (limit > 0) {
      for await (const part of listing.parts()) {
        const taken = part.items.slice(0, limit - collected.length);
        for (const item of taken) {
          collected.push(item);
        }
        listing.deliver(part, taken.length);
        last = part.lane.provider;
        if (collected.length >= limit) {
          break;
        }
      }
    }
    return { items: collected, token: listing.token(), report: listing.report(), last };
  } finally {
    listing.close();
  }
}

export function createPaged<Item>(setup: ListingSetup<Item>): Paged<Item> & HandfulList<Item> {
  return {
    ...handfulList(() => leavable((gone) => handfuls(setup, gone))),
    byPage: (options = {}) => ({
      [Symbol.asyncIterator]: () => leavable((gone) => pages(setup, options, gone)),
    }),
    async toArray(options = {}) {
      const gathered = await gather(setup, options);
      const { items, token, report } = gathered;
      if (options.limit === undefined || items.length < options.limit) {
        throwIfIncomplete(setup.operation, report, token);
      } else {
        throwIfShort(setup, gathered);
      }
      return items;
    },
    async collect(options = {}) {
      const { items, token, report } = await gather(setup, options);
      return { items, ...(token === undefined ? {} : { continuationToken: token }), report };
    },
  };
}
