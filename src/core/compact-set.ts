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

/** Hashes of a bucket. One that is full becomes two: nothing else moves, and nothing is left for a collection. */
const bucketSize = 32;
/** In front of its hashes, a bucket has a word: how many they are, and from the next byte on how many bits they share. */
const bucketWords = 1 + bucketSize * words;
const countMask = 0xff;
const sharedShift = 8;
/** Buckets are made so many at a time. */
const slabBits = 6;
const slabSize = 2 ** slabBits;
const wordBits = 32;
/** Entries of the directory for each hash; only if many hashes began alike would there have to be more. */
const widestDirectory = 4;

/** Where a bucket begins in its slab. */
const startOf = (bucket: number): number => (bucket & (slabSize - 1)) * bucketWords;

const nameOf = (one: number, two: number, three: number): string => `${one} ${two} ${three}`;

/** Whether the bucket that begins there holds three words. */
function holds(slab: Uint32Array, start: number, one: number, two: number, three: number): boolean {
  const end = start + 1 + ((slab[start] ?? 0) & countMask) * words;
  for (let at = start + 1; at < end; at += words) {
    if (slab[at] === one && slab[at + 1] === two && slab[at + 2] === three) {
      return true;
    }
  }
  return false;
}

/** Puts three words behind the others of the bucket that begins there; false if it is full. */
function put(slab: Uint32Array, start: number, one: number, two: number, three: number): boolean {
  const count = (slab[start] ?? 0) & countMask;
  if (count === bucketSize) {
    return false;
  }
  const at = start + 1 + count * words;
  slab[at] = one;
  slab[at + 1] = two;
  slab[at + 2] = three;
  slab[start] = (slab[start] ?? 0) + 1;
  return true;
}

/**
 * Hashes in buckets, found by their first bits. They begin elsewhere in every set, so that nobody can prepare two texts
 * that are taken for one, unless seeds are given.
 */
export function createCompactSet(
  seeds: Uint32Array = globalThis.crypto.getRandomValues(new Uint32Array(words)),
): CompactSet {
  const hash = new Uint32Array(words);
  const slabs: Uint32Array[] = [];
  /** The number of the bucket for all hashes that begin with the bits of an index. */
  let directory = Uint32Array.of(0, 1);
  let bits = 1;
  let buckets = 2;
  let size = 0;
  /** Those that found no room, for too many begin like them. */
  const crowd = new Set<string>();

  function slabOf(bucket: number): Uint32Array {
    const number = bucket >>> slabBits;
    return (slabs[number] ??= new Uint32Array(slabSize * bucketWords));
  }

  const bucketOf = (one: number): number => directory[one >>> (wordBits - bits)] ?? 0;

  function isIn(one: number, two: number, three: number): boolean {
    const bucket = bucketOf(one);
    return (
      holds(slabOf(bucket), startOf(bucket), one, two, three) ||
      (crowd.size > 0 && crowd.has(nameOf(one, two, three)))
    );
  }

  /** False if its bucket is full. */
  function putIn(one: number, two: number, three: number): boolean {
    const bucket = bucketOf(one);
    return put(slabOf(bucket), startOf(bucket), one, two, three);
  }

  function widen(): void {
    const wider = new Uint32Array(directory.length * 2);
    for (let index = 0; index < wider.length; index += 1) {
      wider[index] = directory[index >>> 1] ?? 0;
    }
    directory = wider;
    bits += 1;
  }

  /** Makes two buckets of one, by the first bit in which its hashes may differ; false if it must stay as it is. */
  function split(bucket: number): boolean {
    const slab = slabOf(bucket);
    const start = startOf(bucket);
    const shared = Math.max(1, (slab[start] ?? 0) >>> sharedShift);
    if (shared === bits && directory.length * 2 > widestDirectory * size) {
      return false;
    }
    if (shared === bits) {
      widen();
    }
    const fresh = buckets;
    buckets += 1;
    const width = 2 ** (bits - shared);
    const first = ((slab[start + 1] ?? 0) >>> (wordBits - shared)) * width;
    directory.fill(fresh, first + width / 2, first + width);
    const marked = (shared + 1) << sharedShift;
    slabOf(fresh)[startOf(fresh)] = marked;
    slab[start] = marked;
    for (let at = start + 1; at < start + bucketWords; at += words) {
      const one = slab[at] ?? 0;
      putIn(one, slab[at + 1] ?? 0, slab[at + 2] ?? 0);
    }
    return true;
  }

  function addHash(one: number, two: number, three: number): boolean {
    if (isIn(one, two, three)) {
      return false;
    }
    size += 1;
    while (!putIn(one, two, three)) {
      if (!split(bucketOf(one))) {
        crowd.add(nameOf(one, two, three));
        break;
      }
    }
    return true;
  }

  return {
    get size() {
      return size;
    },
    addHash,
    hasHash: isIn,
    hashes() {
      const all = new Uint32Array(size * words);
      let end = 0;
      for (let bucket = 0; bucket < buckets; bucket += 1) {
        const slab = slabOf(bucket);
        const start = startOf(bucket);
        const length = ((slab[start] ?? 0) & countMask) * words;
        all.set(slab.subarray(start + 1, start + 1 + length), end);
        end += length;
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
