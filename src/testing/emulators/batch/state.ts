import type { Collection } from "../kit/collection.ts";
import type { Timeline } from "../kit/timeline.ts";
import type { BatchContent } from "./content.ts";

export type BatchIndexingState = "APPLIED" | "IN_PROGRESS" | "REPLACED";

/**
 * An audience as the emulator keeps it. Times are epoch milliseconds; null = the field is left out
 * of the answer.
 */
export interface BatchAudience {
  /** The only identifier: A-Za-z0-9_-, at most 255 characters, case sensitive. */
  readonly name: string;
  readonly displayName: string | null;
  readonly type: string;
  readonly ids: number | null;
  readonly indexingState: BatchIndexingState;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface BatchState {
  readonly projectKey: string;
  /** The records of `timeline`: what is being indexed is applied as the clock moves. */
  readonly audiences: Collection<BatchAudience>;
  readonly timeline: Timeline<BatchAudience>;
  /** By name; audiences nobody wrote to through the API have none. */
  readonly contents: Map<string, BatchContent>;
}

export const blankAudience = (name: string, now: number): BatchAudience => ({
  name,
  displayName: null,
  type: "CUSTOM_ID",
  ids: 0,
  indexingState: "APPLIED",
  createdAt: now,
  updatedAt: now,
});

/**
 * cep/audiences/list, schema `oneAudience`: no field is required. Dates are RFC 3339 in UTC, whole
 * seconds as in the sample.
 */
export const writeAudience = (audience: BatchAudience): Record<string, unknown> => ({
  name: audience.name,
  ...(audience.displayName === null ? {} : { display_name: audience.displayName }),
  type: audience.type,
  ...(audience.ids === null ? {} : { nb_ids: audience.ids }),
  indexing_state: audience.indexingState,
  created: wholeSeconds(audience.createdAt),
  updated: wholeSeconds(audience.updatedAt),
});

const wholeSeconds = (instant: number): string =>
  new Date(instant).toISOString().replace(/\.\d+Z$/, "Z");
