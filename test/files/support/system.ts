import type { FileHandle } from "node:fs/promises";

import { fileSystem } from "../../../src/files/system.ts";
import type { FileSystem } from "../../../src/files/system.ts";

/** A file system that remembers what was opened. */
export interface WatchedSystem extends FileSystem {
  opened(): number;
  /** How many of them are not closed. */
  open(...args: Parameters<FileSystem["open"]>): Promise<FileHandle>;
  left(): number;
}

export function watchedSystem(): WatchedSystem {
  const handles: FileHandle[] = [];
  return {
    ...fileSystem,
    async open(...args) {
      const handle = await fileSystem.open(...args);
      handles.push(handle);
      return handle;
    },
    opened: () => handles.length,
    left: () => handles.filter(({ fd }) => fd >= 0).length,
  };
}

export const systemError = (code: string): Error =>
  Object.assign(new Error(`${code}: a path such as /home/ada@example.com/list.csv`), { code });

/** The places at which writing a file can fail. */
export type FailingStep = "open" | "appendFile" | "sync" | "close" | "rename";

/** A file system on which one step of writing fails with this code, after so many bytes. */
export function failingSystem(step: FailingStep, code: string, after = 0): FileSystem {
  let written = 0;
  return {
    ...fileSystem,
    async open(file, flags, mode) {
      if (flags !== "wx") {
        return fileSystem.open(file, flags, mode);
      }
      if (step === "open") {
        throw systemError(code);
      }
      const handle = await fileSystem.open(file, flags, mode);
      const append = handle.appendFile.bind(handle);
      if (step === "appendFile") {
        handle.appendFile = async (data) => {
          if (!Buffer.isBuffer(data) && typeof data !== "string") {
            throw new TypeError("The files here are written in texts and buffers.");
          }
          const bytes = Buffer.from(data);
          // As a full disk does it: what fits is written.
          await append(bytes.subarray(0, Math.max(0, after - written)));
          written += bytes.length;
          if (written > after) {
            throw systemError(code);
          }
        };
      } else if (step === "sync") {
        handle.sync = () => Promise.reject(systemError(code));
      } else if (step === "close") {
        const close = handle.close.bind(handle);
        handle.close = async () => {
          await close();
          throw systemError(code);
        };
      }
      return handle;
    },
    async rename(from, to) {
      if (step === "rename") {
        throw systemError(code);
      }
      await fileSystem.rename(from, to);
    },
  };
}
