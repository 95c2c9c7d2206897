import * as z from "zod";

import { numeric } from "../../src/core/adapter.ts";
import type {
  AudienceRecord,
  AudienceStatus,
  RecordMap,
  RecordReader,
} from "../../src/core/adapter.ts";

/** An audience as Whop sends it. Fields that Whop adds later are kept. */
export interface WhopAudience {
  readonly id: string;
  readonly name?: string | null | undefined;
  readonly status?: string | null | undefined;
  readonly total_rows?: number | string | null | undefined;
  readonly processed_rows?: number | string | null | undefined;
  readonly matched_rows?: number | string | null | undefined;
  /** 0 to 100. */
  readonly progress_percent?: number | null | undefined;
  readonly error_message?: string | null | undefined;
  readonly platform_audience_ids?: readonly string[] | null | undefined;
  /** Unix seconds until July 2026, ISO 8601 since. */
  readonly created_at?: number | string | null | undefined;
  readonly updated_at?: number | string | null | undefined;
  /** `custom` or `lookalike`. */
  readonly audience_type?: string | null | undefined;
  /** `csv_upload`, `people_filter` or `engagement`. */
  readonly source_type?: string | null | undefined;
  readonly source_audience_id?: string | null | undefined;
  readonly lookalike_ratio?: number | null | undefined;
  readonly lookalike_starting_ratio?: number | null | undefined;
  /** What the platforms say they have matched, as ranges. */
  readonly match_rates?: readonly unknown[] | null | undefined;
  readonly auto_refresh?: boolean | null | undefined;
  readonly filters?: unknown;
  readonly engagement?: unknown;
  readonly last_refreshed_at?: number | string | null | undefined;
  readonly [field: string]: unknown;
}

/** Whop's record; what cannot be read of it is left out. */
export const audience: z.ZodType<WhopAudience> = z.lazy(() =>
  z.looseObject({
    id: z.string().min(1),
    name: z.string().nullish(),
    status: z.string().nullish(),
    total_rows: numeric().nullish(),
    processed_rows: numeric().nullish(),
    matched_rows: numeric().nullish(),
    progress_percent: z.number().nullish(),
    error_message: z.string().nullish(),
    platform_audience_ids: z.array(z.string()).nullish(),
    created_at: numeric().nullish(), // either generation, whatever date is pinned
    updated_at: numeric().nullish(),
    // Since July 2026.
    audience_type: z.string().nullish(),
    source_type: z.string().nullish(),
    source_audience_id: z.string().nullish(),
    lookalike_ratio: z.number().nullish(),
    lookalike_starting_ratio: z.number().nullish(),
    match_rates: z.array(z.unknown()).nullish(),
    auto_refresh: z.boolean().nullish(),
    filters: z.unknown().optional(),
    engagement: z.unknown().optional(),
    last_refreshed_at: numeric().nullish(),
  }),
);

/** Fields that a whole list may lack: what records have had since July 2026. */
export const sometimes: readonly string[] = [
  "audience_type",
  "source_type",
  "source_audience_id",
  "lookalike_ratio",
  "lookalike_starting_ratio",
  "match_rates",
  "auto_refresh",
  "filters",
  "engagement",
  "last_refreshed_at",
];

/** What Whop is known to say in these. */
export const words: Readonly<Record<string, readonly string[]>> = {
  audience_type: ["custom", "lookalike"],
  source_type: ["csv_upload", "people_filter", "engagement"],
};

const statuses: Readonly<Record<string, AudienceStatus>> = {
  pending: "processing",
  processing: "processing",
  syncing: "processing",
  ready: "ready",
  partial: "partial",
  failed: "failed",
};

function toAudience(raw: WhopAudience, read: RecordReader): AudienceRecord<WhopAudience> {
  // Whop counts no rows for these and sends 0 all the same.
  const uncounted = raw.audience_type === "lookalike" || raw.source_type === "engagement";
  const percent = raw.progress_percent ?? null;
  return {
    id: raw.id,
    name: raw.name ?? raw.id,
    description: null,
    status: read.status(raw.status, statuses, "status"),
    vendorStatus: raw.status ?? null,
    size: uncounted ? null : read.count(raw.total_rows, "rows", "total_rows"),
    matched: uncounted ? null : read.count(raw.matched_rows, "rows", "matched_rows"),
    progress: percent === null ? null : Math.min(1, Math.max(0, percent / 100)),
    error: raw.error_message ?? null,
    createdAt: read.instant(raw.created_at, "created_at"),
    updatedAt: read.instant(raw.updated_at, "updated_at"),
    raw,
  };
}

/** How an audience is read. */
export const record: RecordMap<typeof audience, AudienceRecord<WhopAudience>> = {
  item: audience,
  map: toAudience,
};

/** Whop takes further people where the first came from a file. */
export function refuses({ raw }: AudienceRecord<WhopAudience>): string | undefined {
  const { audience_type, source_type } = raw;
  if (audience_type !== "lookalike" && (source_type ?? "csv_upload") === "csv_upload") {
    return undefined;
  }
  const what = audience_type === "lookalike" ? audience_type : source_type;
  return `works with audiences of an uploaded file, and this one is a ${what}. Make one with create.`;
}
