import type { BigIntStats } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import type { Gunzip } from "node:zlib";

import type { FileSystem } from "./system.ts";

/** A file that is open for reading; what is packed is unpacked on the way. */
export interface OpenFile {
  /** Changes whenever the file does. */
  readonly stamp: string;
  /** Its first bytes, up to this many. */
  head(length: number): Promise<Buffer>;
  /** All of it from an offset on; of a packed file, of what was packed. */
  chunks(offset: number): AsyncIterable<Buffer>;
  /** All of it as it lies on the disk. */
  stored(): AsyncIterable<Buffer>;
  /** The last byte that was read so far. */
  lastByte(): number | undefined;
  /** Whether it was what it was when it was opened, as long as it was read; at the end, whether it still is. */
  isUnchanged(isEnd: boolean): Promise<boolean>;
  /** Lets go of it; may be called at any time and more than once. */
  close(): Promise<void>;
}

/**
 * What is handed on is turned into people at once, and all of them live until the last of them is through: the fewer,
 * the less memory the collector takes for the young.
 */
const chunkSize = 8 * 1024;
/** Read at once, for each look at the disk has its price. */
const readSize = 256 * 1024;

export const isPacked = (file: string): boolean => file.toLowerCase().endsWith(".gz");

/** Size and time of the last change, to the nanosecond. */
const stampIn = ({ size, mtimeNs }: Pick<BigIntStats, "size" | "mtimeNs">): string =>
  `${size.toString(36)}-${mtimeNs.toString(36)}`;

export async function stampOf(file: string, system: FileSystem): Promise<string> {
  return stampIn(await system.stat(file, { bigint: true }));
}

async function* without(
  count: number,
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, void, undefined> {
  let left = count;
  for await (const chunk of chunks) {
    if (left >= chunk.length) {
      left -= chunk.length;
    } else {
      yield chunk.subarray(left);
      left = 0;
    }
  }
}

export async function openFile(
  file: string,
  system: FileSystem,
  packed: boolean = isPacked(file),
): Promise<OpenFile> {
  const handle = await system.open(file, "r");
  const unpackers = new Set<Gunzip>();
  let last: number | undefined;
  /** Whether the file was what it is since the last of it was read. */
  let isChecked = false;

  /** @param room to read into each time; without it, every piece is the caller's own */
  async function* stored(start: number, room?: Buffer): AsyncGenerator<Buffer, void, undefined> {
    for (let position = start; ;) {
      const piece = room ?? Buffer.allocUnsafeSlow(readSize);
      const { bytesRead } = await handle.read(piece, 0, readSize, position);
      if (bytesRead === 0) {
        return;
      }
      position += bytesRead;
      isChecked = false;
      yield piece.subarray(0, bytesRead);
    }
  }

  function unpacked(offset: number): AsyncIterable<Buffer> {
    const gunzip = createGunzip({ chunkSize });
    unpackers.add(gunzip);
    // The callback is told of what went wrong, and so is whoever reads.
    pipeline(stored(0), gunzip, () => undefined);
    return without(offset, gunzip);
  }

  /** Copies, for what belongs to an unfinished row is kept; small ones, for a large one is old before all of it is read. */
  async function* cut(offset: number): AsyncGenerator<Buffer, void, undefined> {
    for await (const chunk of stored(offset, Buffer.allocUnsafeSlow(readSize))) {
      for (let start = 0; start < chunk.length; start += chunkSize) {
        yield Buffer.from(chunk.subarray(start, start + chunkSize));
      }
    }
  }

  async function* watched(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
    for await (const chunk of chunks) {
      last = chunk.at(-1);
      yield chunk;
    }
  }

  try {
    const stats = await handle.stat({ bigint: true });
    const stamp = stampIn(stats);
    const open: OpenFile = {
      stamp,
      chunks: (offset) => watched(packed && stats.size > 0n ? unpacked(offset) : cut(offset)),
      stored: () => stored(0),
      lastByte: () => last,
      async head(length) {
        const gathered: Buffer[] = [];
        let count = 0;
        for await (const chunk of open.chunks(0)) {
          gathered.push(chunk);
          count += chunk.length;
          if (count >= length) {
            break;
          }
        }
        return Buffer.concat(gathered).subarray(0, length);
      },
      async isUnchanged(isEnd) {
        if (isChecked && !isEnd) {
          return true;
        }
        isChecked = true; // until more is read, which may be while this looks
        return stampIn(await handle.stat({ bigint: true })) === stamp;
      },
      async close() {
        for (const each of unpackers) {
          each.destroy();
        }
        unpackers.clear();
        await handle.close();
      },
    };
    return open;
  } catch (cause) {
    await handle.close();
    throw cause;
  }
}
