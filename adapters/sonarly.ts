import * as z from "zod";

import { createHttp, path, requireOptions } from "../src/core/adapter.ts";
import type {
  Adapter,
  AdapterWith,
  AudienceRecord,
  Failure,
  HttpOptions,
  MemberPageRequest,
  WriteContext,
} from "../src/core/adapter.ts";
import { audience, madeAs, sometimes, toAudience, words } from "./sonarly/audience.ts";
import type { SonarlyAudience, SonarlyAudienceType } from "./sonarly/audience.ts";
import { prospect, sometimes as sometimesOfProspects, toMember } from "./sonarly/prospect.ts";
import type { SonarlyProspect } from "./sonarly/prospect.ts";

export type { SonarlyAudience, SonarlyAudienceType } from "./sonarly/audience.ts";
export type { SonarlyCompany, SonarlyProspect } from "./sonarly/prospect.ts";

export interface SonarlyOptions extends HttpOptions {
  /** A key with `audiences:read`; with `prospects:read` to list members, and `audiences:write` to write. */
  readonly apiKey: string;
  /** The account group every call is scoped to. */
  readonly accountGroupId: string;
}

/** What a new audience is to be. It begins empty: only Sonarly's own, paid jobs fill one. */
export interface SonarlyDraft {
  readonly name: string;
  readonly type: SonarlyAudienceType;
  readonly description?: string | undefined;
}

/** What may be changed of an audience. */
export interface SonarlyChanges {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
}

/** What Sonarly's audiences can be asked for. Members can be read, and not written. */
export interface SonarlyAdapter extends AdapterWith<
  "get" | "listMembers" | "update" | "delete" | "waitUntilReady" | "draft" | "changes" | "lacks",
  SonarlyAudience,
  SonarlyProspect
> {
  create(draft: SonarlyDraft, context: WriteContext): Promise<AudienceRecord<SonarlyAudience>>;
}

const text = () => z.string().nullish();
/** `success: false` with 200 is a refusal: only the whole envelope is an answer. */
const envelope = <Data extends z.ZodType>(data: Data) =>
  z.looseObject({ success: z.literal(true), data });
/** The shell of a page; its items are read one by one, so that one bad record does not sink the page. */
const page = z.lazy(() =>
  envelope(
    z.looseObject({
      items: z.array(z.unknown()),
      nextCursor: text(),
      hasMore: z.boolean(),
    }),
  ),
);
const found = z.lazy(() => envelope(z.looseObject({ id: z.string() })));
const deleted = z.lazy(() => envelope(z.looseObject({ deleted: z.boolean().nullish() })));

const draft = z.lazy(() =>
  z.strictObject({
    name: z.string(),
    type: z.enum(madeAs),
    description: z.string().optional(),
  }),
) satisfies z.ZodType<SonarlyDraft>;
const changes = z.lazy(() =>
  z.strictObject({
    name: z.string().optional(),
    description: z.string().optional(),
  }),
);

/** Every good page is asked, too: one without an error fits as well, because a misfit costs an error to tell it. */
const failure = z.lazy(() =>
  z.looseObject({
    error: z.looseObject({ code: text(), message: text() }).nullish(),
    traceId: text(),
  }),
);

function readFailure(body: unknown): Failure | undefined {
  const { error, traceId } = failure.safeParse(body).data ?? {};
  if (error === null || error === undefined) {
    return undefined;
  }
  return {
    code: error.code ?? undefined,
    message: error.message ?? undefined,
    requestId: traceId ?? undefined,
  };
}

/**
 * Reads the audiences of one Sonarly account group, and the prospects on them.
 * @throws AudienceError `invalid_argument` for a missing or malformed option.
 */
export function sonarly(options: SonarlyOptions): SonarlyAdapter {
  requireOptions("sonarly", options, ["apiKey", "accountGroupId"]);
  const group = options.accountGroupId;
  const http = createHttp({
    vendor: "sonarly",
    baseUrl: "https://api.sonarly.io/v1",
    bearer: options.apiKey,
    failure: readFailure,
    errorCodes: { AUDIENCE_NOT_READY: "not_ready" }, // a job is still filling it; other 409s are conflicts
    options,
  });
  const paging = {
    response: page,
    at: "data.items",
    items: ({ data }: z.infer<typeof page>) => data.items,
    more: ({ data }: z.infer<typeof page>) => data.hasMore, // the vendor's own flag decides, never the length of a page
    next: ({ data }: z.infer<typeof page>) => data.nextCursor,
  };
  const maxPageSize = 100; // not documented; the other vendors' maximum
  const list = http.page({
    ...paging,
    request: ({ cursor, pageSize }) => ({
      path: path`accounts/${group}/audiences`,
      query: { cursor, limit: pageSize },
    }),
    item: audience,
    sometimes,
    words,
    map: toAudience,
    key: ({ id }) => id,
  });
  const one = { response: found, at: "data", item: audience, map: toAudience };
  const get = http.record({
    ...one,
    request: (id) => ({ path: path`accounts/${group}/audiences/${id}` }),
    pick: ({ data }, id) => (data.id === id ? data : undefined),
  });
  const change = http.record({
    ...one,
    request: ({ id, body }: { readonly id: string; readonly body: SonarlyChanges }) => ({
      method: "PATCH",
      path: path`accounts/${group}/audiences/${id}`,
      body,
      idempotent: true, // it sets what it sets, however often
    }),
    pick: ({ data }) => data,
  });
  return {
    vendor: "sonarly",
    maxPageSize,
    list,
    get,
    listMembers: http.page({
      ...paging,
      request: ({ id, cursor, pageSize }: MemberPageRequest) => ({
        path: path`accounts/${group}/audiences/${id}/prospects`,
        query: { cursor, limit: pageSize },
      }),
      item: prospect,
      sometimes: sometimesOfProspects,
      map: toMember,
      key: ({ id }) => id,
    }),
    lacks: {
      addMembers:
        "Sonarly takes people in by prospecting jobs on LinkedIn only, which cost credits for each, and not by any list of yours. Start such a job in Sonarly, or move the list to a file, to Whop or to Batch.",
    },
    draft,
    // Sonarly knows no idempotency key and says to look before repeating.
    create: http.createListed<SonarlyDraft, SonarlyAudience>({
      list,
      pageSize: maxPageSize,
      make: http.record({
        ...one,
        request: (body: SonarlyDraft) => ({
          method: "POST",
          path: path`accounts/${group}/audiences`,
          body,
        }),
        pick: ({ data }) => data,
      }),
      // The type is not compared: what is read may be another word than what was written.
      isLike: ({ name, description, size }, wanted) =>
        name === wanted.name &&
        description === (wanted.description ?? null) &&
        (size?.value ?? 0) === 0,
    }),
    changes,
    update: (id, body, context) => change({ id, body }, context),
    delete: http.remove({
      request: (id) => ({ method: "DELETE", path: path`accounts/${group}/audiences/${id}` }),
      response: deleted,
      done: ({ data }) => data.deleted !== false,
    }),
    waitUntilReady: (id, _pending, context) => get(id, context),
  } satisfies Adapter<SonarlyAudience, SonarlyProspect>;
}
