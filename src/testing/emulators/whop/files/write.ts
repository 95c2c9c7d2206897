import type { WhopFile, WhopUploadStatus } from "./file.ts";
import { uploadOrigin } from "./presign.ts";
import type { FilesGeneration } from "./routes.ts";

/** Where the bytes go; only the answer to the creation tells. */
export interface Ticket {
  /** Null for a multipart upload, whose parts have addresses of their own. */
  readonly url: string | null;
  readonly parts: readonly { readonly number: number; readonly url: string }[] | null;
}

/** What a PUT of the whole file has to carry. Which headers Whop asks for is not documented. */
export const uploadHeaders = ({ contentType }: WhopFile): Readonly<Record<string, string>> => ({
  "Content-Type": contentType,
  "x-amz-server-side-encryption": "AES256",
});

/** "5 MB parts", at most 10,000 of them (developer/guides/direct-file-uploads). */
export const chunkSize: number = 5 * 1024 * 1024;

/** A file as Whop answers it, in the one generation or the other. */
export function writeFile(
  file: WhopFile,
  status: WhopUploadStatus,
  generation: FilesGeneration,
  ticket: Ticket | null,
): Record<string, unknown> {
  const size = status === "ready" ? (file.contents?.bytes ?? 0) : null;
  const legacy = {
    id: file.id,
    content_type: file.contentType,
    filename: file.filename,
    size: size === null ? null : String(size),
    upload_headers: ticket === null || ticket.url === null ? null : uploadHeaders(file),
    upload_status: status,
    upload_url: ticket?.url ?? null,
    // Nothing in an emulator downloads a file: the address is there to be looked at.
    url: status === "ready" ? `${uploadOrigin}/${file.visibility}/${file.id}` : null,
    visibility: file.visibility,
  };
  if (generation === "legacy") return legacy;
  const multipart = ticket?.parts ?? null;
  return {
    ...legacy,
    object: "file",
    size,
    created_at: new Date(file.createdAt).toISOString(),
    multipart_chunk_size: multipart === null ? null : chunkSize,
    multipart_upload_id: multipart === null ? null : (file.multipart?.uploadId ?? null),
    multipart_upload_urls:
      multipart?.map(({ number, url }) => ({ part_number: number, url })) ?? null,
  };
}
