import type { AudienceView } from "../data/model.ts";

export const sortKeys = [
  "name",
  "provider",
  "status",
  "size",
  "matched",
  "growth",
  "updated",
] as const;
export type SortKey = (typeof sortKeys)[number];

/** What the table shows, and in which order. */
export interface Selection {
  readonly search: string;
  readonly provider: string;
  readonly status: string;
  readonly sort: SortKey;
  readonly order: "ascending" | "descending";
}

export const wholeList: Selection = {
  search: "",
  provider: "",
  status: "",
  sort: "name",
  order: "ascending",
};

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
/** What needs a hand first. */
const urgency: readonly string[] = ["failed", "partial", "processing", "unknown", "ready"];

type Rank = number | null;
const ranks: Readonly<Record<Exclude<SortKey, "name" | "provider">, (each: AudienceView) => Rank>> =
  {
    status: ({ status }) => urgency.indexOf(status),
    size: ({ size }) => size?.value ?? null,
    matched: ({ matchRate }) => matchRate,
    growth: ({ growth }) => growth,
    updated: ({ updatedAt }) => (updatedAt === null ? null : Date.parse(updatedAt)),
  };

/** Sorted anew; what has no value stands at the end in both directions. */
export function sorted(
  items: readonly AudienceView[],
  { sort, order }: Pick<Selection, "sort" | "order">,
): readonly AudienceView[] {
  const direction = order === "ascending" ? 1 : -1;
  if (sort === "name" || sort === "provider") {
    return items.toSorted((left, right) => direction * collator.compare(left[sort], right[sort]));
  }
  const rank = ranks[sort];
  const ranked = items.map((item) => ({ item, rank: rank(item) }));
  ranked.sort((left, right) =>
    left.rank === null || right.rank === null
      ? Number(left.rank === null) - Number(right.rank === null)
      : direction * (left.rank - right.rank),
  );
  return ranked.map(({ item }) => item);
}

/** The text of each audience that the search looks at, made once: a keystroke goes through ten thousand of them. */
export class SearchIndex {
  readonly #texts = new WeakMap<AudienceView, string>();

  #text(item: AudienceView): string {
    const known = this.#texts.get(item);
    if (known !== undefined) {
      return known;
    }
    const parts = [item.name, item.id, item.provider, item.vendorStatus, item.description];
    const text = folded(parts.filter((part) => part !== null).join("\n"));
    this.#texts.set(item, text);
    return text;
  }

  /** Keeps the order of `items`. Every word of the search must be found. */
  filtered(
    items: readonly AudienceView[],
    { search, provider, status }: Pick<Selection, "search" | "provider" | "status">,
  ): readonly AudienceView[] {
    const words = folded(search)
      .split(/\s+/)
      .filter((word) => word !== "");
    return items.filter(
      (item) =>
        (provider === "" || item.provider === provider) &&
        (status === "" || item.status === status) &&
        words.every((word) => this.#text(item).includes(word)),
    );
  }
}

/** Without case and accents: `Café` is found by `cafe`. */
const folded = (text: string): string =>
  text
    .normalize("NFKD")
    .replaceAll(/\p{Mn}/gu, "")
    .toLowerCase();

export function selectionOf(query: URLSearchParams): Selection {
  const sort = sortKeys.find((key) => key === query.get("sort")) ?? wholeList.sort;
  return {
    search: query.get("search") ?? "",
    provider: query.get("provider") ?? "",
    status: query.get("status") ?? "",
    sort,
    order: query.get("order") === "descending" ? "descending" : "ascending",
  };
}

/** Only what differs from the whole list, so that links stay short. */
export function queryOf(selection: Selection): Record<string, string> {
  const usual = new Map<string, string>(Object.entries(wholeList));
  return Object.fromEntries(
    Object.entries(selection).filter(([key, value]) => usual.get(key) !== value),
  );
}
