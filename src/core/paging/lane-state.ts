import { asList, asText, asWhole, oneOf } from "./token-values.ts";

/** Where one provider's lane stands; all that another process needs to go on. */
export interface LaneState {
  /** `failed` is asked again when the listing goes on. */
  readonly status: "open" | "end" | "failed";
  /** The page to ask for; `null` = the first. */
  readonly cursor: string | null;
  /** The page's size when it was begun; `null` = nothing of it was delivered. */
  readonly pageSize: number | null;
  /** Items of that page that were delivered. */
  readonly skip: number;
  /** Fingerprints of the items delivered last, those of the begun page included. */
  readonly recent: string;
  /** The mark, the reach and the steps of Brent's search for a cycle among the cursors. */
  readonly cycle: readonly [mark: string, reach: number, steps: number];
  readonly pages: number;
  readonly items: number;
  readonly requests: number;
  readonly duplicates: number;
  readonly refused: number;
  readonly expected: number | null;
}

export const freshLane: LaneState = {
  status: "open",
  cursor: null,
  pageSize: null,
  skip: 0,
  recent: "",
  cycle: ["", 1, 0],
  pages: 0,
  items: 0,
  requests: 0,
  duplicates: 0,
  refused: 0,
  expected: null,
};

/** A lane's values in this order, without their names: with them, a token is twice as long. */
export function laneValues([name, state]: readonly [string, LaneState]): readonly unknown[] {
  const { status, cursor, pageSize, skip, cycle } = state;
  const { pages, items, requests, duplicates, refused, expected } = state;
  const counts = [pages, items, requests, duplicates, refused, expected];
  return [name, status, cursor, pageSize, skip, cycle, ...counts];
}

/** @throws AudienceError `invalid_argument` for values of another shape */
export function readLane(values: unknown, recent = ""): readonly [name: string, state: LaneState] {
  const [name, status, cursor, pageSize, skip, cycle, ...counts] = asList(values, 12);
  const [pages, items, requests, duplicates, refused, expected] = counts;
  const [mark, reach, steps] = asList(cycle, 3);
  const state: LaneState = {
    status: oneOf(["open", "end", "failed"], status),
    cursor: cursor === null ? null : asText(cursor),
    pageSize: pageSize === null ? null : asWhole(pageSize, 1),
    skip: asWhole(skip),
    recent,
    cycle: [asText(mark), asWhole(reach), asWhole(steps)],
    pages: asWhole(pages),
    items: asWhole(items),
    requests: asWhole(requests),
    duplicates: asWhole(duplicates),
    refused: asWhole(refused),
    expected: expected === null ? null : asWhole(expected),
  };
  return [asText(name), state];
}
