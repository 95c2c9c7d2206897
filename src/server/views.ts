import type { Change, History, ProviderHistory, Track } from "../history/index.ts";
import { countOf, isSeen, momentsOf, trendOf, valueAt } from "../history/index.ts";
import type { AudienceDetailView, AudienceView, ChangeView, ProviderView } from "./model.ts";

const day = 86_400_000;
const week = 7 * day;
/** Of a line that is drawn in a row of a table. */
export const trendPoints = 30;

/** Older than this, what is shown is no longer what is. In ms. */
export const defaultStaleAfter: number = 36 * 3_600_000;

export interface Moment {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly staleAfter: number;
}

const isoOf = (at: number | null | undefined): string | null =>
  at === null || at === undefined ? null : new Date(at).toISOString();

/** From when on what is known of a provider is old; `undefined` where nothing was ever read of it. */
function staleAtOf({ readings }: ProviderHistory, staleAfter: number): number | undefined {
  const read = readings.findLast(({ state }) => state !== "failed");
  return read === undefined ? undefined : read.at + staleAfter;
}

/** Whether what is known of a provider is old. */
export function isOld(provider: ProviderHistory, { now, staleAfter }: Moment): boolean {
  const staleAt = staleAtOf(provider, staleAfter);
  return staleAt === undefined || now > staleAt;
}

/** The difference of sizes over the week before the latest reading; `null` where either is not known. */
export function growthOf(provider: ProviderHistory, track: Track): number | null {
  const { readings } = provider;
  const last = track.seen;
  const end = readings[last]?.at ?? 0;
  // The newest reading at least a week old; a day more or less counts as a week too.
  const first = readings.findLastIndex(({ at }) => at <= end - week + day / 24);
  if (first < 0 || !isSeen(provider, track, first)) {
    return null;
  }
  const [before, after] = [valueAt(track.sizes, first), valueAt(track.sizes, last)];
  return before === null || after === null ? null : after - before;
}

function matchRate({ state }: Track): number | null {
  const { size, matched, sizeUnit, matchedUnit } = state;
  if (size === null || matched === null || size <= 0 || sizeUnit !== matchedUnit) {
    return null;
  }
  return Math.min(1, Math.max(0, matched / size));
}

export function audienceView(
  provider: ProviderHistory,
  track: Track,
  moment: Moment,
  moments: readonly number[] = momentsOf(provider, trendPoints),
): AudienceView {
  const { state } = track;
  const { readings } = provider;
  return {
    provider: provider.name,
    vendor: provider.vendor,
    id: track.id,
    name: state.name,
    description: state.description,
    status: state.status,
    vendorStatus: state.vendorStatus,
    size: countOf(state.size, state.sizeUnit),
    matched: countOf(state.matched, state.matchedUnit),
    matchRate: matchRate(track),
    progress: state.progress,
    error: state.error,
    createdAt: isoOf(state.createdAt),
    updatedAt: isoOf(state.updatedAt),
    seenAt: isoOf(readings[track.seen]?.at),
    stale: track.seen < readings.length - 1 || isOld(provider, moment),
    growth: growthOf(provider, track),
    trend: trendOf(provider, track, moments),
  };
}

export function audienceDetailView(
  provider: ProviderHistory,
  track: Track,
  moment: Moment,
  raw: unknown,
): AudienceDetailView {
  return {
    ...audienceView(provider, track, moment),
    firstSeenAt: new Date(track.state.firstSeenAt).toISOString(),
    vanishedAt: track.gone === null ? null : isoOf(provider.readings[track.gone]?.at),
    raw,
  };
}

/** A provider that is configured, whether or not it was ever asked. */
export interface ConfiguredProvider {
  readonly name: string;
  readonly vendor: string;
}

function providerView(provider: ProviderHistory, { staleAfter }: Moment): ProviderView {
  const { readings } = provider;
  const latest = readings.at(-1);
  const complete = readings.findLast(({ state }) => state === "complete");
  const statuses = { ready: 0, processing: 0, partial: 0, failed: 0, unknown: 0 };
  let audiences = 0;
  for (const track of provider.tracks.values()) {
    if (track.gone === null) {
      audiences += 1;
      statuses[track.state.status] += 1;
    }
  }
  return {
    name: provider.name,
    vendor: provider.vendor,
    state: latest?.state ?? "never",
    takenAt: isoOf(latest?.at),
    completeAt: isoOf(complete?.at),
    staleAt: isoOf(staleAtOf(provider, staleAfter)),
    audiences,
    statuses,
    error: latest?.error?.message ?? null,
  };
}

export function providerViews(
  history: History,
  configured: readonly ConfiguredProvider[],
  moment: Moment,
): ProviderView[] {
  const never = configured.filter(({ name }) => !history.providers.has(name));
  return [
    ...[...history.providers.values()].map((provider) => providerView(provider, moment)),
    ...never.map(({ name, vendor }) =>
      providerView({ name, vendor, readings: [], tracks: new Map() }, moment),
    ),
  ];
}

export function changeView({ at, ...change }: Change): ChangeView {
  return { at: new Date(at).toISOString(), ...change };
}
