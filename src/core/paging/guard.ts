import type { ProviderPage } from "../contract.ts";
import { fingerprint } from "../fingerprint.ts";
import type { LaneState } from "./lane-state.ts";

/** Pages in a row that bring nothing new before the vendor is held to be going in circles. */
const barrenLimit = 20;
/** Ten million records at a hundred a page: above that something is wrong. */
const pageLimit = 100_000;

/** What comes after a page: the end, the page at a cursor, or nothing that can be believed. */
export type Verdict =
  | { readonly kind: "end" }
  | { readonly kind: "next"; readonly cursor: string }
  | { readonly kind: "broken"; readonly what: string };

const isKeys = (list: unknown, length: number): boolean =>
  Array.isArray(list) && list.length === length && list.every((key) => typeof key === "string");

/** Whether an adapter has returned a page at all: one that is not type-checked may return anything. */
export function isPage(page: unknown): boolean {
  if (typeof page !== "object" || page === null) {
    return false;
  }
  const { items, keys, more, next }: Partial<Record<keyof ProviderPage<unknown>, unknown>> = page;
  return (
    Array.isArray(items) &&
    (keys === undefined || isKeys(keys, items.length)) &&
    typeof more === "boolean" &&
    typeof (next ?? "") === "string"
  );
}

export interface Guard {
  /** The vendor's flag says whether there is more, its cursor where, and neither is believed without proof. */
  judge(page: Pick<ProviderPage<unknown>, "more" | "next">, fresh: number, pages: number): Verdict;
  /** Brent's search for a cycle, for the token: it finds one of any length, in another process too. */
  cycle(): LaneState["cycle"];
}

/**
 * Watches one provider's cursors. Within a process a cursor that comes again is seen at once; across processes, where
 * only the token is kept, within twice the cycle's length.
 */
export function createGuard(from: Pick<LaneState, "cursor" | "cycle">): Guard {
  const used = new Set<string>(from.cursor === null ? [] : [from.cursor]);
  let [mark, reach, steps] = from.cycle;
  /** A mark of an earlier process; one that was set here is among the used cursors. */
  let inherited = mark !== "";
  let barren = 0;
  return {
    judge(page, fresh, pages) {
      const cursor = page.next ?? "";
      barren = fresh > 0 ? 0 : barren + 1;
      if (!page.more) {
        return { kind: "end" };
      }
      if (cursor === "") {
        return { kind: "broken", what: "said that there is more and gave no cursor" };
      }
      const again = { kind: "broken", what: "gave a cursor that it had given before" } as const;
      if (used.has(cursor)) {
        return again;
      }
      if (inherited && fingerprint(cursor) === mark) {
        // The circle may close elsewhere: once that is mended, this cursor is the right one and is followed.
        [mark, reach, steps] = ["", 1, 0];
        inherited = false;
        return again;
      }
      if (barren >= barrenLimit) {
        return { kind: "broken", what: `gave ${barren} pages in a row with nothing new` };
      }
      if (pages >= pageLimit) {
        return { kind: "broken", what: `gave ${pages} pages and no end` };
      }
      used.add(cursor);
      steps += 1;
      if (steps >= reach) {
        [mark, reach, steps] = [fingerprint(cursor), reach * 2, 0];
        inherited = false;
      }
      return { kind: "next", cursor };
    },
    cycle: () => [mark, reach, steps],
  };
}
