import { isFields, readFields } from "../../kit/body.ts";
import type { Operation } from "../../kit/operations.ts";
import { refuseRequest, refuseState, refuseWhop, whopError } from "../errors.ts";
import type { WhopScope } from "../guards.ts";
import { createContentsReader } from "./contents.ts";
import type { Multipart, StoredPart, WhopFile } from "./file.ts";
import { uploadStatus } from "./file.ts";
import type { FileRoutes } from "./routes.ts";
import { filesGeneration, ownFile } from "./routes.ts";
import { chunkSize, writeFile } from "./write.ts";

/** `POST /files/{id}/complete` (developer/guides/direct-file-uploads): 400, 401, 404 and 409. */
export const completeFile = (routes: FileRoutes): Operation<WhopScope> => ({
  name: "completeFile",
  method: "POST",
  path: "/files/:id/complete",
  async handle(exchange) {
    const generation = filesGeneration(exchange, routes);
    if (generation === "legacy") return whopError(404, "not_found", "There is no such route.");
    const fields = (await readFields(exchange)) ?? refuseRequest("The body must be a JSON object.");
    const file =
      ownFile(exchange, exchange.parameter("id"), routes.files) ??
      refuseWhop(404, "not_found", "This file was not found, or this token cannot see it.");
    const { multipart } = file;
    if (multipart === null || file.storedAt !== null)
      return refuseState("This file has no multipart upload to complete.");
    if (fields["multipart_upload_id"] !== multipart.uploadId)
      refuseRequest("multipart_upload_id is not that of this file.");
    const parts = checkParts(fields["multipart_parts"], multipart);
    const completed = join(file, parts, routes);
    routes.files.set(file.id, completed);
    const status = uploadStatus(completed, routes.now(), routes.lookingTime);
    return Response.json(writeFile(completed, status, generation, null));
  },
});

/** All of them, in order, each with the ETag it was stored under. */
function checkParts(named: unknown, { count, stored }: Multipart): readonly StoredPart[] {
  if (!Array.isArray(named) || named.length !== count)
    return refuseRequest(`multipart_parts must name all ${count} parts.`);
  return named.map((entry: unknown, index) => {
    const number = index + 1;
    const part = stored.get(number);
    if (!isFields(entry) || entry["part_number"] !== number)
      return refuseRequest("multipart_parts must be in the order of their part numbers.");
    if (part === undefined) return refuseRequest(`Part ${number} has not been uploaded.`);
    if (String(entry["etag"]).replaceAll('"', "") !== part.etag)
      return refuseRequest(`The etag of part ${number} is not that of what was uploaded.`);
    // As storage has it: every part but the last is as large as a part is.
    if (number < count && part.bytes !== chunkSize)
      return refuseRequest(`Part ${number} is not ${chunkSize} bytes long.`);
    return part;
  });
}

function join(file: WhopFile, parts: readonly StoredPart[], routes: FileRoutes): WhopFile {
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  if (bytes !== file.byteSize)
    refuseRequest(`byte_size was ${file.byteSize}, and the parts have ${bytes} bytes.`);
  const reader = createContentsReader(routes.keep);
  for (const { chunks } of parts) for (const chunk of chunks) reader.push(chunk);
  const multipart = file.multipart === null ? null : { ...file.multipart, stored: new Map() };
  return { ...file, multipart, contents: reader.end(), storedAt: routes.now() };
}
