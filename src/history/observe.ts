import type { Audiences, Providers } from "../core/facade.ts";
import { isAudienceError } from "../core/errors.ts";
import type { Audience } from "../core/model.ts";
import type { ProviderReport } from "../core/paging/report.ts";
import { beginningOf, changesOf } from "./delta.ts";
import type { Delta, StateChanges } from "./delta.ts";
import { stateOf } from "./record.ts";
import type { ProviderHistory, ReadingState, Track } from "./timeline.ts";

/** What a listing found of one provider. */
export interface Observation {
  readonly provider: string;
  readonly vendor: string;
  readonly state: ReadingState;
  readonly audiences: readonly Audience[];
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** What became of an audience that a complete listing did not hold. */
export type Absence =
  /** The vendor says that there is none. */
  | "gone"
  /** Nobody can tell. */
  | "unclear"
  /** It is there all the same: vendors leave audiences out that are still being filled. */
  | Audience
  | "not_ready";

export function stateOfReport({ status, refused, items }: ProviderReport): ReadingState {
  if (status === "end") {
    return refused === 0 ? "complete" : "incomplete";
  }
  return items === 0 ? "failed" : "incomplete";
}

/** The audiences that are held to exist. */
export function presentOf(history: ProviderHistory | undefined): ReadonlyMap<string, Track> {
  const all = [...(history?.tracks ?? [])];
  return new Map(all.filter(([, track]) => track.gone === null));
}

/** Asks for each audience that a complete listing did not hold; absence from a list is not deletion. */
export async function lookFor(
  audiences: Audiences<Providers>,
  provider: string,
  absent: readonly string[],
  most: number,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Absence>> {
  const found = new Map<string, Absence>();
  const ref = { provider };
  for (const [index, id] of absent.entries()) {
    if (!audiences.supports(ref, "get")) {
      found.set(id, "gone");
      continue;
    }
    if (index >= most) {
      found.set(id, "unclear");
      continue;
    }
    try {
      found.set(id, await audiences.get({ ...ref, id }, { signal }));
    } catch (error) {
      if (!isAudienceError(error)) {
        throw error;
      }
      const { code } = error;
      found.set(id, code === "not_found" ? "gone" : code === "not_ready" ? code : "unclear");
    }
  }
  return found;
}

/** The difference between what is known of a provider and what was observed. */
export function deltaOf(
  history: ProviderHistory | undefined,
  { state, audiences }: Observation,
  absences: ReadonlyMap<string, Absence>,
  at: number,
): Delta {
  const present = presentOf(history);
  const changed = new Map<string, StateChanges>();
  const gone: string[] = [];
  const unseen: string[] = [];
  const see = (audience: Audience): void => {
    const before = present.get(audience.id)?.state;
    const after = stateOf(audience, before?.firstSeenAt ?? at);
    const changes = before === undefined ? beginningOf(after) : changesOf(before, after);
    if (changes !== undefined) {
      changed.set(audience.id, changes);
    }
  };
  audiences.forEach(see);
  const seen = new Set(audiences.map(({ id }) => id));
  for (const [id, track] of present) {
    if (seen.has(id)) {
      continue;
    }
    const absence = state === "complete" ? (absences.get(id) ?? "unclear") : "unclear";
    if (absence === "gone") {
      gone.push(id);
    } else if (absence === "unclear") {
      unseen.push(id);
    } else if (absence === "not_ready") {
      // It is being filled: how many are on it is not known until it is done.
      const after = { ...track.state, status: "processing" as const, size: null, sizeUnit: null };
      const changes = changesOf(track.state, after);
      if (changes !== undefined) {
        changed.set(id, changes);
      }
    } else {
      see(absence);
    }
  }
  const nothing = state === "failed" && audiences.length === 0;
  return { gone, changed: [...changed], unseen: nothing ? "all" : unseen };
}
