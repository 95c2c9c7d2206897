import * as z from "zod";

import { numeric } from "../../src/core/adapter.ts";
import type {
  AudienceRecord,
  AudienceStatus,
  RecordMap,
  RecordReader,
} from "../../src/core/adapter.ts";

/** An audience as Batch sends it. Batch promises no field; without a name there is no audience. */
export interface BatchAudience {
  readonly name: string;
  readonly display_name?: string | null | undefined;
  /** `CUSTOM_ID`, and what Batch adds. */
  readonly type?: string | null | undefined;
  readonly nb_ids?: number | string | null | undefined;
  readonly indexing_state?: string | null | undefined;
  readonly created?: string | number | null | undefined;
  readonly updated?: string | number | null | undefined;
  readonly [field: string]: unknown;
}

/** Batch's record; what cannot be read of it is left out. */
export const audience: z.ZodType<BatchAudience> = z.lazy(() =>
  z.looseObject({
    name: z.string().min(1),
    display_name: z.string().nullish(),
    type: z.string().nullish(),
    nb_ids: numeric().nullish(),
    indexing_state: z.string().nullish(),
    created: numeric().nullish(),
    updated: numeric().nullish(),
  }),
);

const statuses: Readonly<Record<string, AudienceStatus>> = {
  IN_PROGRESS: "processing",
  APPLIED: "ready",
  REPLACED: "ready", // a later write took the place of the one asked about; the audience serves
};

function toAudience(raw: BatchAudience, read: RecordReader): AudienceRecord<BatchAudience> {
  return {
    id: raw.name, // case-sensitive; Batch has no other id
    name: raw.display_name ?? raw.name,
    description: null,
    status: read.status(raw.indexing_state, statuses, "indexing_state"),
    vendorStatus: raw.indexing_state ?? null,
    size: read.count(raw.nb_ids, "ids", "nb_ids"), // ids held, not the profiles they reach
    matched: null,
    progress: null,
    error: null,
    createdAt: read.instant(raw.created, "created"),
    updatedAt: read.instant(raw.updated, "updated"),
    raw,
  };
}

/** How an audience is read. */
export const record: RecordMap<typeof audience, AudienceRecord<BatchAudience>> = {
  item: audience,
  map: toAudience,
};
