import type { AudienceStatus } from "../core/model.ts";
import type { Delta, StateChanges } from "./delta.ts";
import { blank } from "./record.ts";
import type { AudienceState } from "./record.ts";

/**
 * How far a provider was read in one snapshot. `incomplete`: an error stopped it after some, or records could not be
 * read; `failed`: nothing was read.
 */
export type ReadingState = "complete" | "incomplete" | "failed";

/** What one snapshot found of one provider. */
export interface Reading {
  readonly snapshot: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly state: ReadingState;
  /** Audiences that were seen. */
  readonly audiences: number;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly unseen: ReadonlySet<string> | "all";
}

/** A value and the index of the reading from which on it held; `NaN` = not known. */
export interface Steps {
  readonly from: readonly number[];
  readonly values: readonly number[];
}

interface GrowingSteps {
  readonly from: number[];
  readonly values: number[];
}

/** The words of an audience, from a reading on. */
export interface Wording {
  readonly from: number;
  readonly name: string;
  readonly status: AudienceStatus;
}

/** From the reading that saw an audience first to the one that found it gone. */
export interface Span {
  readonly from: number;
  readonly gone: number | null;
}

/** One audience over time; indexes are those of its provider's readings. */
export interface Track {
  readonly id: string;
  readonly state: AudienceState;
  /** When it was there: more than once for one that came back. */
  readonly spans: readonly Span[];
  /** The reading that found it gone; `null` = it is there. */
  readonly gone: number | null;
  /** The last reading that saw it. */
  readonly seen: number;
  readonly sizes: Steps;
  readonly matched: Steps;
  readonly wordings: readonly Wording[];
}

type GrowingTrack = {
  -readonly [Key in keyof Track]: Track[Key] extends Steps
    ? GrowingSteps
    : Track[Key] extends readonly (infer Item)[]
      ? Item[]
      : Track[Key];
};

/** One provider over time. */
export interface ProviderHistory {
  readonly name: string;
  readonly vendor: string;
  /** Oldest first. */
  readonly readings: readonly Reading[];
  /** Every audience that was ever seen, in the order in which they were. */
  readonly tracks: ReadonlyMap<string, Track>;
}

export interface GrowingProvider extends ProviderHistory {
  vendor: string;
  readonly readings: Reading[];
  readonly tracks: Map<string, GrowingTrack>;
}

export function createProvider(name: string, vendor: string): GrowingProvider {
  return { name, vendor, readings: [], tracks: new Map() };
}

function step(steps: GrowingSteps, from: number, value: number | null): void {
  steps.from.push(from);
  steps.values.push(value ?? Number.NaN);
}

const isOther = (one: string | null, other: string | null | undefined): boolean =>
  one !== null && other !== null && other !== undefined && one !== other;

/** Counts of different units are never compared, so what was counted in another one is no longer there to be. */
function forgetOtherUnits(track: GrowingTrack, changes: StateChanges): void {
  if (isOther(track.state.sizeUnit, changes.sizeUnit)) {
    track.sizes = { from: [], values: [] };
  }
  if (isOther(track.state.matchedUnit, changes.matchedUnit)) {
    track.matched = { from: [], values: [] };
  }
}

/** Adds a reading and what it found. */
export function extend(
  provider: GrowingProvider,
  reading: Omit<Reading, "unseen">,
  delta: Delta,
): void {
  const index = provider.readings.length;
  const unseen = delta.unseen === "all" ? delta.unseen : new Set(delta.unseen);
  provider.readings.push({ ...reading, unseen });
  for (const id of delta.gone) {
    const track = provider.tracks.get(id);
    const span = track?.spans.at(-1);
    if (track !== undefined && span !== undefined && track.gone === null) {
      track.spans[track.spans.length - 1] = { ...span, gone: index };
      track.gone = index;
    }
  }
  for (const [id, changes] of delta.changed) {
    const known = provider.tracks.get(id);
    const isNew = known === undefined || known.gone !== null;
    // In place where it was known: a year of changes is a million of them.
    const state = isNew ? { ...blank, ...changes } : known.state;
    const track: GrowingTrack = isNew
      ? {
          id,
          state,
          spans: [...(known?.spans ?? []), { from: index, gone: null }],
          gone: null,
          seen: index,
          sizes: known?.sizes ?? { from: [], values: [] },
          matched: known?.matched ?? { from: [], values: [] },
          wordings: known?.wordings ?? [],
        }
      : known;
    forgetOtherUnits(track, changes);
    Object.assign(state, changes);
    if (isNew || changes.size !== undefined) {
      step(track.sizes, index, state.size);
    }
    if (isNew || changes.matched !== undefined) {
      step(track.matched, index, state.matched);
    }
    if (isNew || changes.name !== undefined || changes.status !== undefined) {
      track.wordings.push({ from: index, name: state.name, status: state.status });
    }
    provider.tracks.set(id, track);
  }
  if (unseen !== "all") {
    for (const track of provider.tracks.values()) {
      if (track.gone === null && !unseen.has(track.id)) {
        track.seen = index;
      }
    }
  }
}

/** The last entry that does not come after an index; -1 = none. */
function placeOf(from: readonly number[], index: number): number {
  let low = 0;
  let high = from.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((from[middle] ?? 0) <= index) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

/** What held at a reading, whether or not the audience was seen in it. */
export function valueAt({ from, values }: Steps, index: number): number | null {
  const value = values[placeOf(from, index)];
  return value === undefined || Number.isNaN(value) ? null : value;
}

export function wordingAt({ wordings }: Track, index: number): Wording | undefined {
  return wordings.findLast(({ from }) => from <= index);
}

/** Whether a reading saw the audience. */
export function isSeen({ readings }: ProviderHistory, track: Track, index: number): boolean {
  const unseen = readings[index]?.unseen ?? "all";
  return spanAt(track, index) !== undefined && unseen !== "all" && !unseen.has(track.id);
}

/** When the audience was there, around a reading at which it was. */
export function spanAt({ spans }: Track, index: number): Span | undefined {
  return spans.findLast(({ from, gone }) => index >= from && (gone === null || index < gone));
}
