import type { Contents } from "./contents.ts";

export type WhopVisibility = "public" | "private";

/** One piece of a multipart upload, as it was stored. */
export interface StoredPart {
  readonly etag: string;
  readonly bytes: number;
  readonly chunks: readonly Uint8Array<ArrayBuffer>[];
}

export interface Multipart {
  readonly uploadId: string;
  /** How many parts there have to be. */
  readonly count: number;
  /** By number, from 1. */
  readonly stored: ReadonlyMap<number, StoredPart>;
}

/** A file as the emulator keeps it; never changed in place. Times are epoch milliseconds. */
export interface WhopFile {
  readonly id: string;
  readonly filename: string;
  readonly contentType: string;
  readonly visibility: WhopVisibility;
  readonly createdAt: number;
  /** The credential it was made with: nobody else can retrieve it. */
  readonly owner: string;
  /** What the client said the size would be. */
  readonly byteSize: number | null;
  readonly multipart: Multipart | null;
  /** When the last byte arrived; null before. */
  readonly storedAt: number | null;
  readonly contents: Contents | null;
  readonly failed: boolean;
}

export type WhopUploadStatus = "pending" | "processing" | "ready" | "failed";

/** Whop looks at a file for a while once it is there (developer/guides/direct-file-uploads). */
export function uploadStatus(
  { failed, storedAt }: WhopFile,
  now: number,
  lookingTime: number,
): WhopUploadStatus {
  if (failed) return "failed";
  if (storedAt === null) return "pending";
  return now < storedAt + lookingTime ? "processing" : "ready";
}

/** The type that goes with a name; Whop takes any file, and an audience wants this one. */
export const contentTypeOf = (filename: string): string =>
  filename.toLowerCase().endsWith(".csv") ? "text/csv" : "application/octet-stream";
