import type { FileHandle } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

import { openFile } from "./bytes.ts";
import { isOneOf } from "./failure.ts";
import { leavesWithProcess, sweep, temporaryName } from "./leftovers.ts";
import type { Put } from "./put.ts";
import type { FileSystem } from "./system.ts";

/** A file on its way: nobody sees it under its name until all of it is on the disk. */
export interface Draft {
  /** Puts bytes at its end as they are. */
  add(chunks: AsyncIterable<Buffer>): Promise<void>;
  /** Puts text at its end, packed where the file is. */
  write(texts: AsyncIterable<string>): Promise<void>;
}

export interface ReplaceOptions {
  readonly isPacked: boolean;
  readonly system: FileSystem;
  readonly signal: AbortSignal | undefined;
  readonly put: Put;
}

/** Nobody but the owner may read who is in it. */
export const fileMode = 0o600;
/** Systems on which a folder cannot be synced say so in one of these ways. */
const cannotSync: ReadonlySet<string> = new Set([
  "EISDIR",
  "EPERM",
  "EACCES",
  "EINVAL",
  "ENOTSUP",
  "EBADF",
]);

/** A name that has changed is not on the disk until its folder is. */
export async function syncFolder(folder: string, system: FileSystem): Promise<void> {
  try {
    const handle = await system.open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (!isOneOf(cause, cannotSync)) {
      throw cause;
    }
  }
}

function draftIn(handle: FileHandle, { isPacked, signal }: ReplaceOptions): Draft {
  const store = async (chunks: AsyncIterable<Buffer | string>): Promise<void> => {
    for await (const chunk of chunks) {
      signal?.throwIfAborted();
      await handle.appendFile(chunk);
    }
  };
  return {
    add: store,
    write: (texts) =>
      isPacked ? pipeline(Readable.from(texts), createGzip(), store) : store(texts),
  };
}

/** Makes the whole of a draft anew from what it holds. */
export type Mend = (text: AsyncIterable<Buffer>) => AsyncIterable<string>;

/** Writes one draft beside the file, down to the disk. */
async function writeDraft<Result>(
  file: string,
  options: ReplaceOptions,
  fill: (draft: Draft) => Promise<Result>,
): Promise<Result> {
  const handle = await options.system.open(file, "wx", fileMode);
  try {
    const result = await fill(draftIn(handle, options));
    await handle.sync();
    return result;
  } finally {
    await handle.close();
  }
}

/**
 * Writes a file anew: beside it, to the disk, and then into its place in one step. Whatever happens on the way, under
 * the file's name there is all of the old one, if there was one, or all of the new one.
 * @param fill may give a function that makes the draft anew from what it holds
 */
export async function replaceFile(
  file: string,
  options: ReplaceOptions,
  fill: (draft: Draft) => Promise<Mend | undefined>,
): Promise<void> {
  const { isPacked, system, signal, put } = options;
  await sweep(path.dirname(file), system);
  const first = temporaryName(file);
  const second = temporaryName(file);
  const settled = [first, second].map((each) => leavesWithProcess(each));
  let ready = first;
  try {
    const mend = await writeDraft(first, options, fill);
    if (mend !== undefined) {
      const source = await openFile(first, system, isPacked);
      try {
        await writeDraft(second, options, (draft) => draft.write(mend(source.chunks(0))));
      } finally {
        await source.close();
      }
      ready = second;
    }
    signal?.throwIfAborted();
    await put(ready);
  } finally {
    for (const each of [first, second]) {
      await system.unlink(each).catch(() => undefined); // mostly it is not there
    }
    for (const settle of settled) {
      settle();
    }
  }
  await syncFolder(path.dirname(file), system);
}
