import { builtin } from "../builtin.ts";
import { AudienceError } from "../errors.ts";

/** A place for a body whose length must be known before it is sent. */
export interface Spool {
  write(text: string): Promise<void>;
  /** The body, which does not have to be in memory, and its length in bytes. */
  finish(): Promise<Blob>;
  /** Leaves nothing behind; may be called at any time and more than once. */
  dispose(): Promise<void>;
}

/** What is used of Node's file system. */
interface FileSystem {
  readonly promises: {
    mkdtemp(prefix: string): Promise<string>;
    open(path: string, flags: string, mode: number): Promise<FileHandle>;
    readdir(path: string): Promise<string[]>;
    rm(path: string, options: Removal): Promise<void>;
  };
  rmSync(path: string, options: Removal): void;
  openAsBlob(path: string): Promise<Blob>;
}

interface Removal {
  readonly recursive: boolean;
  readonly force: boolean;
}

interface FileHandle {
  /** From where the last one ended, all of it. */
  writeFile(bytes: Uint8Array): Promise<unknown>;
  close(): Promise<void>;
}

/** What is used of Node's process. */
interface Process {
  readonly pid: number;
  kill(pid: number, signal: 0): unknown;
  once(event: "exit", listener: () => void): unknown;
  off(event: "exit", listener: () => void): unknown;
}

interface Host {
  readonly files: FileSystem;
  readonly process: Process;
  readonly folder: string;
}

/** Gathered before it goes to the file, in bytes: one call of the system for some thousand lines. */
const chunkLength = 256 * 1024;
/** Of UTF-8, for one UTF-16 code unit. */
const mostBytes = 3;
const everything: Removal = { recursive: true, force: true };
/** Of its owner's number, so that what a crash left behind can be told from what is in use. */
const prefix = "audiencekit-upload-";
const foldersOfProcesses = /^audiencekit-upload-(\d+)-\w+$/;

const isFileSystem = (value: unknown): value is FileSystem =>
  typeof value === "object" && value !== null && "openAsBlob" in value;
const isProcess = (value: unknown): value is Process =>
  typeof value === "object" && value !== null && "pid" in value && "kill" in value;

function hostOf(): Host | undefined {
  const files = builtin("node:fs");
  const os = builtin("node:os");
  const host: unknown = Reflect.get(globalThis, "process");
  const tmpdir: unknown = typeof os === "object" && os !== null ? Reflect.get(os, "tmpdir") : "";
  return isFileSystem(files) && isProcess(host) && typeof tmpdir === "function"
    ? { files, process: host, folder: String(Reflect.apply(tmpdir, os, [])) }
    : undefined;
}

function isRunning(pid: number, { process }: Host): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is there, and only its owner may ask.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Removes what processes that were killed have left behind. */
async function sweep(host: Host): Promise<void> {
  const { promises } = host.files;
  for (const name of await promises.readdir(host.folder)) {
    const pid = Number(foldersOfProcesses.exec(name)?.[1] ?? Number.NaN);
    if (!Number.isNaN(pid) && !isRunning(pid, host)) {
      // Another user's cannot be removed, and are not ours to remove.
      await promises.rm(`${host.folder}/${name}`, everything).catch(() => undefined);
    }
  }
}

function inMemory(): Spool {
  let parts: string[] = [];
  return {
    write: async (text) => {
      parts.push(text);
    },
    finish: async () => new Blob(parts),
    dispose: async () => {
      parts = [];
    },
  };
}

/** A disk that is full, or a folder that is not to be written to. */
function diskFailure(cause: unknown): AudienceError {
  const code = cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
  const message = `The file could not be kept in the temporary folder${code}. Nothing was sent; make room there, or set TMPDIR to another.`;
  return new AudienceError("unavailable", message, { cause });
}

interface OpenFile {
  readonly folder: string;
  readonly path: string;
  readonly handle: FileHandle;
  readonly leave: () => void;
}

/** The folder is made with mode 0700, the file with 0600: nobody but their owner can read either. */
async function openFile(host: Host): Promise<OpenFile> {
  const { files, process } = host;
  await sweep(host);
  const folder = await files.promises.mkdtemp(`${host.folder}/${prefix}${process.pid}-`);
  const leave = (): void => files.rmSync(folder, everything);
  process.once("exit", leave);
  const path = `${folder}/members.csv`;
  return { folder, path, handle: await files.promises.open(path, "wx", 0o600), leave };
}

function inFile(host: Host): Spool {
  let opening: Promise<OpenFile> | undefined;
  const encoder = new TextEncoder();
  let buffer = new Uint8Array(2 * chunkLength);
  let end = 0;
  let closed = false;
  /** At once, and into the same memory every time: a text put together of cells keeps them all. */
  const encode = (text: string): void => {
    const most = end + text.length * mostBytes;
    if (buffer.length < most) {
      const wider = new Uint8Array(most);
      wider.set(buffer.subarray(0, end));
      buffer = wider;
    }
    end += encoder.encodeInto(text, buffer.subarray(end)).written;
  };
  const flush = async (): Promise<OpenFile> => {
    opening ??= openFile(host);
    try {
      const file = await opening;
      await file.handle.writeFile(buffer.subarray(0, end));
      end = 0;
      return file;
    } catch (error) {
      throw diskFailure(error);
    }
  };
  const close = async ({ handle }: OpenFile): Promise<void> => {
    if (!closed) {
      closed = true;
      await handle.close();
    }
  };
  return {
    async write(text) {
      encode(text);
      if (end >= chunkLength) {
        await flush();
      }
    },
    async finish() {
      const file = await flush();
      await close(file);
      return host.files.openAsBlob(file.path);
    },
    async dispose() {
      const file = await opening?.catch(() => undefined);
      if (file !== undefined) {
        await close(file);
        await host.files.promises.rm(file.folder, everything);
        host.process.off("exit", file.leave);
      }
    },
  };
}

/** A file that only its owner can read, where there are files; memory elsewhere. */
export function createSpool(): Spool {
  const host = hostOf();
  return host === undefined ? inMemory() : inFile(host);
}
