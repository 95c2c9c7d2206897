import { hashText, hashWords as words } from "./text-hash.ts";

/** Remembers which texts were seen, in about 20 bytes a text and without the texts. */
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

/**
 * Many small tables, each of which grows on its own: one large table would need half as much again while it grows, and
 * leave that behind until the next collection.
 */
const shardBits = 10;
const shards = 2 ** shardBits;
const firstPlaces = 16;
/** Beyond this, looking takes long. */
const fullest = 0.8;
/** A small table doubles, which is soon done; of a large one, that would leave too much room. */
const growthOf = (places: number): number => (places < 256 ? 2 : 1.5);

/** Where three words are, or the free place where they belong. */
function placeOf(table: Uint32Array, one: number, two: number, three: number): number {
  const first = Math.floor((two / 2 ** 32) * (table.length / words)) * words;
  for (let at = first; ; at = at + words === table.length ? 0 : at + words) {
    const held = table[at + 2];
    if (held === 0 || (held === three && table[at] === one && table[at + 1] === two)) {
      return at;
    }
  }
}

/** Puts three words where they belong; false if they are there. */
function put(table: Uint32Array, one: number, two: number, three: number): boolean {
  const at = placeOf(table, one, two, three);
  if (table[at + 2] !== 0) {
    return false;
  }
  table[at] = one;
  table[at + 1] = two;
  table[at + 2] = three;
  return true;
}

function grown(old: Uint32Array): Uint32Array {
  const places = old.length / words;
  const table = new Uint32Array(Math.ceil(places * growthOf(places)) * words);
  for (let at = 0; at < old.length; at += words) {
    const three = old[at + 2] ?? 0;
    if (three !== 0) {
      put(table, old[at] ?? 0, old[at + 1] ?? 0, three);
    }
  }
  return table;
}

const shardOf = (one: number): number => one >>> (32 - shardBits);

/**
 * Hashes in open tables. They begin elsewhere in every set, so that nobody can prepare two texts that are taken for
 * one, unless seeds are given.
 */
export function createCompactSet(
  seeds: Uint32Array = globalThis.crypto.getRandomValues(new Uint32Array(words)),
): CompactSet {
  const hash = new Uint32Array(words);
  const tables: Uint32Array[] = [];
  const counts = new Uint32Array(shards);
  let size = 0;

  /** The table of a shard, with room for one more. */
  function tableOf(shard: number): Uint32Array {
    const count = counts[shard] ?? 0;
    let table = tables[shard];
    // Of different sizes from the first, so that they do not all grow at once.
    table ??= new Uint32Array((firstPlaces + (shard % (firstPlaces / 2))) * words);
    if ((count + 1) * words > table.length * fullest) {
      table = grown(table);
    }
    tables[shard] = table;
    return table;
  }

  function addHash(one: number, two: number, three: number): boolean {
    const shard = shardOf(one);
    const isNew = put(tableOf(shard), one, two, three);
    if (isNew) {
      counts[shard] = (counts[shard] ?? 0) + 1;
      size += 1;
    }
    return isNew;
  }

  return {
    get size() {
      return size;
    },
    addHash,
    hasHash(one, two, three) {
      const table = tables[shardOf(one)];
      return table !== undefined && table[placeOf(table, one, two, three) + 2] !== 0;
    },
    hashes() {
      const all = new Uint32Array(size * words);
      let end = 0;
      for (const table of tables) {
        for (let at = 0; at < (table?.length ?? 0); at += words) {
          if (table[at + 2] !== 0) {
            all.set(table.subarray(at, at + words), end);
            end += words;
          }
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
