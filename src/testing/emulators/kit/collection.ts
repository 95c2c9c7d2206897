/**
 * Where a record stands in its list: neither part ever changes, so inserting and deleting shift
 * nothing.
 */
export interface Position {
  /** Epoch milliseconds of its creation. */
  readonly at: number;
  readonly key: string;
}

export interface Slice<T> {
  readonly items: readonly T[];
  /** Whether matching records follow, and whether some come before. */
  readonly more: boolean;
  readonly before: boolean;
}

/**
 * The records of one vendor, newest first; a record is never changed in place, so a list taken
 * earlier stays as it was.
 */
export interface Collection<T> {
  readonly list: () => readonly T[];
  readonly get: (key: string) => T | undefined;
  readonly add: (record: T) => T;
  readonly update: (key: string, changes: Partial<T>) => T;
  readonly remove: (key: string) => boolean;
  readonly slice: (options: {
    after?: Position | undefined;
    limit: number;
    where?: (record: T) => boolean;
  }) => Slice<T>;
  readonly position: (record: T) => Position;
}

export function createCollection<T extends object>(
  position: (record: T) => Position,
  seeded: readonly T[] = [],
): Collection<T> {
  const sorted = seeded.toSorted((one, other) => compare(position(one), position(other)));
  const byKey = new Map(sorted.map((record) => [position(record).key, record]));

  /** The index of the first record that comes after a position. */
  const firstAfter = (wanted: Position): number => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const record = sorted[middle];
      if (record !== undefined && compare(position(record), wanted) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  const existing = (key: string): T => {
    const record = byKey.get(key);
    if (record === undefined) throw new RangeError(`No record "${key}" in this emulator.`);
    return record;
  };

  const collection: Collection<T> = {
    position,
    list: () => [...sorted],
    get: (key) => byKey.get(key),
    add(record) {
      const place = position(record);
      if (byKey.has(place.key)) throw taken(place.key);
      byKey.set(place.key, record);
      sorted.splice(firstAfter(place), 0, record);
      return record;
    },
    update(key, changes) {
      const changed = { ...existing(key), ...changes };
      const { key: newKey } = position(changed);
      if (newKey !== key && byKey.has(newKey)) throw taken(newKey);
      collection.remove(key);
      return collection.add(changed);
    },
    remove(key) {
      const record = byKey.get(key);
      if (record === undefined) return false;
      sorted.splice(firstAfter(position(record)) - 1, 1);
      return byKey.delete(key);
    },
    slice({ after, limit, where = () => true }) {
      const start = after === undefined ? 0 : firstAfter(after);
      const found: T[] = [];
      // One more than asked tells whether another page follows.
      for (let index = start; index < sorted.length && found.length <= limit; index += 1) {
        const record = sorted[index];
        if (record !== undefined && where(record)) found.push(record);
      }
      const first = sorted.findIndex(where);
      return {
        items: found.slice(0, limit),
        more: found.length > limit,
        before: first !== -1 && first < start,
      };
    },
  };
  return collection;
}

const taken = (key: string): RangeError =>
  new RangeError(`A record "${key}" is already in this emulator.`);

/** Newest first, then by key: many records of a bulk import share one instant. */
function compare(one: Position, other: Position): number {
  if (one.at !== other.at) return other.at - one.at;
  if (one.key === other.key) return 0;
  return one.key < other.key ? -1 : 1;
}
