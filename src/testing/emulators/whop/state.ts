import type { Collection } from "../kit/collection.ts";
import type { Timeline } from "../kit/timeline.ts";
import type { WhopFile } from "./files/file.ts";
import type { WhopSource } from "./sources.ts";

export type WhopStatus = "pending" | "processing" | "syncing" | "ready" | "partial" | "failed";

export interface WhopMatchRate {
  readonly platform: "meta";
  readonly status: "calculating" | "available" | "unavailable" | null;
  /** Percentages. */
  readonly lowerBound: number | null;
  readonly upperBound: number | null;
}

/**
 * An audience as the emulator keeps it; `record.ts` writes it the way Whop does. Times are epoch
 * milliseconds.
 */
export interface WhopAudience {
  readonly id: string;
  readonly name: string;
  readonly status: WhopStatus;
  readonly totalRows: number;
  readonly processedRows: number;
  readonly matchedRows: number;
  readonly progressPercent: number;
  readonly errorMessage: string | null;
  readonly platformAudienceIds: readonly string[];
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly audienceType: "custom" | "lookalike";
  readonly sourceType: "csv_upload" | "people_filter" | "engagement" | null;
  readonly sourceAudienceId: string | null;
  readonly lookalikeRatio: number | null;
  readonly lookalikeStartingRatio: number | null;
  readonly matchRates: readonly WhopMatchRate[];
  readonly autoRefresh: boolean;
  readonly filters: Readonly<Record<string, unknown>> | null;
  readonly lastRefreshedAt: number | null;
  readonly engagement: Readonly<Record<string, unknown>> | null;
}

export interface WhopState {
  /** Of the one account, `biz_…`. */
  readonly accountId: string;
  /** The records of `timeline`: what is under way moves with the clock. */
  readonly audiences: Collection<WhopAudience>;
  readonly timeline: Timeline<WhopAudience>;
  /** By id. */
  readonly files: Map<string, WhopFile>;
  /** By audience; those nobody wrote to through the API have none. */
  readonly sources: Map<string, WhopSource>;
}

/** A plain uploaded list, ready and empty: what a record is unless something else is said. */
export const blankAudience = (id: string, now: number): WhopAudience => ({
  id,
  name: "New audience",
  status: "ready",
  totalRows: 0,
  processedRows: 0,
  matchedRows: 0,
  progressPercent: 100,
  errorMessage: null,
  platformAudienceIds: [],
  createdAt: now,
  updatedAt: now,
  audienceType: "custom",
  sourceType: "csv_upload",
  sourceAudienceId: null,
  lookalikeRatio: null,
  lookalikeStartingRatio: null,
  matchRates: [],
  autoRefresh: false,
  filters: null,
  lastRefreshedAt: null,
  engagement: null,
});
