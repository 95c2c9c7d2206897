import { createHash } from "node:crypto";
import path from "node:path";

import type { CallContext } from "../core/call-context.ts";
import { codeOf, isMissing } from "./failure.ts";
import { leavesWithProcess } from "./leftovers.ts";
import { fileMode } from "./replace.ts";
import { changed } from "./row-source.ts";
import type { FileSystem } from "./system.ts";

/** It is held for a look and a rename. One that is older than this, in ms, was left by a process that was killed. */
const longest = 30_000;

function lockOf(file: string): string {
  const name = createHash("sha256").update(path.basename(file)).digest("hex").slice(0, 16);
  return path.join(path.dirname(file), `.audiencekit-${name}.lock`);
}

/** Whether a lock was there that nobody holds any more; it is gone then. */
async function isRemoved(lock: string, system: FileSystem): Promise<boolean> {
  try {
    const { mtimeMs } = await system.lstat(lock);
    if (Date.now() - mtimeMs <= longest) {
      return false;
    }
    await system.unlink(lock);
    return true;
  } catch (cause) {
    return isMissing(cause); // it was given back just now
  }
}

async function make(lock: string, system: FileSystem): Promise<void> {
  const handle = await system.open(lock, "wx", fileMode);
  try {
    await handle.close();
  } catch (cause) {
    await system.unlink(lock).catch(() => undefined);
    throw cause;
  }
}

async function take(lock: string, system: FileSystem, context: CallContext): Promise<void> {
  for (let isFirst = true; ; isFirst = false) {
    try {
      await make(lock, system);
      return;
    } catch (cause) {
      if (codeOf(cause) !== "EEXIST") {
        throw cause;
      }
      if (!isFirst || !(await isRemoved(lock, system))) {
        throw changed(context); // whoever holds it is changing the file
      }
    }
  }
}

/**
 * Does something while no other process of ours does so with the same file.
 * @throws AudienceError `conflict` while another one does
 */
export async function locked(
  file: string,
  system: FileSystem,
  context: CallContext,
  work: () => Promise<void>,
): Promise<void> {
  const lock = lockOf(file);
  await take(lock, system, context);
  const settle = leavesWithProcess(lock);
  try {
    await work();
  } finally {
    await system.unlink(lock).catch(() => undefined);
    settle();
  }
}
