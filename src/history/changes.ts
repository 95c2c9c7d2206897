import type { CountUnit } from "../core/model.ts";
import type { History } from "./read.ts";
import { spanAt, valueAt, wordingAt } from "./timeline.ts";
import type { ProviderHistory, Reading, Track } from "./timeline.ts";

export const changeKinds = [
  "new",
  "renamed",
  "grown",
  "shrunk",
  "status",
  "matched",
  "vanished",
] as const;

export type ChangeKind = (typeof changeKinds)[number];

/** One difference of one audience between two snapshots. */
export interface Change {
  readonly kind: ChangeKind;
  /** The snapshot that found it, or the last of several that did; epoch milliseconds. */
  readonly at: number;
  readonly provider: string;
  readonly id: string;
  /** The audience's name afterwards. */
  readonly name: string;
  readonly before: string | number | null;
  readonly after: string | number | null;
  /** What numbers count. */
  readonly unit: CountUnit | null;
}

export interface ChangesOptions {
  /** The state to begin with: the last snapshot not after this, in epoch milliseconds. */
  readonly from: number;
  /** The state to end with. @default the latest snapshot */
  readonly to?: number | undefined;
  /** @default all */
  readonly provider?: string | undefined;
  /** @default all */
  readonly id?: string | undefined;
  /** @default all */
  readonly kind?: ChangeKind | undefined;
  /** Every single step in between, instead of the difference between the two ends. @default false */
  readonly steps?: boolean | undefined;
}

/** The last reading not after an instant; -1 = none. */
export function readingAt(readings: readonly Reading[], at: number): number {
  return readings.findLastIndex((reading) => reading.at <= at);
}

/** The reading of the last step in a stretch, for the time at which something became what it is. */
function lastStep(from: readonly number[], first: number, last: number): number {
  return from.findLast((index) => index > first && index <= last) ?? last;
}

function* between(
  { name: provider, readings }: ProviderHistory,
  track: Track,
  first: number,
  last: number,
): Generator<Change> {
  const make = (
    kind: ChangeKind,
    index: number,
    [before, after]: readonly [string | number | null, string | number | null],
    unit: CountUnit | null = null,
  ): Change => {
    const name = wordingAt(track, last)?.name ?? track.state.name;
    const at = readings[index]?.at ?? 0;
    return { kind, at, provider, id: track.id, name, before, after, unit };
  };
  const { sizeUnit, matchedUnit } = track.state;
  const [was, is] = [spanAt(track, first), spanAt(track, last)];
  if (was === undefined && is !== undefined) {
    yield make("new", is.from, [null, valueAt(track.sizes, last)], sizeUnit);
  }
  if (was !== undefined && is === undefined) {
    const size = valueAt(track.sizes, first);
    yield make("vanished", was.gone ?? last, [size, null], sizeUnit);
  }
  if (was === undefined || is === undefined) {
    return;
  }
  const [old, wording] = [wordingAt(track, first), wordingAt(track, last)];
  const wordStep = (key: "name" | "status"): number => {
    const { wordings } = track;
    const place = wordings.findLastIndex(
      (one, index) => one.from <= last && one[key] !== wordings[index - 1]?.[key],
    );
    return wordings[place]?.from ?? last;
  };
  if (old !== undefined && wording !== undefined) {
    if (old.name !== wording.name) {
      yield make("renamed", wordStep("name"), [old.name, wording.name]);
    }
    if (old.status !== wording.status) {
      yield make("status", wordStep("status"), [old.status, wording.status]);
    }
  }
  const sizes = [valueAt(track.sizes, first), valueAt(track.sizes, last)] as const;
  if (sizes[0] !== null && sizes[1] !== null && sizes[0] !== sizes[1]) {
    const kind = sizes[1] > sizes[0] ? "grown" : "shrunk";
    yield make(kind, lastStep(track.sizes.from, first, last), sizes, sizeUnit);
  }
  const matched = [valueAt(track.matched, first), valueAt(track.matched, last)] as const;
  if (matched[0] !== matched[1]) {
    yield make("matched", lastStep(track.matched.from, first, last), matched, matchedUnit);
  }
}

/** The readings at which anything happened to an audience. */
function stepsOf(track: Track): readonly number[] {
  const { sizes, matched, wordings, spans } = track;
  const words = [...wordings, ...spans].map(({ from }) => from);
  const gone = spans.flatMap((span) => span.gone ?? []);
  const all = new Set([...words, ...gone, ...sizes.from, ...matched.from]);
  return [...all].toSorted((one, other) => one - other);
}

/**
 * What is different between two moments, the latest first. An audience counts as vanished only where a complete
 * listing no longer held it and the vendor, asked for it, did not know it either.
 */
export function changesBetween(history: History, options: ChangesOptions): readonly Change[] {
  const { from, to = Number.POSITIVE_INFINITY, steps = false } = options;
  const changes: Change[] = [];
  for (const provider of history.providers.values()) {
    if (options.provider !== undefined && options.provider !== provider.name) {
      continue;
    }
    // Before the first reading nothing was known, so nothing can have changed since.
    const first = Math.max(0, readingAt(provider.readings, from));
    const last = readingAt(provider.readings, to);
    const tracks =
      options.id === undefined
        ? provider.tracks.values()
        : [provider.tracks.get(options.id)].filter((track) => track !== undefined);
    for (const track of tracks) {
      const pairs = steps
        ? stepsOf(track)
            .filter((index) => index > first && index <= last)
            .map((index) => [index - 1, index] as const)
        : [[first, last] as const];
      for (const [one, other] of pairs) {
        for (const change of between(provider, track, one, other)) {
          if (options.kind === undefined || options.kind === change.kind) {
            changes.push(change);
          }
        }
      }
    }
  }
  return changes.toSorted((one, other) => other.at - one.at);
}
