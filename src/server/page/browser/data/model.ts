// What the API answers, as the page reads it.

export interface Count {
  readonly value: number;
  readonly unit: string;
}

export type Status = "ready" | "processing" | "partial" | "failed" | "unknown";

/** In the order in which they are listed. */
export const statuses: readonly Status[] = ["ready", "processing", "partial", "failed", "unknown"];

export interface ProviderView {
  readonly name: string;
  readonly vendor: string;
  readonly state: "complete" | "incomplete" | "failed" | "never";
  /** The latest snapshot in which it was asked. */
  readonly takenAt: string | null;
  /** The latest in which it was read to its end. */
  readonly completeAt: string | null;
  readonly audiences: number;
  readonly statuses: Readonly<Record<Status, number>>;
  readonly error: string | null;
}

export interface Providers {
  readonly items: readonly ProviderView[];
  readonly generatedAt: string;
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
  readonly matchRate: number | null;
  readonly progress: number | null;
  readonly error: string | null;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
  readonly seenAt: string | null;
  /** Not in the latest snapshot of its provider. */
  readonly stale: boolean;
  /** Difference of size over the last seven days. */
  readonly growth: number | null;
  /** Sizes, oldest first; null is a gap. */
  readonly trend: readonly (number | null)[];
}

export interface AudienceDetail extends AudienceView {
  readonly raw: unknown;
  readonly firstSeenAt: string | null;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly continuationToken: string | null;
}

export interface SeriesPoint {
  readonly at: string;
  readonly size: number | null;
  readonly matched: number | null;
  readonly gap: boolean;
}

export interface Series {
  readonly unit: string | null;
  readonly points: readonly SeriesPoint[];
}

export interface ProviderSeries {
  readonly points: readonly {
    readonly at: string;
    readonly audiences: number | null;
    readonly complete: boolean;
  }[];
}

export type ChangeKind = "new" | "renamed" | "grown" | "shrunk" | "status" | "matched" | "vanished";

export interface Change {
  readonly at: string;
  readonly kind: ChangeKind;
  readonly provider: string;
  readonly id: string;
  readonly name: string;
  readonly before: string | number | null;
  readonly after: string | number | null;
  readonly unit: string | null;
}

export interface Migration {
  readonly id: string;
  readonly state:
    | "planned"
    | "applying"
    | "applied"
    | "stopped"
    | "failed"
    | "undone"
    | "forgotten";
  readonly from: string;
  readonly to: string;
  readonly read: number | null;
  readonly carried: number | null;
  readonly written: number | null;
  readonly startedAt: string | null;
  readonly updatedAt: string | null;
}
