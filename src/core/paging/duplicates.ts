import { createCompactSet } from "../compact-set.ts";
import { fingerprint, fingerprintLength } from "../fingerprint.ts";

/** Fingerprints that a token carries at the least, so that a list that shifts repeats nothing after a restart. */
const remembered = 128;
/** Pages whose keys a windowed memory holds. */
const window = 10;

/** Remembers what was delivered: all of it, or that of the last pages where there may be millions. */
export interface DuplicateMemory {
  /** True if the key is new; it is remembered from now on. */
  add(key: string): boolean;
  /** A page is over; a windowed memory forgets the oldest. */
  turn(): void;
  /** True if an earlier run delivered it, as far as its token remembered. */
  wasDelivered(key: string): boolean;
  /** For the token: the fingerprints of what was delivered last, the given keys of the begun page included. */
  recent(begun: readonly string[]): string;
  /** The keys of a page that was handed over whole. */
  push(keys: readonly string[]): void;
}

type Seen = Pick<DuplicateMemory, "add" | "turn">;

/** All of them, and no text is kept: a million texts that live on cost the collector more than all else of a listing. */
function createExactMemory(): Seen {
  const seen = createCompactSet();
  return { add: (key) => seen.add(key), turn: () => undefined };
}

function createWindow(): Seen {
  let current = new Set<string>();
  const older: Set<string>[] = [];
  return {
    add(key) {
      if (older.some((page) => page.has(key))) {
        return false;
      }
      // Looked up once: for texts that is the dear part.
      const known = current.size;
      return current.add(key).size > known;
    },
    turn() {
      older.push(current);
      current = new Set();
      if (older.length > window) {
        older.shift();
      }
    },
  };
}

export function createDuplicateMemory(exact: boolean, earlier: string): DuplicateMemory {
  const carried = new Set<string>();
  for (let start = 0; start < earlier.length; start += fingerprintLength) {
    carried.add(earlier.slice(start, start + fingerprintLength));
  }
  /** The keys of the last pages as they came, and how many: put together by who asks for a token, not with each page. */
  const recentPages: (readonly string[])[] = [];
  let held = 0;
  const wasDelivered = (key: string): boolean => carried.size > 0 && carried.has(fingerprint(key));
  return {
    ...(exact ? createExactMemory() : createWindow()),
    wasDelivered,
    push(keys) {
      recentPages.push(keys);
      held += keys.length;
      while (held - (recentPages[0]?.length ?? 0) >= remembered) {
        held -= recentPages.shift()?.length ?? 0;
      }
    },
    recent(begun) {
      const known = [...recentPages.flat(), ...begun];
      if (known.length === 0) {
        return earlier; // nothing was read since, and all of a begun page is in it
      }
      const kept = known.slice(-Math.max(remembered, begun.length)).map(fingerprint);
      const room = Math.max(0, remembered - kept.length) * fingerprintLength;
      return (room === 0 ? "" : earlier.slice(-room)) + kept.join("");
    },
  };
}
