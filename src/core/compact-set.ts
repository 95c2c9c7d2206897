import { hashText, hashWords as words } from "./text-hash.ts";

/** Remembers which texts were seen, in about 27 bytes a text and without the texts. */
export interface CompactSet {
  /** True if the text is new among those of its kind; it is remembered from now on. */
  add(text: string, kind?: number): boolean;
  /** The same for a text of which there is the hash only. */
  addHash(one: number, two: number, three: number): boolean;
  hasHash(one: number, two: number, three: number): boolean;
  /** The hash of each text, 12 bytes each, in the order of nothing. */
  hashes(): Uint32Array;
  readonly size: number;
}

const firstCapacity = 1024;
/** A third of the places stay free, or looking would take long. */
const fullest = 2 / 3;

/** Where three words are, or the free place where they belong. The number of places is a power of two. */
function placeOf(table: Uint32Array, one: number, two: number, three: number): number {
  const mask = table.length / words - 1;
  for (let slot = one & mask; ; slot = (slot + 1) & mask) {
    const at = slot * words;
    const held = table[at + 2];
    if (held === 0 || (held === three && table[at] === one && table[at + 1] === two)) {
      return at;
    }
  }
}

/**
 * Hashes in an open table. They begin elsewhere in every set, so that nobody can prepare two texts that are taken for
 * one, unless seeds are given.
 */
export function createCompactSet(
  seeds: Uint32Array = globalThis.crypto.getRandomValues(new Uint32Array(words)),
): CompactSet {
  const hash = new Uint32Array(words);
  let capacity = firstCapacity;
  let table = new Uint32Array(capacity * words);
  let size = 0;

  function put(one: number, two: number, three: number): boolean {
    const at = placeOf(table, one, two, three);
    if (table[at + 2] !== 0) {
      return false;
    }
    table[at] = one;
    table[at + 1] = two;
    table[at + 2] = three;
    return true;
  }

  function grow(): void {
    const old = table;
    capacity *= 2;
    table = new Uint32Array(capacity * words);
    for (let at = 0; at < old.length; at += words) {
      const three = old[at + 2] ?? 0;
      if (three !== 0) {
        put(old[at] ?? 0, old[at + 1] ?? 0, three);
      }
    }
  }

  function addHash(one: number, two: number, three: number): boolean {
    if (size + 1 > capacity * fullest) {
      grow();
    }
    const isNew = put(one, two, three);
    size += isNew ? 1 : 0;
    return isNew;
  }

  return {
    get size() {
      return size;
    },
    addHash,
    hasHash: (one, two, three) => table[placeOf(table, one, two, three) + 2] !== 0,
    hashes() {
      const all = new Uint32Array(size * words);
      let end = 0;
      for (let at = 0; at < table.length; at += words) {
        if (table[at + 2] !== 0) {
          all.set(table.subarray(at, at + words), end);
          end += words;
        }
      }
      return all;
    },
    add(text, kind = 0) {
      hashText(text, kind, seeds, hash);
      return addHash(hash[0] ?? 0, hash[1] ?? 0, hash[2] ?? 0);
    },
  };
}
