import type { Fields } from "../../kit/body.ts";
import { readFields, readText } from "../../kit/body.ts";
import type { Exchange, Operation } from "../../kit/operations.ts";
import { alphanumerics, hexDigits } from "../../kit/random.ts";
import { refuseRequest } from "../errors.ts";
import type { WhopScope } from "../guards.ts";
import type { Multipart, WhopFile, WhopVisibility } from "./file.ts";
import { contentTypeOf } from "./file.ts";
import { presign } from "./presign.ts";
import type { FileRoutes, FilesGeneration } from "./routes.ts";
import { filesGeneration, ownerOf } from "./routes.ts";
import type { Ticket } from "./write.ts";
import { chunkSize, writeFile } from "./write.ts";

const gigabyte = 1024 ** 3;

/** `POST /files` (developer/guides/direct-file-uploads). The success status is not documented. */
export const createFile = (routes: FileRoutes): Operation<WhopScope> => ({
  name: "createFile",
  method: "POST",
  path: "/files",
  async handle(exchange) {
    const fields = (await readFields(exchange)) ?? refuseRequest("The body must be a JSON object.");
    const generation = filesGeneration(exchange, routes);
    const filename = readText(fields["filename"]) ?? refuseRequest("filename is required.");
    const byteSize = generation === "legacy" ? null : readByteSize(fields);
    const file: WhopFile = {
      id: routes.issuer.next((random) => `file_${random.text(13, alphanumerics)}`),
      filename,
      contentType: contentTypeOf(filename),
      visibility: readVisibility(fields, generation),
      createdAt: routes.now(),
      owner: ownerOf(exchange),
      byteSize,
      multipart: generation === "legacy" ? null : readMultipart(fields, byteSize, routes),
      storedAt: null,
      contents: null,
      failed: false,
    };
    routes.files.set(file.id, file);
    const ticket = await createTicket(exchange, routes, file);
    return Response.json(writeFile(file, "pending", generation, ticket), { status: 201 });
  },
});

/** Public until 2026-08-21-1, private since (developer/guides/upload-files, direct-file-uploads). */
function readVisibility(fields: Fields, generation: FilesGeneration): WhopVisibility {
  const asked = fields["visibility"] ?? null;
  if (asked === null) return generation === "legacy" ? "public" : "private";
  return asked === "public" || asked === "private"
    ? asked
    : refuseRequest("visibility must be public or private.");
}

function readByteSize(fields: Fields): number | null {
  const asked = fields["byte_size"] ?? null;
  if (asked === null) return null;
  return typeof asked === "number" && Number.isSafeInteger(asked) && asked > 0
    ? asked
    : refuseRequest("byte_size must be a whole number of bytes.");
}

/** Above 5 MB, with byte_size, at most 10,000 parts; above 5 GB there is no other way. */
function readMultipart(
  fields: Fields,
  byteSize: number | null,
  { issuer }: FileRoutes,
): Multipart | null {
  const asked = fields["multipart"] ?? false;
  if (asked === false) {
    if (byteSize !== null && byteSize > 5 * gigabyte)
      refuseRequest("Files above 5 GB have to be uploaded in parts.");
    return null;
  }
  if (asked !== true) refuseRequest("multipart must be true or false.");
  if (byteSize === null) return refuseRequest("byte_size is required for a multipart upload.");
  const count = Math.ceil(byteSize / chunkSize);
  if (count < 2 || count > 10_000)
    refuseRequest("A multipart upload is for files above 5 MB, in at most 10,000 parts.");
  const uploadId = issuer.next((random) => random.text(32, hexDigits));
  return { uploadId, count, stored: new Map() };
}

async function createTicket(
  exchange: Exchange,
  routes: FileRoutes,
  { id, multipart }: WhopFile,
): Promise<Ticket> {
  if (multipart === null) return { url: await presign(exchange, routes, id), parts: null };
  const numbers = Array.from({ length: multipart.count }, (_, index) => index + 1);
  const parts = await Promise.all(
    numbers.map(async (number) => ({ number, url: await presign(exchange, routes, id, number) })),
  );
  return { url: null, parts };
}
