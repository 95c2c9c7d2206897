// What the API answers. The server's own types: they are gone when the page is bundled, and nothing else comes along.
import type { AudienceDetailView, AudienceView, ChangeView, ProviderView } from "../../../model.ts";

export type {
  AudienceView,
  ChangeView as Change,
  MigrationView as Migration,
  PageView as Page,
  ProviderSeriesView as ProviderSeries,
  ProviderView,
  SeriesView as Series,
} from "../../../model.ts";

export type Count = NonNullable<AudienceView["size"]>;
export type Status = AudienceView["status"];
export type ChangeKind = ChangeView["kind"];
export type AudienceDetail = AudienceDetailView;

/** In the order in which they are listed. */
export const statuses: readonly Status[] = ["ready", "processing", "partial", "failed", "unknown"];

export interface Providers {
  readonly items: readonly ProviderView[];
  readonly generatedAt: string;
}
