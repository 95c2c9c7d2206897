import { hashWords } from "../../core/text-hash.ts";

/** Finds the rows that a mark is on, in about 30 bytes a mark; a mark can be on several. */
export interface CompactIndex {
  add(one: number, two: number, three: number, row: number): void;
  /** Adds the rows that are not among `rows` yet. */
  find(one: number, two: number, three: number, rows: number[]): void;
}

const width = hashWords + 1;
const firstCapacity = 1024;
const fullest = 2 / 3;

/** Rows count from 0; in the table they count from 1, and 0 is a free place. */
export function createCompactIndex(): CompactIndex {
  let capacity = firstCapacity;
  let table = new Uint32Array(capacity * width);
  let size = 0;

  function put(one: number, two: number, three: number, row: number): void {
    for (let slot = one % capacity; ; slot = (slot + 1) % capacity) {
      const at = slot * width;
      if (table[at + 3] === 0) {
        table[at] = one;
        table[at + 1] = two;
        table[at + 2] = three;
        table[at + 3] = row;
        return;
      }
    }
  }

  function grow(): void {
    const old = table;
    capacity *= 2;
    table = new Uint32Array(capacity * width);
    for (let at = 0; at < old.length; at += width) {
      const row = old[at + 3] ?? 0;
      if (row !== 0) {
        put(old[at] ?? 0, old[at + 1] ?? 0, old[at + 2] ?? 0, row);
      }
    }
  }

  return {
    add(one, two, three, row) {
      if (size + 1 > capacity * fullest) {
        grow();
      }
      put(one, two, three, row + 1);
      size += 1;
    },
    find(one, two, three, rows) {
      for (let slot = one % capacity; ; slot = (slot + 1) % capacity) {
        const at = slot * width;
        const row = table[at + 3] ?? 0;
        if (row === 0) {
          return;
        }
        const isIt = table[at] === one && table[at + 1] === two && table[at + 2] === three;
        if (isIt && !rows.includes(row - 1)) {
          rows.push(row - 1);
        }
      }
    },
  };
}
