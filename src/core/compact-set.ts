import { hashText, hashWords as words } from "./text-hash.ts";

/** Remembers which texts were seen, in about 20 bytes a text and without the texts. */
export interface CompactSet {
  /** True if the text is new among those of its kind; it is remembered from now on. */
  add(text: string, kind?: number): boolean;
  /** The same for a text of which there is the hash only; the last word of a hash is never zero. */
  addHash(one: number, two: number, three: number): boolean;
  hasHash(one: number, two: number, three: number): boolean;
  /** The hash of each text, 12 bytes each, in the order of nothing. */
  hashes(): Uint32Array;
  readonly size: number;
}

/** Places of a bucket, each for a hash. One that is full becomes two: no other moves, and nothing is left for a collection. */
const bucketSize = 32;
const placeMask = bucketSize - 1;
/** In front of its places, a bucket has a word: how many bits its hashes share. */
const bucketWords = 1 + bucketSize * words;
/** Buckets are made so many at a time: large enough to be given back to the system when nobody needs them any more. */
const slabBits = 9;
const slabSize = 2 ** slabBits;
/** Most lists need no more than these. */
const firstSize = 64;
const wordBits = 32;
/** Entries of the directory for each hash; only if many hashes began alike would there have to be more. */
const widestDirectory = 4;

/** Where a bucket begins in its slab. */
const startOf = (bucket: number): number => (bucket & (slabSize - 1)) * bucketWords;

const nameOf = (one: number, two: number, three: number): string =>
  `${one >>> 0} ${two >>> 0} ${three >>> 0}`;

/**
 * Where three words are in the bucket that begins there, or else the free place for them: the first from the one on
 * that they name themselves, so that few have to be looked at. -1 = they are not in it, and it is full.
 */
function placeOf(slab: Int32Array, start: number, one: number, two: number, three: number): number {
  for (let step = 0; step < bucketSize; step += 1) {
    const at = start + 1 + ((two + step) & placeMask) * words;
    const last = slab[at + 2];
    if (last === 0 || (last === three && slab[at + 1] === two && slab[at] === one)) {
      return at;
    }
  }
  return -1;
}

/**
 * Hashes in buckets, found by their first bits. They begin elsewhere in every set, so that nobody can prepare two texts
 * that are taken for one, unless seeds are given.
 */
export function createCompactSet(
  seeds: Uint32Array = globalThis.crypto.getRandomValues(new Uint32Array(words)),
): CompactSet {
  const hash = new Uint32Array(words);
  const none = new Int32Array(0);
  const slabs = [new Int32Array(firstSize * bucketWords)];
  /** The number of the bucket for all hashes that begin with the bits of an index. */
  let directory = Int32Array.of(0, 1);
  let bits = 1;
  let buckets = 2;
  let size = 0;
  /** Those that found no room, for too many begin like them. */
  const crowd = new Set<string>();
  /** The hashes of a bucket that is becoming two. */
  const moving = new Int32Array(bucketSize * words);

  const slabOf = (bucket: number): Int32Array => slabs[bucket >>> slabBits] ?? none;

  const bucketOf = (one: number): number => directory[one >>> (wordBits - bits)] ?? 0;

  const isInCrowd = (one: number, two: number, three: number): boolean =>
    crowd.size > 0 && crowd.has(nameOf(one, two, three));

  function widen(): void {
    const wider = new Int32Array(directory.length * 2);
    for (let index = 0; index < wider.length; index += 1) {
      wider[index] = directory[index >>> 1] ?? 0;
    }
    directory = wider;
    bits += 1;
  }

  /** Makes sure that there is a slab for the next bucket. */
  function makeRoom(): void {
    if (buckets === firstSize) {
      const whole = new Int32Array(slabSize * bucketWords);
      whole.set(slabs[0] ?? none);
      slabs[0] = whole;
    } else if (buckets === slabs.length * slabSize) {
      slabs.push(new Int32Array(slabSize * bucketWords));
    }
  }

  /** Makes two buckets of one, by the first bit in which its hashes may differ; false if it must stay as it is. */
  function split(bucket: number): boolean {
    const start = startOf(bucket);
    const shared = Math.max(1, slabOf(bucket)[start] ?? 0);
    if (shared === bits && directory.length * 2 > widestDirectory * size) {
      return false;
    }
    if (shared === bits) {
      widen();
    }
    makeRoom();
    const slab = slabOf(bucket);
    const fresh = buckets;
    buckets += 1;
    const width = 2 ** (bits - shared);
    const first = ((slab[start + 1] ?? 0) >>> (wordBits - shared)) * width;
    directory.fill(fresh, first + width / 2, first + width);
    for (let at = 0; at < moving.length; at += 1) {
      moving[at] = slab[start + 1 + at] ?? 0;
    }
    slab.fill(0, start, start + bucketWords);
    slab[start] = shared + 1;
    slabOf(fresh)[startOf(fresh)] = shared + 1;
    for (let at = 0; at < moving.length; at += words) {
      insert(moving[at] ?? 0, moving[at + 1] ?? 0, moving[at + 2] ?? 0);
    }
    return true;
  }

  /** Puts three words where they belong; false if they are there. */
  function insert(one: number, two: number, three: number): boolean {
    for (;;) {
      const bucket = bucketOf(one);
      const slab = slabOf(bucket);
      const at = placeOf(slab, startOf(bucket), one, two, three);
      if (at !== -1) {
        const isNew = slab[at + 2] === 0;
        slab[at] = one;
        slab[at + 1] = two;
        slab[at + 2] = three;
        return isNew;
      }
      if (!split(bucket)) {
        crowd.add(nameOf(one, two, three));
        return true;
      }
    }
  }

  // Of 32 bits with a sign, for they fit into what the engine keeps small numbers in.
  function addHash(one: number, two: number, three: number): boolean {
    if (isInCrowd(one, two, three) || !insert(one | 0, two | 0, three | 0)) {
      return false;
    }
    size += 1;
    return true;
  }

  function hasHash(one: number, two: number, three: number): boolean {
    const bucket = bucketOf(one);
    const slab = slabOf(bucket);
    const at = placeOf(slab, startOf(bucket), one | 0, two | 0, three | 0);
    return (at !== -1 && slab[at + 2] !== 0) || isInCrowd(one, two, three);
  }

  return {
    get size() {
      return size;
    },
    addHash,
    hasHash,
    hashes() {
      const all = new Uint32Array(size * words);
      let end = 0;
      for (let bucket = 0; bucket < buckets; bucket += 1) {
        const slab = slabOf(bucket);
        const first = startOf(bucket) + 1;
        for (let at = first; at < first + bucketSize * words; at += words) {
          if (slab[at + 2] !== 0) {
            all.set(slab.subarray(at, at + words), end);
            end += words;
          }
        }
      }
      for (const name of crowd) {
        all.set(name.split(" ").map(Number), end);
        end += words;
      }
      return all;
    },
    add(text, kind = 0) {
      hashText(text, kind, seeds, hash);
      return addHash(hash[0] ?? 0, hash[1] ?? 0, hash[2] ?? 0);
    },
  };
}
