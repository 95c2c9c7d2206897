import type { Audience, AudienceStatus, Count, CountUnit } from "../core/model.ts";

/** What the history keeps of an audience: all but the vendor's record, times in epoch milliseconds. */
export interface AudienceState {
  readonly name: string;
  readonly description: string | null;
  readonly status: AudienceStatus;
  readonly vendorStatus: string | null;
  readonly size: number | null;
  readonly sizeUnit: CountUnit | null;
  readonly matched: number | null;
  readonly matchedUnit: CountUnit | null;
  readonly progress: number | null;
  readonly error: string | null;
  readonly createdAt: number | null;
  readonly updatedAt: number | null;
  /** When a snapshot saw it first. */
  readonly firstSeenAt: number;
}

/** Nothing known yet; a new audience is stored as what it has besides. */
export const blank: AudienceState = {
  name: "",
  description: null,
  status: "unknown",
  vendorStatus: null,
  size: null,
  sizeUnit: null,
  matched: null,
  matchedUnit: null,
  progress: null,
  error: null,
  createdAt: null,
  updatedAt: null,
  firstSeenAt: 0,
};

// Its own keys, which `Object.keys` cannot say.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
export const stateKeys = Object.keys(blank) as readonly (keyof AudienceState)[];

const timeOf = (date: Date | null): number | null =>
  date === null || Number.isNaN(date.getTime()) ? null : date.getTime();

export function stateOf(audience: Audience, firstSeenAt: number): AudienceState {
  return {
    name: audience.name,
    description: audience.description,
    status: audience.status,
    vendorStatus: audience.vendorStatus,
    size: audience.size?.value ?? null,
    sizeUnit: audience.size?.unit ?? null,
    matched: audience.matched?.value ?? null,
    matchedUnit: audience.matched?.unit ?? null,
    progress: audience.progress,
    error: audience.error,
    createdAt: timeOf(audience.createdAt),
    updatedAt: timeOf(audience.updatedAt),
    firstSeenAt,
  };
}

export function countOf(value: number | null, unit: CountUnit | null): Count | null {
  return value === null || unit === null ? null : { value, unit };
}
