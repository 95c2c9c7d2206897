import type { Exchange, Operation } from "../../kit/operations.ts";
import { refuse } from "../../kit/operations.ts";
import { createFingerprint } from "../../kit/fingerprint.ts";
import type { WhopScope } from "../guards.ts";
import { createContentsReader } from "./contents.ts";
import type { WhopFile } from "./file.ts";
import type { Grant } from "./presign.ts";
import { readGrant } from "./presign.ts";
import type { FileRoutes } from "./routes.ts";
import { uploadHeaders } from "./write.ts";

/** Storage hosts answer in XML, in words of their own. */
export const storageError = (status: number, code: string, message: string): Response =>
  new Response(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
    { status, headers: { "content-type": "application/xml" } },
  );

const refuseStorage = (status: number, code: string, message: string): never =>
  refuse(storageError(status, code, message));

/**
 * `PUT` of the bytes to the storage host: the address is the credential. Everything is checked
 * before a byte is read, and nothing is kept of a body that does not arrive whole.
 */
export const upload = (routes: FileRoutes): Operation<WhopScope> => ({
  name: "upload",
  method: "PUT",
  path: "/:file",
  async handle(exchange) {
    const { file, part } = await checkGrant(exchange, routes);
    const etag =
      part === 0
        ? await storeWhole(exchange, routes, file)
        : await storePart(exchange, routes, file, part);
    return new Response(null, { status: 200, headers: { etag: `"${etag}"` } });
  },
});

async function checkGrant(
  exchange: Exchange,
  routes: FileRoutes,
): Promise<{ file: WhopFile; part: number }> {
  // Two credentials at once: what storage says to a client that sends it the API's key.
  if (exchange.header("authorization") !== undefined)
    refuseStorage(400, "InvalidArgument", "Only one auth mechanism allowed.");
  const grant: Grant | undefined = await readGrant(exchange, routes);
  const file = grant === undefined ? undefined : routes.files.get(grant.fileId);
  if (grant === undefined || file === undefined)
    return refuseStorage(403, "SignatureDoesNotMatch", "The signature does not match.");
  if (routes.now() >= grant.expiresAt) refuseStorage(403, "AccessDenied", "Request has expired.");
  const signed = grant.part === 0 ? Object.entries(uploadHeaders(file)) : [];
  if (signed.some(([name, value]) => exchange.header(name) !== value))
    refuseStorage(403, "SignatureDoesNotMatch", "A signed header is missing or different.");
  if (exchange.header("transfer-encoding") !== undefined && declaredLength(exchange) === undefined)
    refuseStorage(411, "MissingContentLength", "You must provide the Content-Length header.");
  return { file, part: grant.part };
}

const declaredLength = ({ header }: Exchange): number | undefined => {
  const declared = header("content-length");
  return declared === undefined ? undefined : Number(declared);
};

/** The body, chunk by chunk; refused where it has another length than was declared. */
async function receive(exchange: Exchange, onChunk: (chunk: Uint8Array) => void): Promise<number> {
  const reader = exchange.request.body?.getReader();
  let bytes = 0;
  for (let piece = await reader?.read(); piece?.done === false; piece = await reader?.read()) {
    bytes += piece.value.length;
    onChunk(piece.value);
  }
  const declared = declaredLength(exchange);
  if (declared !== undefined && declared !== bytes)
    refuseStorage(400, "IncompleteBody", "The body is not as long as Content-Length says.");
  return bytes;
}

async function storeWhole(exchange: Exchange, routes: FileRoutes, file: WhopFile): Promise<string> {
  const reader = createContentsReader(routes.keep);
  await receive(exchange, reader.push);
  const contents = reader.end();
  // Sent again, a file is replaced as a whole; an audience made of it before keeps what it had.
  routes.files.set(file.id, { ...file, contents, storedAt: routes.now() });
  return contents.fingerprint;
}

async function storePart(
  exchange: Exchange,
  routes: FileRoutes,
  { id }: WhopFile,
  number: number,
): Promise<string> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const print = createFingerprint();
  const bytes = await receive(exchange, (chunk) => {
    print.add(chunk);
    chunks.push(new Uint8Array(chunk));
  });
  // Read again: other parts may have arrived meanwhile.
  const file = routes.files.get(id);
  if (file === undefined || file.multipart === null || file.storedAt !== null)
    return refuseStorage(404, "NoSuchUpload", "The multipart upload has been completed.");
  const etag = print.text();
  const stored = new Map([...file.multipart.stored, [number, { etag, bytes, chunks }] as const]);
  routes.files.set(id, { ...file, multipart: { ...file.multipart, stored } });
  return etag;
}
