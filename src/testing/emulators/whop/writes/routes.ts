import type { Fields } from "../../kit/body.ts";
import { isFields, readFields } from "../../kit/body.ts";
import type { Issuer } from "../../kit/issuer.ts";
import type { Exchange } from "../../kit/operations.ts";
import { refuseRequest, refuseState, refuseWhop } from "../errors.ts";
import type { Contents } from "../files/contents.ts";
import { uploadStatus } from "../files/file.ts";
import type { WhopFile } from "../files/file.ts";
import { ownFile } from "../files/routes.ts";
import type { WhopRecordGeneration } from "../record.ts";
import type { ColumnMapping } from "../sources.ts";
import { unusableHeader } from "../sources.ts";
import type { WhopAudience, WhopState } from "../state.ts";
import type { WhopTimes } from "../times.ts";

/** What the routes that change audiences work with. */
export interface WriteRoutes {
  readonly state: WhopState;
  readonly issuer: Issuer;
  readonly now: () => number;
  readonly times: Required<WhopTimes>;
  readonly generation: WhopRecordGeneration;
}

export const requireFields = async (exchange: Exchange): Promise<Fields> =>
  (await readFields(exchange)) ?? refuseRequest("The body must be a JSON object.");

/** The audience of the path. */
export const requireAudience = ({ parameter }: Exchange, { state }: WriteRoutes): WhopAudience =>
  state.audiences.get(parameter("id")) ??
  refuseWhop(404, "not_found", "This audience was not found, or this token cannot see it.");

/**
 * "Map at least an email or phone column" (create-audience). Other fields are taken too: the
 * document leaves the map open, and only newer clients close it.
 */
export function readMapping(value: unknown): ColumnMapping {
  if (!isFields(value)) return refuseRequest("column_mapping is required.");
  const entries = Object.entries(value).filter(([, header]) => header !== null);
  const mapping: Record<string, string> = {};
  for (const [field, header] of entries) {
    if (typeof header !== "string" || header === "")
      return refuseRequest(`column_mapping.${field} must be the header of a column.`);
    mapping[field] = header;
  }
  if (mapping["email"] === undefined && mapping["phone"] === undefined)
    refuseRequest("column_mapping must map an email or a phone column.");
  return mapping;
}

/** A file of the caller's that is ready and has the columns a mapping names. */
export function requireContents(
  exchange: Exchange,
  { state, now, times }: WriteRoutes,
  id: unknown,
  mapping: ColumnMapping,
): { readonly file: WhopFile; readonly contents: Contents } {
  if (typeof id !== "string" || id === "") return refuseRequest("file_id is required.");
  const file = ownFile(exchange, id, state.files) ?? refuseRequest(`There is no file ${id}.`);
  const status = uploadStatus(file, now(), times.file);
  if (status === "failed") refuseRequest(`The file ${id} failed.`);
  const { contents } = file;
  if (status !== "ready" || contents === null)
    return refuseState(`The file ${id} is not ready: its upload is ${status}.`);
  const missing = unusableHeader(mapping, contents);
  if (missing !== undefined) refuseRequest(`The file must have one column named "${missing}".`);
  return { file, contents };
}
