import * as z from "zod";

import { numeric, path } from "../../src/core/adapter.ts";
import type {
  HttpWriting,
  StoredUpload,
  Upload,
  UploadRequest,
  UploadState,
  UploadTicket,
} from "../../src/core/adapter-writing.ts";
import type { WhopColumn } from "./columns.ts";

/** A file, as it is asked for and as it is looked at. */
const file = z.lazy(() =>
  z.looseObject({
    id: z.string().min(1),
    size: numeric().nullish(), // a number, or the digits of one
    upload_status: z.string().nullish(),
    upload_url: z.string().nullish(),
    upload_headers: z
      .object({})
      .catchall(z.union([z.string(), z.number()]).nullable())
      .nullish(),
    multipart_chunk_size: z.number().nullish(),
    multipart_upload_id: z.string().nullish(),
    multipart_upload_urls: z
      .array(z.looseObject({ part_number: z.number(), url: z.string() }))
      .nullish(),
  }),
);

interface Ticket extends UploadTicket {
  readonly uploadId: string | null | undefined;
}

const toTicket = (raw: z.infer<typeof file>): Ticket => ({
  id: raw.id,
  uploadId: raw.multipart_upload_id,
  url: raw.upload_url,
  headers: raw.upload_headers,
  parts: raw.multipart_upload_urls?.map(({ part_number, url }) => ({ number: part_number, url })),
  partSize: raw.multipart_chunk_size,
});

const fileStates: Readonly<Record<string, UploadState["status"]>> = {
  ready: "ready",
  failed: "failed",
};

const toState = ({ upload_status, size }: z.infer<typeof file>): UploadState => ({
  status: fileStates[upload_status ?? ""] ?? "pending",
  size: size === null || size === undefined ? undefined : Number(size),
});

/** From this date on a file's size is told, and a large one goes in pieces. */
const newFiles = "2026-08-21-1";
/** One address suits files of up to a few hundred MB; pieces can be repeated one by one. */
const largestInOnePiece = 100 * 1024 * 1024;

/** Makes the function that uploads members to Whop as a file. */
export function createUpload(
  writing: HttpWriting,
  version: string,
  columns: readonly WhopColumn[],
): Upload {
  return writing.upload<Ticket>({
    columns,
    open: writing.send({
      request: ({ size, attempt }: UploadRequest) => ({
        method: "POST",
        path: path`files`,
        keyedAs: `file-${attempt}`,
        writes: false,
        body: {
          filename: "members.csv",
          visibility: "private", // for good: a public file cannot be withdrawn
          ...(version >= newFiles && { byte_size: size }),
          ...(version >= newFiles && size > largestInOnePiece && { multipart: true }),
        },
      }),
      response: file,
      result: toTicket,
    }),
    complete: writing.send({
      request: ({ ticket, parts }: StoredUpload<Ticket>) => ({
        method: "POST",
        path: path`files/${ticket.id}/complete`,
        keyedAs: `complete-${ticket.id}`,
        writes: false,
        body: {
          multipart_upload_id: ticket.uploadId,
          multipart_parts: parts.map(({ number, etag }) => ({ etag, part_number: number })),
        },
      }),
      response: z.unknown(),
      result: () => undefined,
    }),
    look: writing.send({
      request: (id: string) => ({ path: path`files/${id}` }),
      response: file,
      result: toState,
    }),
  });
}
