export { changeKinds, changesBetween, readingAt } from "./changes.ts";
export type { Change, ChangeKind, ChangesOptions } from "./changes.ts";
export { readHistory } from "./read.ts";
export type { History, Snapshot } from "./read.ts";
export { countOf } from "./record.ts";
export type { AudienceState } from "./record.ts";
export { readRecord } from "./records.ts";
export { momentsOf, providerSeriesOf, seriesOf, trendOf } from "./series.ts";
export type { ProviderPoint, Series, SeriesPoint } from "./series.ts";
export { pruneHistory } from "./retention.ts";
export type { RetentionOptions } from "./retention.ts";
export { storeSnapshot } from "./store-snapshot.ts";
export type { Finding, StoredSnapshot } from "./store-snapshot.ts";
export { takeSnapshot } from "./take.ts";
export type { SnapshotOptions, TakenSnapshot } from "./take.ts";
export { isSeen, spanAt, valueAt, wordingAt } from "./timeline.ts";
export type {
  ProviderHistory,
  Reading,
  ReadingState,
  Span,
  Steps,
  Track,
  Wording,
} from "./timeline.ts";
