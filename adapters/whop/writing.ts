import * as z from "zod";

import { AudienceError, path, traceOf } from "../../src/core/adapter.ts";
import type {
  AdapterWith,
  AudienceRecord,
  Http,
  MemberChunks,
  WriteContext,
} from "../../src/core/adapter.ts";
import { audience, refuses, toAudience } from "./audience.ts";
import type { WhopAudience } from "./audience.ts";
import type { WhopColumn } from "./columns.ts";
import { createUpload } from "./files.ts";

/** What a new audience is to be. Whop makes none without members. */
export interface WhopDraft {
  readonly name: string;
  readonly members: MemberChunks;
}

/** What may be changed of an audience. */
export interface WhopChanges {
  readonly name: string;
}

/** What is written to, and how its audiences are looked at. */
interface WritingSetup {
  readonly http: Http;
  readonly accountId: string;
  /** The date of the contract that Whop answers by. */
  readonly version: string;
  readonly columns: readonly WhopColumn[];
  readonly get: AdapterWith<"get", WhopAudience>["get"];
}

/** What Whop lets be written. */
export interface WhopWriting extends Pick<
  AdapterWith<"delete" | "addMembers", WhopAudience>,
  "delete" | "addMembers"
> {
  create(draft: WhopDraft, context: WriteContext): Promise<AudienceRecord<WhopAudience>>;
  update(
    id: string,
    changes: WhopChanges,
    context: WriteContext,
  ): Promise<AudienceRecord<WhopAudience>>;
}

/** One audience; the contract's newer form is a list of them. */
const written = z.lazy(() =>
  z.looseObject({
    id: z.string().optional(),
    data: z.array(z.looseObject({ id: z.string() })).optional(),
  }),
);
const deleted = z.lazy(() => z.looseObject({ success: z.boolean().nullish() }));

/** Before an upload is the time to say so. */
function requireUploaded(record: AudienceRecord<WhopAudience>, context: WriteContext): void {
  const refusal = refuses(record);
  if (refusal !== undefined) {
    const { provider, operation } = context;
    const message = `${provider}: ${operation} ${refusal}`;
    throw new AudienceError("unsupported", message, { provider, operation });
  }
}

/** Whop takes people as files: what is written is a file first, and then an audience that is told of it. */
export function createWriting(setup: WritingSetup): WhopWriting {
  const { http, accountId: account_id, version, columns, get } = setup;
  const column_mapping = Object.fromEntries(columns.map(({ field, header }) => [field, header]));
  const upload = createUpload(http, version, columns);
  const one = {
    response: written,
    at: "",
    pick: (shell: z.infer<typeof written>) => (shell.id === undefined ? shell.data?.[0] : shell),
    item: audience,
    map: toAudience,
  };
  const createFrom = http.record({
    ...one,
    request: ({ name, file_id }: { readonly name: string; readonly file_id: string }) => ({
      method: "POST",
      path: path`audiences`,
      keyedAs: "create",
      body: { account_id, name, column_mapping, file_id },
    }),
  });
  const addPeople = http.record({
    ...one,
    request: ({ id, file_id }: { readonly id: string; readonly file_id: string }) => ({
      method: "POST",
      path: path`audiences/${id}/add_people`,
      keyedAs: "add",
      body: { file_id },
    }),
  });
  const rename = http.record({
    ...one,
    request: ({ id, name }: { readonly id: string; readonly name: string }) => ({
      method: "PATCH",
      path: path`audiences/${id}`,
      idempotent: true, // it sets what it sets, however often
      body: { name },
    }),
  });
  return {
    async create({ name, members }, context) {
      const { id: file_id, members: count } = await upload(members, context);
      const made = await createFrom({ name, file_id }, context);
      context.onWritten?.(count);
      return made;
    },
    update: (id, { name }, context) => rename({ id, name }, context),
    delete: http.remove({
      request: (id) => ({ method: "DELETE", path: path`audiences/${id}` }),
      response: deleted,
      done: ({ success }) => success !== false,
    }),
    async addMembers({ id, members }, context) {
      const before = await get(id, context);
      requireUploaded(before, context);
      const { id: file_id, members: count } = await upload(members, context);
      const after = await addPeople({ id, file_id }, context);
      context.onWritten?.(count);
      return { written: count, pending: traceOf(before, after) };
    },
  };
}
