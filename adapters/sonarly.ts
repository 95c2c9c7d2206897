import * as z from "zod";

import { createHttp, lateMethods, path, requireOptions } from "../src/core/adapter.ts";
import type {
  Adapter,
  AdapterWith,
  Failure,
  HttpOptions,
  MemberPageRequest,
} from "../src/core/adapter.ts";
import { madeAs, record, sometimes, words } from "./sonarly/audience.ts";
import type { SonarlyAudience } from "./sonarly/audience.ts";
import { prospect, sometimes as sometimesOfProspects, toMember } from "./sonarly/prospect.ts";
import type { SonarlyProspect } from "./sonarly/prospect.ts";
import type { SonarlyDraft, SonarlyWriting } from "./sonarly/writing.ts";

export type { SonarlyAudience, SonarlyAudienceType } from "./sonarly/audience.ts";
export type { SonarlyCompany, SonarlyProspect } from "./sonarly/prospect.ts";
export type { SonarlyChanges, SonarlyDraft } from "./sonarly/writing.ts";

export interface SonarlyOptions extends HttpOptions {
  /** A key with `audiences:read`; with `prospects:read` to list members, and `audiences:write` to write. */
  readonly apiKey: string;
  /** The account group every call is scoped to. */
  readonly accountGroupId: string;
}

/** What Sonarly's audiences can be asked for. Members can be read, and not written. */
export interface SonarlyAdapter
  extends
    AdapterWith<
      "get" | "listMembers" | "draft" | "changes" | "lacks",
      SonarlyAudience,
      SonarlyProspect
    >,
    SonarlyWriting {}

const text = () => z.string().nullish();
/** `success: false` with 200 is a refusal: only the whole envelope is an answer. */
const envelope = <Data extends z.ZodType>(data: Data) =>
  z.object({ success: z.literal(true), data });
/**
 * The shell of a page; its items are read one by one, so that one bad record does not sink the page. Nobody reads what
 * is strange in a shell, and to keep it makes the reading of records slower, too.
 */
const page = z.lazy(() =>
  envelope(
    z.object({
      items: z.array(z.unknown()),
      nextCursor: text(),
      hasMore: z.boolean(),
    }),
  ),
);

const found = z.lazy(() => envelope(z.looseObject({ id: z.string() })));

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
  z.object({
    error: z.object({ code: text(), message: text() }).nullish(),
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
    ...record,
    sometimes,
    words,
    key: ({ id }) => id,
  });
  const single = { response: found, at: "data", ...record };
  const get = http.record({
    ...single,
    request: (id) => ({ path: path`accounts/${group}/audiences/${id}` }),
    pick: ({ data }, id) => (data.id === id ? data : undefined),
  });
  const writing = lateMethods(async () => {
    const { createWriting } = await import("./sonarly/writing.ts");
    return createWriting({ http, group, list, pageSize: maxPageSize, get, single });
  }, ["create", "update", "delete", "waitUntilReady"]);
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
    changes,
    ...writing,
  } satisfies Adapter<SonarlyAudience, SonarlyProspect>;
}
