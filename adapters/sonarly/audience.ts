import * as z from "zod";

import { numeric } from "../../src/core/adapter.ts";
import type { AudienceRecord, RecordMap, RecordReader } from "../../src/core/adapter.ts";

/** An audience as Sonarly sends it. Fields that Sonarly adds later are kept. */
export interface SonarlyAudience {
  readonly id: string;
  readonly name?: string | null | undefined;
  /** Where the list came from, such as `linkedin_search`; not the type it would be created with. */
  readonly type?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly folderId?: string | null | undefined;
  readonly prospectCount?: number | string | null | undefined;
  readonly createdAt?: string | number | null | undefined;
  readonly [field: string]: unknown;
}

/** What an audience is made as: filled on demand, or watched for newcomers. */
export type SonarlyAudienceType = "on_demand" | "monitoring";

const text = () => z.string().nullish();
/** Sonarly's record; what cannot be read of it is left out. */
export const audience: z.ZodType<SonarlyAudience> = z.lazy(() =>
  z.looseObject({
    id: z.string().min(1),
    name: text(),
    type: text(),
    description: text(),
    folderId: text(),
    prospectCount: numeric().nullish(), // a number in lists, a string inside folders
    createdAt: numeric().nullish(),
  }),
);

/** The types that an audience can be made as. */
export const madeAs: readonly SonarlyAudienceType[] = ["on_demand", "monitoring"];
/** The kinds of job that fill one. */
const madeFrom = ["linkedin_search", "sales_navigator", "post_commenters", "url_upload"];

/** Fields that a whole list may lack. */
export const sometimes: readonly string[] = ["description", "folderId"];

/** What Sonarly is known to say in these. */
export const words: Readonly<Record<string, readonly string[]>> = {
  type: [...madeAs, ...madeFrom],
};

function toAudience(raw: SonarlyAudience, read: RecordReader): AudienceRecord<SonarlyAudience> {
  return {
    id: raw.id,
    name: raw.name ?? raw.id,
    description: raw.description ?? null,
    status: "ready", // audiences still being filled are not listed
    vendorStatus: null,
    size: read.count(raw.prospectCount, "people", "prospectCount"),
    matched: null,
    progress: null,
    error: null,
    createdAt: read.instant(raw.createdAt, "createdAt"),
    updatedAt: null,
    raw,
  };
}

/** How an audience is read. */
export const record: RecordMap<typeof audience, AudienceRecord<SonarlyAudience>> = {
  item: audience,
  map: toAudience,
};
