import type { BigIntStats } from "node:fs";
import path from "node:path";
import * as z from "zod";

import type { CallContext } from "../core/call-context.ts";
import type { Adapter } from "../core/contract.ts";
import type { AudienceDraft, WriteContext } from "../core/writing/contract.ts";
import { isAudienceError } from "../core/errors.ts";
import { identifierKinds } from "../core/model.ts";
import type { AudienceRecord } from "../core/model.ts";
import { createAppend } from "./append.ts";
import { isPacked } from "./bytes.ts";
import { guarded, isMissing } from "./failure.ts";
import type { FileFormat } from "./format.ts";
import { makeFile } from "./make.ts";
import { createMemberPages } from "./member-pages.ts";
import type { FileOptions } from "./options.ts";
import { overwrite } from "./overwrite.ts";
import { createPlace } from "./place.ts";
import { createQueue } from "./queue.ts";
import { fileMode, syncFolder } from "./replace.ts";
import { openRows } from "./row-source.ts";
import { fileSystem } from "./system.ts";

/** A file that is an audience. */
export interface AudienceFile {
  /** Its name, without the folder. */
  readonly file: string;
  /** As it lies on the disk. */
  readonly bytes: number;
  readonly packed: boolean;
}

/** What audiences in files can be asked for. */
export type FileAdapter<Raw> = Required<
  Pick<
    Adapter<AudienceFile, Raw>,
    | "vendor"
    | "maxPageSize"
    | "accepts"
    | "draft"
    | "fitFor"
    | "writes"
    | "list"
    | "get"
    | "listMembers"
    | "create"
    | "createsWithMembers"
    | "delete"
    | "addMembers"
    | "replaceMembers"
  >
>;

/** Each page has its price; and a plan of a migration takes memory for what one brings, out of proportion from a thousand on. */
const maxPageSize = 400;
const draft = z.lazy(() => z.strictObject({ name: z.string().max(200) }));

const strangeName = {
  code: "invalid_record",
  path: "file",
  message: "has a name that is no UTF-8 and cannot be asked for; rename it",
} as const;

function toAudience(
  id: string,
  name: string,
  { size, mtimeMs }: BigIntStats,
): AudienceRecord<AudienceFile> {
  return {
    id,
    name,
    description: null,
    status: "ready",
    vendorStatus: null,
    // To count the rows is to read them all, but where there are none.
    size: size === 0n ? { value: 0, unit: "rows" } : null,
    matched: null,
    progress: null,
    error: null,
    createdAt: null, // a file that is written anew is a new one to the disk
    updatedAt: new Date(Number(mtimeMs)),
    raw: { file: id, bytes: Number(size), packed: isPacked(id) },
  };
}

/** Makes the adapter of one kind of file. */
export function createFileAdapter<Raw>(
  vendor: string,
  endings: readonly string[],
  format: FileFormat<Raw>,
  options: FileOptions,
): FileAdapter<Raw> {
  const { onMalformed = "report", system = fileSystem } = options;
  const place = createPlace({ path: options.path, endings, system });
  const append = createAppend({ format, system });
  /** Two writes to one file would each put its own in the place of the other's. */
  const inTurn = createQueue();

  async function audience(id: string, file: string): Promise<AudienceRecord<AudienceFile>> {
    return toAudience(id, place.nameOf(id), await system.stat(file, { bigint: true }));
  }

  /** A file that was deleted while its folder was read is not there any more, and no mistake. */
  async function audienceOrGone(
    id: string,
    context: CallContext,
  ): Promise<AudienceRecord<AudienceFile> | undefined> {
    try {
      return await audience(id, await place.find(id, context));
    } catch (cause) {
      if (isMissing(cause) || (isAudienceError(cause) && cause.code === "not_found")) {
        return undefined;
      }
      throw cause;
    }
  }

  return {
    vendor,
    maxPageSize,
    accepts: identifierKinds,
    draft,
    writes: { showsWithin: 0 },
    fitFor: (id, context) =>
      guarded(context, async () => {
        if (id === undefined) {
          return format.fit;
        }
        const source = await openRows(await place.find(id, context), format, system, context);
        await source.close();
        return source.known?.fit ?? format.fit;
      }),
    list: (request, context) =>
      guarded(context, async () => {
        const { ids, unreadable } = await place.names();
        const { cursor } = request;
        const rest = cursor === undefined ? ids : ids.filter((id) => id > cursor);
        const page = rest.slice(0, Math.min(request.pageSize, maxPageSize));
        const found = await Promise.all(page.map((id) => audienceOrGone(id, context)));
        const items = found.filter((item) => item !== undefined);
        const more = rest.length > page.length;
        const keys = items.map(({ id }) => id);
        const told = cursor === undefined && unreadable > 0;
        return {
          items,
          keys,
          more,
          next: more ? page.at(-1) : undefined,
          refused: told ? unreadable : 0,
          notes: told ? [strangeName] : [],
        };
      }),
    get: (id, context) => guarded(context, async () => audience(id, await place.find(id, context))),
    listMembers: createMemberPages({ place, format, system, onMalformed, maxPageSize }),
    createsWithMembers: "optional",
    create: ({ name, members }: AudienceDraft, context: WriteContext) =>
      guarded(context, async () => {
        const { id, file } = await place.prepare(name, context);
        if (members !== undefined) {
          await inTurn(file, () => makeFile(file, members, { format, system }, context));
          return audience(id, file);
        }
        // Made only if it is not there: an empty file is whole from the first moment.
        await (await system.open(file, "wx", fileMode)).close();
        await syncFolder(path.dirname(file), system);
        return audience(id, file);
      }),
    delete: (id, context) =>
      guarded(context, async () => {
        const file = await place.find(id, context);
        await inTurn(file, () => system.unlink(file));
      }),
    addMembers: ({ id, members }, context) =>
      guarded(context, async () => {
        const file = await place.find(id, context);
        return inTurn(file, () => append(file, members, context));
      }),
    replaceMembers: ({ id, members }, context) =>
      guarded(context, async () => {
        const file = await place.find(id, context);
        return inTurn(file, () => overwrite(file, members, { format, system }, context));
      }),
  };
}
