import type { Contents } from "./files/contents.ts";
import { createContentsReader } from "./files/contents.ts";
import type { WhopFile, WhopUploadStatus, WhopVisibility } from "./files/file.ts";
import { uploadStatus } from "./files/file.ts";
import type { WhopPerson } from "./sources.ts";
import { peopleOf } from "./sources.ts";
import type { WhopState } from "./state.ts";

/** A file, as a test wants to see it. */
export interface WhopStoredFile {
  readonly id: string;
  readonly filename: string;
  readonly visibility: WhopVisibility;
  readonly status: WhopUploadStatus;
  /** Bytes that were stored; null before there are any. */
  readonly bytes: number | null;
  /** What `fingerprint` gives for those bytes. */
  readonly fingerprint: string | null;
}

/** The files clients have uploaded, to look at and to spoil. */
export interface WhopFiles {
  /** Oldest first. */
  readonly list: () => readonly WhopStoredFile[];
  readonly get: (id: string) => WhopStoredFile | undefined;
  /** As storage that lost the end of a file: only so many bytes of it are left. */
  readonly truncate: (id: string, bytes: number) => void;
  /** Its status is `failed` from now on. */
  readonly fail: (id: string) => void;
}

/** A file that was taken into an audience. */
export interface WhopUpload {
  readonly fileId: string;
  readonly bytes: number;
  readonly fingerprint: string;
  readonly rows: number;
  /** Rows with neither email nor phone. */
  readonly skipped: number;
}

export function controlFiles(
  { files }: WhopState,
  now: () => number,
  lookingTime: number,
): WhopFiles {
  const shown = (file: WhopFile): WhopStoredFile => ({
    id: file.id,
    filename: file.filename,
    visibility: file.visibility,
    status: uploadStatus(file, now(), lookingTime),
    bytes: file.contents?.bytes ?? null,
    fingerprint: file.contents?.fingerprint ?? null,
  });
  const existing = (id: string): WhopFile => {
    const file = files.get(id);
    if (file === undefined) throw new RangeError(`No file "${id}" in this emulator.`);
    return file;
  };
  return {
    list: () => [...files.values()].map(shown),
    get(id) {
      const file = files.get(id);
      return file && shown(file);
    },
    truncate(id, bytes) {
      const file = existing(id);
      files.set(id, { ...file, contents: firstBytes(file.contents, bytes) });
    },
    fail: (id) => void files.set(id, { ...existing(id), failed: true }),
  };
}

function firstBytes(contents: Contents | null, bytes: number): Contents {
  const reader = createContentsReader(true);
  let left = bytes;
  for (const chunk of contents?.chunks ?? []) {
    reader.push(chunk.subarray(0, left));
    left -= Math.min(left, chunk.length);
  }
  return reader.end();
}

const requireAudience = ({ audiences }: WhopState, id: string): void => {
  if (audiences.get(id) === undefined) throw new RangeError(`No record "${id}" in this emulator.`);
};

export function readMembers(state: WhopState, id: string): readonly WhopPerson[] {
  requireAudience(state, id);
  const source = state.sources.get(id);
  return source === undefined ? [] : peopleOf(source);
}

export function readUploads(state: WhopState, id: string): readonly WhopUpload[] {
  requireAudience(state, id);
  return (state.sources.get(id)?.taken ?? []).map(({ fileId, contents, skipped }) => ({
    fileId,
    bytes: contents.bytes,
    fingerprint: contents.fingerprint,
    rows: contents.rows,
    skipped,
  }));
}
