import type { CountUnit } from "../core/model.ts";
import { readingAt } from "./changes.ts";
import { isSeen, spanAt, valueAt } from "./timeline.ts";
import type { ProviderHistory, Reading, Track } from "./timeline.ts";

/** One point of a line; times in epoch milliseconds. */
export interface SeriesPoint {
  readonly at: number;
  /** `null` = the vendor did not say. */
  readonly size: number | null;
  readonly matched: number | null;
  /** Nothing is known here, and what stands on both sides must not be joined. */
  readonly gap: boolean;
}

/** An audience over time. */
export interface Series {
  readonly unit: CountUnit | null;
  readonly points: readonly SeriesPoint[];
}

/** One point of a provider's line. */
export interface ProviderPoint {
  readonly at: number;
  /** How many audiences were seen; `null` in a gap. */
  readonly audiences: number | null;
  readonly complete: boolean;
}

const day = 86_400_000;

/** What lies between two points at the least, when old ones are thinned out. */
function thinnedTo(age: number): number {
  if (age > 365 * day) {
    return 7 * day;
  }
  return age > 30 * day ? day : 0;
}

const gapFactor = 2.5;

/** How far apart readings usually are, in ms. */
function usualInterval(readings: readonly Reading[]): number {
  const recent = readings.slice(-61);
  const intervals = recent
    .slice(1)
    .map(({ at }, index) => at - (recent[index]?.at ?? at))
    .toSorted((one, other) => one - other);
  return intervals[Math.floor(intervals.length / 2)] ?? day;
}

/** Where nobody looked for much longer than usual: an instant within it. */
function missingAfter(readings: readonly Reading[], index: number, usual: number): number | null {
  const [one, other] = [readings[index]?.at, readings[index + 1]?.at];
  if (one === undefined || other === undefined) {
    return null;
  }
  const latest = readings.at(-1)?.at ?? other;
  const expected = Math.max(usual, thinnedTo(latest - one));
  return other - one > expected * gapFactor ? one + Math.min(expected, (other - one) / 2) : null;
}

/** @param from where to begin, in epoch milliseconds */
export function seriesOf(provider: ProviderHistory, track: Track, from: number): Series {
  const { readings } = provider;
  const usual = usualInterval(readings);
  const ends = new Set(track.spans.map(({ gone }) => gone));
  const points: SeriesPoint[] = [];
  const gap = (at: number): void => {
    points.push({ at, size: null, matched: null, gap: true });
  };
  for (const [index, { at }] of readings.entries()) {
    const isEnd = ends.has(index);
    if (at < from || (!isEnd && spanAt(track, index) === undefined)) {
      continue;
    }
    if (isSeen(provider, track, index)) {
      const [size, matched] = [valueAt(track.sizes, index), valueAt(track.matched, index)];
      points.push({ at, size, matched, gap: false });
    } else {
      gap(at);
    }
    const missing = missingAfter(readings, index, usual);
    if (missing !== null && !isEnd) {
      gap(missing);
    }
  }
  return { unit: track.state.sizeUnit, points };
}

export function providerSeriesOf(
  { readings }: ProviderHistory,
  from: number,
): readonly ProviderPoint[] {
  const usual = usualInterval(readings);
  return readings.flatMap(({ at, state, audiences }, index) => {
    if (at < from) {
      return [];
    }
    const point = {
      at,
      audiences: state === "failed" ? null : audiences,
      complete: state === "complete",
    };
    const missing = missingAfter(readings, index, usual);
    return missing === null ? [point] : [point, { at: missing, audiences: null, complete: false }];
  });
}

/** So many moments, evenly over time, the latest last: each one's reading, or -1 where nobody had looked for long. */
export function momentsOf({ readings }: ProviderHistory, most: number): readonly number[] {
  const [start, end] = [readings[0]?.at, readings.at(-1)?.at];
  if (start === undefined || end === undefined) {
    return [];
  }
  const count = Math.min(readings.length, most);
  const apart = count === 1 ? 0 : (end - start) / (count - 1);
  const usual = usualInterval(readings);
  return Array.from({ length: count }, (_, place) => {
    const at = end - (count - 1 - place) * apart;
    const index = readingAt(readings, Math.ceil(at));
    const expected = Math.max(usual, thinnedTo(end - at));
    const age = at - (readings[index]?.at ?? Number.NEGATIVE_INFINITY);
    return age > expected * gapFactor ? -1 : index;
  });
}

/** The sizes at such moments; `null` = a gap, or before it was there. */
export function trendOf(
  provider: ProviderHistory,
  track: Track,
  moments: readonly number[],
): readonly (number | null)[] {
  return moments.map((index) =>
    isSeen(provider, track, index) ? valueAt(track.sizes, index) : null,
  );
}
