import type { WhopAudience } from "./state.ts";

/**
 * Whop wrote an audience in two ways within one week of July 2026, on the same `Api-Version-Date`:
 * "contract" is the OpenAPI document's eleven fields with Unix seconds, "current" the newer fields
 * with ISO 8601.
 */
export type WhopRecordGeneration = "contract" | "current";

export const writeAudience = (
  audience: WhopAudience,
  generation: WhopRecordGeneration,
): Record<string, unknown> =>
  generation === "contract" ? contractRecord(audience) : currentRecord(audience);

/** list-audiences, `components.schemas.Audience`. */
const contractRecord = (audience: WhopAudience): Record<string, unknown> => ({
  id: audience.id,
  name: audience.name,
  status: audience.status,
  total_rows: audience.totalRows,
  processed_rows: audience.processedRows,
  matched_rows: audience.matchedRows,
  progress_percent: audience.progressPercent,
  error_message: audience.errorMessage,
  platform_audience_ids: audience.platformAudienceIds,
  created_at: Math.floor(audience.createdAt / 1000),
  updated_at: Math.floor(audience.updatedAt / 1000),
});

/** The newer SDK's `Audience` type and docs.whop.com/api-reference/audiences. */
const currentRecord = (audience: WhopAudience): Record<string, unknown> => ({
  ...contractRecord(audience),
  audience_type: audience.audienceType,
  source_type: audience.sourceType,
  source_audience_id: audience.sourceAudienceId,
  lookalike_ratio: audience.lookalikeRatio,
  lookalike_starting_ratio: audience.lookalikeStartingRatio,
  match_rates: audience.matchRates.map((rate) => ({
    platform: rate.platform,
    status: rate.status,
    lower_bound: rate.lowerBound,
    upper_bound: rate.upperBound,
  })),
  auto_refresh: audience.autoRefresh,
  filters: audience.filters,
  last_refreshed_at:
    audience.lastRefreshedAt === null ? null : new Date(audience.lastRefreshedAt).toISOString(),
  engagement: audience.engagement,
  created_at: new Date(audience.createdAt).toISOString(),
  updated_at: new Date(audience.updatedAt).toISOString(),
});
