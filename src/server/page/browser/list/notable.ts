import type { Change, ChangeKind } from "../data/model.ts";

/** What a person wants to know first stands first. */
const weight: Readonly<Record<ChangeKind, number>> = {
  vanished: 6,
  status: 5,
  new: 4,
  renamed: 3,
  shrunk: 1,
  grown: 1,
  matched: 0,
};

/** Of each kind at most this many before another one has its turn. */
const ofKind = 3;

function share({ before, after }: Change): number {
  return typeof before === "number" && typeof after === "number" && before > 0
    ? Math.abs(after - before) / before
    : 0;
}

/** The few changes that say most of a week: some of every kind, and of what grew or shrank the largest by share. */
export function notable(changes: readonly Change[], most: number): readonly Change[] {
  const ranked = changes.toSorted(
    (left, right) => weight[right.kind] - weight[left.kind] || share(right) - share(left),
  );
  const counts = new Map<ChangeKind, number>();
  const turn = new Map<Change, number>();
  for (const change of ranked) {
    const before = counts.get(change.kind) ?? 0;
    counts.set(change.kind, before + 1);
    turn.set(change, Math.floor(before / ofKind));
  }
  return ranked
    .toSorted((left, right) => (turn.get(left) ?? 0) - (turn.get(right) ?? 0))
    .slice(0, most);
}

/** How many there are of each kind, the most frequent first. */
export function kindCounts(changes: readonly Change[]): readonly (readonly [ChangeKind, number])[] {
  const counts = new Map<ChangeKind, number>();
  for (const { kind } of changes) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].toSorted(([, left], [, right]) => right - left);
}
