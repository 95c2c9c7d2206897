import ky from "ky";
import * as z from "zod";

import { audience } from "../../adapters/whop/audience.ts";
import type { WhopAudience } from "../../adapters/whop/audience.ts";
import type { Audience, AudienceStatus } from "../../src/core/model.ts";
import { given } from "./given.ts";

const page = z.looseObject({
  data: z.array(audience),
  page_info: z.looseObject({ has_next_page: z.boolean(), end_cursor: z.string().nullish() }),
});

const statuses: Readonly<Record<string, AudienceStatus>> = {
  pending: "processing",
  processing: "processing",
  syncing: "processing",
  ready: "ready",
  partial: "partial",
  failed: "failed",
};

function toAudience(raw: WhopAudience): Audience {
  const uncounted = raw.audience_type === "lookalike" || raw.source_type === "engagement";
  return {
    provider: "whop",
    id: raw.id,
    name: raw.name ?? raw.id,
    description: null,
    status: statuses[raw.status ?? ""] ?? "unknown",
    vendorStatus: raw.status ?? null,
    size:
      !uncounted && given(raw.total_rows) ? { value: Number(raw.total_rows), unit: "rows" } : null,
    matched:
      !uncounted && given(raw.matched_rows)
        ? { value: Number(raw.matched_rows), unit: "rows" }
        : null,
    progress: given(raw.progress_percent) ? raw.progress_percent / 100 : null,
    error: raw.error_message ?? null,
    createdAt: given(raw.created_at) ? new Date(raw.created_at) : null,
    updatedAt: given(raw.updated_at) ? new Date(raw.updated_at) : null,
    raw,
  };
}

/** One record, checked and mapped; for clients that walk the pages themselves. */
export const readWhop = (raw: unknown): Audience => toAudience(audience.parse(raw));

export async function walkWhop(
  baseUrl: string,
  onAudience: (audience: Audience) => void,
): Promise<void> {
  const headers = { authorization: "Bearer key", "api-version-date": "2026-09-22-3" };
  let cursor: string | null | undefined;
  do {
    const after = given(cursor) ? `&after=${encodeURIComponent(cursor)}` : "";
    const url = `${baseUrl}/audiences?account_id=biz_1&first=100${after}`;
    const { data, page_info } = page.parse(await ky(url, { headers }).json());
    for (const raw of data) {
      onAudience(toAudience(raw));
    }
    cursor = page_info.has_next_page ? page_info.end_cursor : undefined;
  } while (given(cursor));
}
