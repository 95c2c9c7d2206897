import type { History, ProviderHistory, Track } from "../history/index.ts";
import { momentsOf } from "../history/index.ts";
import type { AudienceView } from "./model.ts";
import { audienceView, isOld, trendPoints } from "./views.ts";
import type { Moment } from "./views.ts";

export const sortKeys = [
  "name",
  "size",
  "matched",
  "updated",
  "growth",
  "provider",
  "status",
] as const;

export interface ListingQuery {
  readonly provider?: string | undefined;
  readonly status?: AudienceView["status"] | undefined;
  readonly search?: string | undefined;
  readonly sort: (typeof sortKeys)[number];
  readonly order: "ascending" | "descending";
}

/** An audience as it is listed: what it is found and sorted by, and its JSON, made once for each snapshot. */
export interface Entry {
  readonly key: string;
  readonly json: string;
  readonly view: AudienceView;
  /** What a search looks into. */
  readonly text: string;
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** What is folded is found however it was typed. */
export const folded = (text: string): string => text.normalize("NFKC").toLowerCase();

type Compare = (one: AudienceView, other: AudienceView) => number;

/** By a number; what is not known stands last in either direction. */
function byNumber(value: (view: AudienceView) => number | null, sign: 1 | -1): Compare {
  return (one, other) => {
    const [first, second] = [value(one), value(other)];
    if (first === null || second === null) {
      return Number(first === null) - Number(second === null);
    }
    return (first - second) * sign;
  };
}

const byText =
  (value: (view: AudienceView) => string, sign: 1 | -1): Compare =>
  (one, other) =>
    collator.compare(value(one), value(other)) * sign;

const comparisons: Readonly<Record<ListingQuery["sort"], (sign: 1 | -1) => Compare>> = {
  size: (sign) => byNumber(({ size }) => size?.value ?? null, sign),
  matched: (sign) => byNumber(({ matched }) => matched?.value ?? null, sign),
  growth: (sign) => byNumber(({ growth }) => growth, sign),
  updated: (sign) =>
    byNumber(({ updatedAt }) => (updatedAt === null ? null : Date.parse(updatedAt)), sign),
  provider: (sign) => byText(({ provider }) => provider, sign),
  status: (sign) => byText(({ status }) => status, sign),
  name: (sign) => byText(({ name }) => name, sign),
};

function entryOf(
  provider: ProviderHistory,
  track: Track,
  moment: Moment,
  moments: readonly number[],
): Entry {
  const view = audienceView(provider, track, moment, moments);
  return {
    key: JSON.stringify([view.provider, view.id]),
    json: JSON.stringify(view),
    view,
    text: folded(`${view.name}\n${view.id}\n${view.description ?? ""}`),
  };
}

/** All audiences that exist, as they are now. */
export interface Listing {
  /** Those that a query asks for, in its order. */
  select(query: ListingQuery): readonly Entry[];
  readonly entries: readonly Entry[];
}

/** Selections that are kept: a table that is read page by page asks for the same one again and again. */
const selectionsKept = 50;

function createListing(history: History, moment: Moment): Listing {
  const entries = [...history.providers.values()].flatMap((provider) => {
    const moments = momentsOf(provider, trendPoints);
    return [...provider.tracks.values()]
      .filter(({ gone }) => gone === null)
      .map((track) => entryOf(provider, track, moment, moments));
  });
  const orders = new Map<string, readonly Entry[]>();
  const selections = new Map<string, readonly Entry[]>();
  const sorted = (query: ListingQuery): readonly Entry[] => {
    const name = `${query.sort} ${query.order}`;
    const compare = comparisons[query.sort](query.order === "ascending" ? 1 : -1);
    // The sort is stable, so equal ones keep the order of their providers.
    const made =
      orders.get(name) ?? entries.toSorted((one, other) => compare(one.view, other.view));
    orders.set(name, made);
    return made;
  };
  const filter = (query: ListingQuery): readonly Entry[] => {
    const { provider, status } = query;
    let left = sorted(query);
    // One thing after the other: most questions are about one of them, and what is left grows shorter.
    if (provider !== undefined) {
      left = left.filter(({ view }) => view.provider === provider);
    }
    if (status !== undefined) {
      left = left.filter(({ view }) => view.status === status);
    }
    for (const word of folded(query.search ?? "").split(/\s+/)) {
      if (word !== "") {
        left = left.filter(({ text }) => text.includes(word));
      }
    }
    return left;
  };
  return {
    entries,
    select(query) {
      const name = JSON.stringify([
        query.provider,
        query.status,
        query.search,
        query.sort,
        query.order,
      ]);
      const made = selections.get(name) ?? filter(query);
      selections.delete(name);
      selections.set(name, made);
      for (const oldest of selections.keys()) {
        if (selections.size <= selectionsKept) {
          break;
        }
        selections.delete(oldest);
      }
      return made;
    },
  };
}

/** Gives the listing of the latest snapshot; made anew only when there is another, or when a provider becomes old. */
export function createListings(history: History): (moment: Moment) => Listing {
  let made: { readonly of: string; readonly listing: Listing } | undefined;
  return (moment) => {
    const providers = [...history.providers.values()];
    const { snapshots } = history;
    const of = JSON.stringify([
      snapshots.at(-1)?.id,
      snapshots.length,
      providers.map((provider) => isOld(provider, moment)),
    ]);
    if (made?.of !== of) {
      made = { of, listing: createListing(history, moment) };
    }
    return made.listing;
  };
}
