import type { CallContext } from "../core/call-context.ts";
import { stampOf } from "./bytes.ts";
import { failure, isMissing, isOneOf, nameTaken } from "./failure.ts";
import { locked } from "./lock.ts";
import { changed } from "./row-source.ts";
import type { FileSystem } from "./system.ts";

/** Puts what is ready, and lies in the same folder, in the place of a file. */
export type Put = (ready: string) => Promise<void>;

/** Where there are no hard links, the system says so in one of these ways. */
const noLinks: ReadonlySet<string> = new Set([
  "EPERM",
  "ENOTSUP",
  "EOPNOTSUPP",
  "ENOSYS",
  "EMLINK",
  "EINVAL",
]);

/** In the place of the very file that was read: who was added meanwhile would be gone without a word. */
export function inPlaceOf(
  file: string,
  stamp: string,
  system: FileSystem,
  context: CallContext,
): Put {
  // Between the look and the rename nobody else may come.
  return (ready) =>
    locked(file, system, context, async () => {
      if ((await stampOf(file, system)) !== stamp) {
        throw changed(context);
      }
      await system.rename(ready, file);
    });
}

async function isThere(file: string, system: FileSystem): Promise<boolean> {
  try {
    await system.lstat(file);
    return true;
  } catch (cause) {
    if (isMissing(cause)) {
      return false;
    }
    throw cause;
  }
}

/** @throws AudienceError `conflict` where a file of this name is there */
export async function refuseTaken(
  file: string,
  system: FileSystem,
  context: CallContext,
): Promise<void> {
  if (await isThere(file, system)) {
    throw failure(context, "conflict", nameTaken);
  }
}

/** Where no file is: a second name for what is ready cannot take the place of another. */
export function asNew(file: string, system: FileSystem, context: CallContext): Put {
  return async (ready) => {
    try {
      await system.link(ready, file);
    } catch (cause) {
      if (!isOneOf(cause, noLinks)) {
        throw cause;
      }
      await refuseTaken(file, system, context);
      await system.rename(ready, file);
    }
  };
}
