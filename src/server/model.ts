import { z } from "@hono/zod-openapi";

import type { Count } from "../core/model.ts";
import { changeKinds } from "../history/index.ts";
import type { ChangeKind } from "../history/index.ts";

type Status = "processing" | "ready" | "partial" | "failed" | "unknown";

export interface ProviderView {
  readonly name: string;
  readonly vendor: string;
  readonly state: "complete" | "incomplete" | "failed" | "never";
  readonly takenAt: string | null;
  readonly completeAt: string | null;
  readonly staleAt: string | null;
  readonly audiences: number;
  readonly statuses: Readonly<Record<Status, number>>;
  readonly error: string | null;
}

export interface AudienceView {
  readonly provider: string;
  readonly vendor: string;
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly status: Status;
  readonly vendorStatus: string | null;
  readonly size: Count | null;
  readonly matched: Count | null;
  /** 0 to 1. */
  readonly matchRate: number | null;
  /** 0 to 1. */
  readonly progress: number | null;
  readonly error: string | null;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
  readonly seenAt: string | null;
  readonly stale: boolean;
  readonly growth: number | null;
  readonly trend: readonly (number | null)[];
}

export interface AudienceDetailView extends AudienceView {
  readonly firstSeenAt: string;
  readonly vanishedAt: string | null;
  readonly raw?: unknown;
}

export interface SeriesView {
  readonly unit: Count["unit"] | null;
  readonly points: readonly {
    readonly at: string;
    readonly size: number | null;
    readonly matched: number | null;
    readonly gap: boolean;
  }[];
}

export interface ProviderSeriesView {
  readonly points: readonly {
    readonly at: string;
    readonly audiences: number | null;
    readonly complete: boolean;
  }[];
}

export interface ChangeView {
  readonly at: string;
  readonly kind: ChangeKind;
  readonly provider: string;
  readonly id: string;
  readonly name: string;
  readonly before: string | number | null;
  readonly after: string | number | null;
  readonly unit: Count["unit"] | null;
}

export interface MigrationView {
  readonly id: string;
  readonly state:
    | "planned"
    | "applying"
    | "applied"
    | "stopped"
    | "failed"
    | "undone"
    | "forgotten";
  /** A label such as `sonarly:VIP`. */
  readonly from: string;
  readonly to: string;
  readonly read: number | null;
  readonly carried: number | null;
  readonly written: number | null;
  readonly startedAt: string | null;
  readonly updatedAt: string | null;
}

export interface ErrorView {
  readonly error: { readonly code: string; readonly message: string };
}

/** One page of a list. */
export interface PageView<Item> {
  readonly items: readonly Item[];
  readonly continuationToken: string | null;
}

/* Every shape that the API answers with, checked against the types above; the OpenAPI document is made from these. */

const instant = z.iso.datetime().openapi({ example: "2026-11-02T08:00:00.000Z" });
const unit = z.enum(["rows", "ids", "people"]);
const status = z.enum(["processing", "ready", "partial", "failed", "unknown"]);

const countModel = z
  .strictObject({ value: z.number(), unit })
  .openapi("Count", { description: "Counts of different units are never added up." });

const providerModel = z
  .strictObject({
    name: z.string(),
    vendor: z.string(),
    state: z.enum(["complete", "incomplete", "failed", "never"]),
    takenAt: instant.nullable().describe("The latest snapshot in which it was asked."),
    completeAt: instant.nullable().describe("The latest in which it was read to its end."),
    staleAt: instant
      .nullable()
      .describe("From then on what is known of it counts as old; null where nothing was read."),
    audiences: z.int().describe("Audiences that are held to exist."),
    statuses: z.strictObject({
      ready: z.int(),
      processing: z.int(),
      partial: z.int(),
      failed: z.int(),
      unknown: z.int(),
    }),
    error: z.string().nullable(),
  })
  .openapi("Provider");

export const providersModel: z.ZodType<{
  readonly items: readonly ProviderView[];
  readonly generatedAt: string;
}> = z.strictObject({ items: z.array(providerModel), generatedAt: instant }).openapi("Providers");

const audienceShape = {
  provider: z.string(),
  vendor: z.string(),
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  status,
  vendorStatus: z.string().nullable().describe("The vendor's own word."),
  size: countModel.nullable(),
  matched: countModel.nullable(),
  matchRate: z.number().min(0).max(1).nullable(),
  progress: z.number().nullable(),
  error: z.string().nullable().describe("The vendor's reason for partial or failed."),
  createdAt: instant.nullable(),
  updatedAt: instant.nullable(),
  seenAt: instant.nullable().describe("The latest snapshot that saw it."),
  stale: z.boolean().describe("It was not in the latest snapshot, or that one is old."),
  growth: z.number().nullable().describe("The difference of its size over the last seven days."),
  trend: z
    .array(z.number().nullable())
    .max(30)
    .describe("Sizes over all snapshots, oldest first; null is a gap."),
};

const audienceModel = z.strictObject(audienceShape).openapi("Audience");

export const audienceDetailModel: z.ZodType<AudienceDetailView> = z
  .strictObject({
    ...audienceShape,
    firstSeenAt: instant,
    vanishedAt: instant.nullable().describe("When it was found to be no more."),
    raw: z.unknown().describe("The vendor's record as it was last seen: data, never markup."),
  })
  .openapi("AudienceDetail");

export const audiencesModel: z.ZodType<PageView<AudienceView> & { readonly total: number }> = z
  .strictObject({
    items: z.array(audienceModel),
    continuationToken: z.string().nullable(),
    total: z.int(),
  })
  .openapi("Audiences");

export const seriesModel: z.ZodType<SeriesView> = z
  .strictObject({
    unit: unit.nullable(),
    points: z.array(
      z.strictObject({
        at: instant,
        size: z.number().nullable(),
        matched: z.number().nullable(),
        gap: z.boolean().describe("What stands on both sides must not be joined."),
      }),
    ),
  })
  .openapi("Series");

export const providerSeriesModel: z.ZodType<ProviderSeriesView> = z
  .strictObject({
    points: z.array(
      z.strictObject({ at: instant, audiences: z.int().nullable(), complete: z.boolean() }),
    ),
  })
  .openapi("ProviderSeries");

const changeModel = z
  .strictObject({
    at: instant,
    kind: z.enum(changeKinds),
    provider: z.string(),
    id: z.string(),
    name: z.string(),
    before: z.union([z.string(), z.number()]).nullable(),
    after: z.union([z.string(), z.number()]).nullable(),
    unit: unit.nullable(),
  })
  .openapi("Change");

export const changesModel: z.ZodType<PageView<ChangeView>> = z
  .strictObject({ items: z.array(changeModel), continuationToken: z.string().nullable() })
  .openapi("Changes");

const migrationModel = z
  .strictObject({
    id: z.string(),
    state: z.enum(["planned", "applying", "applied", "stopped", "failed", "undone", "forgotten"]),
    from: z.string().openapi({ example: "sonarly:VIP" }),
    to: z.string(),
    read: z.int().nullable(),
    carried: z.int().nullable(),
    written: z.int().nullable(),
    startedAt: instant.nullable(),
    updatedAt: instant.nullable(),
  })
  .openapi("Migration");

export const migrationsModel: z.ZodType<{ readonly items: readonly MigrationView[] }> = z
  .strictObject({ items: z.array(migrationModel) })
  .openapi("Migrations");

export const errorModel: z.ZodType<ErrorView> = z
  .strictObject({ error: z.strictObject({ code: z.string(), message: z.string() }) })
  .openapi("Error");
