import { createHash, randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";

import { codeOf } from "./failure.ts";
import type { FileSystem } from "./system.ts";

/** Of its machine's and its process' number, so that what a crash left behind can be told from what is in use. */
const pattern = /^\.audiencekit-(?<host>[\da-f]{8})-(?<pid>\d+)-[\da-f-]+\.tmp$/;
/** Whether a process of another machine still works on a file cannot be asked; nobody writes for this long, in ms. */
const patience = 24 * 3_600_000;

const host = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);

/** Where a file is written before it takes its place: in the same folder, hidden, and with no ending of ours. */
export function temporaryName(file: string): string {
  return path.join(path.dirname(file), `.audiencekit-${host}-${process.pid}-${randomUUID()}.tmp`);
}

/** Files of this process that are still being written. */
const unfinished = new Set<string>();

/** A process that is told to stop does not wait for what it was about to tidy up. */
function removeUnfinished(): void {
  for (const file of unfinished) {
    try {
      rmSync(file, { force: true });
    } catch {
      // The next write to the folder finds it.
    }
  }
}

/** Notes that a temporary file goes with the process. @returns to be called once it is gone by itself */
export function leavesWithProcess(file: string): () => void {
  if (unfinished.size === 0) {
    process.once("exit", removeUnfinished);
  }
  unfinished.add(file);
  return () => {
    unfinished.delete(file);
    if (unfinished.size === 0) {
      process.off("exit", removeUnfinished);
    }
  };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // Somebody else's process is there, and only its owner may ask.
    return codeOf(cause) === "EPERM";
  }
}

async function isAbandoned(
  file: string,
  owner: string,
  pid: number,
  system: FileSystem,
): Promise<boolean> {
  if (owner === host) {
    return !isRunning(pid);
  }
  const { mtimeMs } = await system.lstat(file);
  return Date.now() - mtimeMs > patience;
}

/** Removes what processes that were killed have left in a folder; it holds people. */
export async function sweep(folder: string, system: FileSystem): Promise<void> {
  for (const name of await system.readdir(folder)) {
    const { host: owner, pid } = pattern.exec(name)?.groups ?? {};
    if (owner === undefined) {
      continue;
    }
    const file = path.join(folder, name);
    try {
      if (await isAbandoned(file, owner, Number(pid), system)) {
        await system.unlink(file);
      }
    } catch {
      // Another process was quicker, or it is another user's and not ours to remove.
    }
  }
}
