import ky from "ky";
import * as z from "zod";

import { audience } from "../../adapters/batch/audience.ts";
import type { BatchAudience } from "../../adapters/batch/audience.ts";
import type { Audience, AudienceStatus } from "../../src/core/model.ts";
import { given } from "./given.ts";

const page = z.looseObject({
  audiences: z.array(audience).nullish(),
  has_more: z.boolean().nullish(),
  next_from: z.string().nullish(),
});

const statuses: Readonly<Record<string, AudienceStatus>> = {
  IN_PROGRESS: "processing",
  APPLIED: "ready",
  REPLACED: "ready",
};

function toAudience(raw: BatchAudience): Audience {
  return {
    provider: "batch",
    id: raw.name,
    name: raw.display_name ?? raw.name,
    description: null,
    status: statuses[raw.indexing_state ?? ""] ?? "unknown",
    vendorStatus: raw.indexing_state ?? null,
    size: given(raw.nb_ids) ? { value: Number(raw.nb_ids), unit: "ids" } : null,
    matched: null,
    progress: null,
    error: null,
    createdAt: given(raw.created) ? new Date(raw.created) : null,
    updatedAt: given(raw.updated) ? new Date(raw.updated) : null,
    raw,
  };
}

export async function walkBatch(
  baseUrl: string,
  onAudience: (audience: Audience) => void,
): Promise<void> {
  const headers = { authorization: "Bearer key", "x-batch-project": "project" };
  let cursor: string | null | undefined;
  do {
    const from = given(cursor) ? `&from=${encodeURIComponent(cursor)}` : "";
    const url = `${baseUrl}/audiences/list?limit=100${from}`;
    const { audiences, has_more, next_from } = page.parse(await ky(url, { headers }).json());
    for (const raw of audiences ?? []) {
      onAudience(toAudience(raw));
    }
    cursor = has_more === true ? next_from : undefined;
  } while (given(cursor));
}
