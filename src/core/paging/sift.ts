import type { ProviderPage } from "../contract.ts";
import type { DuplicateMemory } from "./duplicates.ts";

/** A page without what was delivered before, by this run or by an earlier one. */
export interface Sifted<Item> {
  readonly fresh: readonly Item[];
  /** What tells them apart; `undefined` = nothing does. */
  readonly keys: readonly string[] | undefined;
  /** Keys that were left out because they had been delivered before. */
  readonly repeated: readonly string[];
  /** How many items of the page an earlier run delivered. */
  readonly before: number;
  /** How many were left out that had come on another page, or twice on this one. */
  readonly duplicates: number;
}

/** @param skip items of this very page that an earlier run delivered */
export function sift<Item>(
  page: ProviderPage<Item>,
  skip: number,
  memory: DuplicateMemory,
): Sifted<Item> {
  if (page.keys === undefined) {
    const fresh = skip > 0 ? page.items.slice(skip) : page.items;
    const before = page.items.length - fresh.length;
    return { fresh, keys: undefined, repeated: [], before, duplicates: 0 };
  }
  // Copied from the first repeat on: mostly there is none, and the page's own arrays serve.
  let copied: { readonly items: Item[]; readonly keys: string[] } | undefined;
  const repeated: string[] = [];
  let had = skip; // so many of those that are left out are no duplicates: they were delivered from this page
  let duplicates = 0;
  let index = -1;
  for (const item of page.items) {
    index += 1;
    const key = page.keys[index] ?? "";
    const earlier = memory.wasDelivered(key);
    if (memory.add(key) && !earlier) {
      copied?.items.push(item);
      copied?.keys.push(key);
    } else {
      copied ??= { items: page.items.slice(0, index), keys: page.keys.slice(0, index) };
      if (!copied.keys.includes(key)) {
        repeated.push(key); // what comes twice on this page has not been delivered by that
      }
      const known = earlier && had > 0;
      had -= known ? 1 : 0;
      duplicates += known ? 0 : 1;
    }
  }
  const { items: fresh, keys } = copied ?? { items: page.items, keys: page.keys };
  return { fresh, keys, repeated, before: skip, duplicates };
}
