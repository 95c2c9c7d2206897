import * as z from "zod";

import { failedCall, path } from "../../src/core/adapter.ts";
import { createHttpWriting, sinceTrace, traceOf } from "../../src/core/adapter-writing.ts";
import type {
  AdapterWith,
  AudienceRecord,
  Http,
  MemberChunks,
  RecordMap,
  WriteContext,
} from "../../src/core/adapter.ts";
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
  readonly audience: RecordMap<z.ZodType<WhopAudience>, AudienceRecord<WhopAudience>>;
  /** Why an audience takes no further members; continues "addMembers". */
  readonly refuses: (record: AudienceRecord<WhopAudience>) => string | undefined;
}

/** What Whop lets be written. */
export interface WhopWriting extends Pick<
  AdapterWith<"delete" | "addMembers" | "waitUntilReady", WhopAudience>,
  "delete" | "addMembers" | "waitUntilReady"
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

/** Whop takes people as files: what is written is a file first, and then an audience that is told of it. */
export function createWriting(setup: WritingSetup): WhopWriting {
  const { http, accountId: account_id, version, columns, get, audience, refuses } = setup;
  const column_mapping = Object.fromEntries(columns.map(({ field, header }) => [field, header]));
  const writing = createHttpWriting(http);
  const upload = createUpload(writing, version, columns);
  const one = {
    response: written,
    at: "",
    pick: (shell: z.infer<typeof written>) => (shell.id === undefined ? shell.data?.[0] : shell),
    ...audience,
  };
  const createFrom = writing.record({
    ...one,
    request: ({ name, file_id }: { readonly name: string; readonly file_id: string }) => ({
      method: "POST",
      path: path`audiences`,
      keyedAs: "create",
      body: { account_id, name, column_mapping, file_id },
    }),
  });
  const addPeople = writing.record({
    ...one,
    request: ({ id, file_id }: { readonly id: string; readonly file_id: string }) => ({
      method: "POST",
      path: path`audiences/${id}/add_people`,
      keyedAs: "add",
      body: { file_id },
    }),
  });
  const rename = writing.record({
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
    delete: writing.remove({
      request: (id) => ({ method: "DELETE", path: path`audiences/${id}` }),
      response: deleted,
      done: ({ success }) => success !== false,
    }),
    async addMembers({ id, members }, context) {
      const before = await get(id, context);
      const refusal = refuses(before);
      if (refusal !== undefined) {
        throw failedCall("unsupported", context, refusal); // before an upload is the time to say so
      }
      const { id: file_id, members: count } = await upload(members, context);
      const after = await addPeople({ id, file_id }, context);
      context.onWritten?.(count);
      return { written: count, pending: traceOf(before, after) };
    },
    waitUntilReady: async (id, pending, context) => sinceTrace(await get(id, context), pending),
  };
}
