import * as z from "zod";

import {
  AudienceError,
  createHttp,
  fitAttributes,
  path,
  requireOptions,
  requireText,
  sinceTrace,
  traceOf,
} from "../src/core/adapter.ts";
import type {
  Adapter,
  AdapterWith,
  AudienceRecord,
  Failure,
  HttpOptions,
  MemberChunks,
  WriteContext,
} from "../src/core/adapter.ts";
import { audience, sometimes, toAudience, words } from "./whop/audience.ts";
import type { WhopAudience } from "./whop/audience.ts";
import { attributeRules, columnsOf, createUpload } from "./whop/files.ts";
import type { WhopField } from "./whop/files.ts";

export type { WhopAudience } from "./whop/audience.ts";
export type { WhopField } from "./whop/files.ts";

export interface WhopOptions extends HttpOptions {
  /** An account API key, an app API key or an access token, with `audience:basic:read`, and `audience:update` to write. */
  readonly apiKey: string;
  /** The account whose audiences are meant: `biz_…`. */
  readonly accountId: string;
  /** The dated contract that Whop answers by; without one it would be whatever the key was made under. @default "2026-09-22-3" */
  readonly apiVersionDate?: string | undefined;
  /**
   * Headers of the columns in uploaded files. To add to an audience that was made elsewhere, give those of its file.
   * @default the names of the fields
   */
  readonly columns?: Partial<Readonly<Record<WhopField, string>>> | undefined;
}

/** What a new audience is to be. Whop makes none without members. */
export interface WhopDraft {
  readonly name: string;
  readonly members: MemberChunks;
}

/** What may be changed of an audience. */
export interface WhopChanges {
  readonly name: string;
}

/** What Whop's audiences can be asked for. Uploaded rows cannot be read back, and none can be taken away. */
export interface WhopAdapter extends AdapterWith<
  | ("get" | "delete" | "addMembers" | "waitUntilReady")
  | ("accepts" | "fitMember" | "draft" | "changes" | "writes" | "lacks"),
  WhopAudience
> {
  readonly createsWithMembers: true;
  create(draft: WhopDraft, context: WriteContext): Promise<AudienceRecord<WhopAudience>>;
  update(
    id: string,
    changes: WhopChanges,
    context: WriteContext,
  ): Promise<AudienceRecord<WhopAudience>>;
}

/** The shell of a page; its items are read one by one, so that one bad record does not sink the page. */
const page = z.lazy(() =>
  z.looseObject({
    data: z.array(z.unknown()),
    page_info: z.looseObject({ has_next_page: z.boolean(), end_cursor: z.string().nullish() }),
  }),
);
const found = z.lazy(() => z.looseObject({ data: z.array(z.looseObject({ id: z.string() })) }));

/** One audience; the contract's newer form is a list of them. */
const written = z.lazy(() =>
  z.looseObject({
    id: z.string().optional(),
    data: z.array(z.looseObject({ id: z.string() })).optional(),
  }),
);
const deleted = z.lazy(() => z.looseObject({ success: z.boolean().nullish() }));
const named = z.lazy(() => z.strictObject({ name: z.string() }));

/** Whop takes further people where the first came from a file. */
function refuses({ raw }: AudienceRecord<WhopAudience>): string | undefined {
  const { audience_type, source_type } = raw;
  if (audience_type !== "lookalike" && (source_type ?? "csv_upload") === "csv_upload") {
    return undefined;
  }
  const what = audience_type === "lookalike" ? audience_type : source_type;
  return `works with audiences of an uploaded file, and this one is a ${what}. Make one with create.`;
}

/** Before an upload is the time to say so. */
function requireUploaded(record: AudienceRecord<WhopAudience>, context: WriteContext): void {
  const refusal = refuses(record);
  if (refusal !== undefined) {
    const { provider, operation } = context;
    const message = `${provider}: ${operation} ${refusal}`;
    throw new AudienceError("unsupported", message, { provider, operation });
  }
}

const failure = z.lazy(() =>
  z.looseObject({
    error: z.looseObject({
      type: z.string().nullish(),
      code: z.string().nullish(),
      message: z.string().nullish(),
    }),
  }),
);

/** Between looks at whether the first request under a key has ended, in ms. */
const whileRunning = 2000;
const waitInMessage = /\b(\d{1,5}) seconds?\b/;

/** Errors carry `type`, `code` or both; a 429 says how long to wait in its message only. */
function readFailure(body: unknown): Failure | undefined {
  const error = failure.safeParse(body).data?.error;
  const code = error?.code ?? error?.type ?? undefined;
  const message = error?.message ?? undefined;
  const wait = code === "rate_limit_exceeded" ? waitInMessage.exec(message ?? "") : null;
  const running = code === "idempotency_request_in_progress" ? whileRunning : undefined;
  return error && { code, message, retryAfter: wait ? Number(wait[1]) * 1000 : running };
}

/**
 * Reads the audiences of one Whop account.
 * @throws AudienceError `invalid_argument` for a missing or malformed option.
 */
export function whop(options: WhopOptions): WhopAdapter {
  requireOptions("whop", options, ["apiKey", "accountId"]);
  const { accountId: account_id, requestsPerMinute } = options;
  // The newest date that a client of Whop's own sends. It makes new files private, and an unpinned key may be of any date.
  const version = options.apiVersionDate ?? "2026-09-22-3";
  const http = createHttp({
    vendor: "whop",
    baseUrl: "https://api.whop.com/api/v1",
    bearer: options.apiKey,
    headers: { "api-version-date": requireText("whop", "apiVersionDate", version) },
    rateLimit: { requests: 600, per: 60_000, scope: "operation" },
    failure: readFailure,
    errorCodes: { idempotency_request_in_progress: "unavailable" }, // the first is still being worked on
    remedies: {
      idempotency_key_mismatch:
        "An earlier write under this idempotencyKey was another one, or of another file, and may have been carried out: look, and use a new key for what is new.",
      idempotency_request_in_progress: "List the audiences to see what became of the first.",
    },
    options,
  });
  const columns = columnsOf(options.columns);
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
  // There is no address of a single audience; the list takes its id as a filter.
  const get = http.record({
    request: (id) => ({ path: path`audiences`, query: { account_id, audience_id: id } }),
    response: found,
    at: "data[0]",
    pick: ({ data }, id) => data.find((record) => record.id === id),
    item: audience,
    map: toAudience,
  });
  return {
    vendor: "whop",
    maxPageSize: 100,
    list: http.page({
      request: ({ cursor, pageSize }) => ({
        path: path`audiences`,
        query: { account_id, first: pageSize, after: cursor },
      }),
      response: page,
      at: "data",
      items: ({ data }) => data,
      item: audience,
      sometimes,
      words,
      map: toAudience,
      key: ({ id }) => id,
      more: ({ page_info }) => page_info.has_next_page, // Whop sends an end_cursor on the last page too
      next: ({ page_info }) => page_info.end_cursor,
    }),
    get,
    accepts: ["email", "phone"],
    fitMember: fitAttributes({ ruleOf: (name) => attributeRules.get(name) }),
    lacks: {
      listMembers:
        "Whop does not give uploaded people back. Take the file that was uploaded, or the list that it came from, as the source.",
    },
    draft: named,
    changes: named,
    createsWithMembers: true,
    // One file, however many: announced, sent and looked at; then the audience is looked at, and told of it.
    writes: {
      requestsPerPart: 0,
      requestsPerWrite: 5,
      requestsPerMinute: requestsPerMinute ?? 600,
      unit: "rows",
      refuses,
    },
    async create({ name, members }: WhopDraft, context) {
      const { id: file_id, members: count } = await upload(members, context);
      const made = await createFrom({ name, file_id }, context);
      context.onWritten?.(count);
      return made;
    },
    update: (id, { name }: WhopChanges, context) => rename({ id, name }, context),
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
    waitUntilReady: async (id, pending, context) => sinceTrace(await get(id, context), pending),
  } satisfies Adapter<WhopAudience>;
}
