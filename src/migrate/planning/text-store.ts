/** Many texts, outside of the heap and in as many bytes as UTF-8 takes; each is known by its number, from 0. */
export interface TextStore {
  add(text: string): void;
  get(number: number): string;
  readonly size: number;
}

const blockLength = 1 << 22;
const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** Bytes that a character of a text can take at the most. */
const widest = 3;

interface Block {
  readonly bytes: Uint8Array;
  end: number;
}

export function createTextStore(): TextStore {
  const blocks: Block[] = [];
  /** Where each text ends, counted through all blocks as if they were one. */
  let starts = new Float64Array(1024);
  let lengths = new Uint32Array(1024);
  let size = 0;

  function roomFor(length: number): Block {
    const last = blocks.at(-1);
    if (last !== undefined && last.bytes.length - last.end >= length && length <= blockLength) {
      return last;
    }
    const fresh = { bytes: new Uint8Array(Math.max(blockLength, length)), end: 0 };
    blocks.push(fresh);
    return fresh;
  }

  return {
    get size() {
      return size;
    },
    add(text) {
      const block = roomFor(text.length * widest);
      const { written } = encoder.encodeInto(text, block.bytes.subarray(block.end));
      if (size === starts.length) {
        const [wider, longer] = [new Float64Array(size * 2), new Uint32Array(size * 2)];
        wider.set(starts);
        longer.set(lengths);
        [starts, lengths] = [wider, longer];
      }
      // The number of the block in front, the place in it behind: 2^32 bytes are more than a block ever has.
      starts[size] = (blocks.length - 1) * 2 ** 32 + block.end;
      lengths[size] = written;
      block.end += written;
      size += 1;
    },
    get(number) {
      const start = starts[number] ?? 0;
      const block = blocks[Math.floor(start / 2 ** 32)];
      const begin = start % 2 ** 32;
      return number < size && block !== undefined
        ? decoder.decode(block.bytes.subarray(begin, begin + (lengths[number] ?? 0)))
        : "";
    },
  };
}
