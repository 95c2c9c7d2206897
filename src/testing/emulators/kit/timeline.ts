import type { VirtualClock } from "./clock.ts";
import type { Collection } from "./collection.ts";

/** A change that happens to a record when its time comes, in epoch milliseconds. */
export interface Step<T> {
  readonly at: number;
  readonly changes: Partial<T>;
}

/** Steps by the key of their record. */
export type Plans<T> = readonly (readonly [key: string, steps: readonly Step<T>[]])[];

/** What a vendor does in the background: records that change as the clock moves. */
export interface Timeline<T> {
  /** The records, brought up to the present before anybody looks at them. */
  readonly records: Collection<T>;
  /** What is still to come for a record. */
  readonly pending: (key: string) => readonly Step<T>[];
  /** Instead of what was still to come. */
  readonly plan: (key: string, steps: readonly Step<T>[]) => void;
  /** Everything still to come, for a saved state. */
  readonly plans: () => Plans<T>;
}

export function createTimeline<T extends object>(
  collection: Collection<T>,
  clock: VirtualClock,
  begun: Plans<T> = [],
): Timeline<T> {
  const planned = new Map<string, readonly Step<T>[]>(begun);
  /** Until then there is nothing to do, which spares every read the walk over all plans. */
  let next = 0;

  const findNext = (): number =>
    Math.min(Infinity, ...[...planned.values()].map(([first]) => first?.at ?? Infinity));

  function catchUp(): void {
    const now = clock.now();
    if (now < next) return;
    for (const [key, steps] of planned) {
      const due = steps.filter(({ at }) => at <= now);
      // A record may have been renamed or removed behind its plan's back.
      if (due.length > 0 && collection.get(key) !== undefined)
        collection.update(key, mergeChanges(due));
      const rest = steps.slice(due.length);
      if (rest.length === 0) planned.delete(key);
      else planned.set(key, rest);
    }
    next = findNext();
  }

  return {
    records: {
      ...collection,
      list() {
        catchUp();
        return collection.list();
      },
      get(key) {
        catchUp();
        return collection.get(key);
      },
      slice(options) {
        catchUp();
        return collection.slice(options);
      },
      update(key, changes) {
        catchUp();
        return collection.update(key, changes);
      },
      remove(key) {
        planned.delete(key);
        return collection.remove(key);
      },
    },
    pending(key) {
      catchUp();
      return planned.get(key) ?? [];
    },
    plan(key, steps) {
      catchUp();
      // What takes for ever has no instant that could be saved.
      const ordered = steps
        .filter(({ at }) => Number.isFinite(at))
        .toSorted((one, other) => one.at - other.at);
      if (ordered.length === 0) planned.delete(key);
      else planned.set(key, ordered);
      next = findNext();
      catchUp();
    },
    plans: () => [...planned],
  };
}

/** Later steps win. */
function mergeChanges<T extends object>(steps: readonly Step<T>[]): Partial<T> {
  const merged: Partial<T> = {};
  for (const { changes } of steps) Object.assign(merged, changes);
  return merged;
}
