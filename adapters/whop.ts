import * as z from "zod";

import { createHttp, numeric, path, requireText } from "../src/core/adapter.ts";
import type {
  Adapter,
  AudienceRecord,
  AudienceStatus,
  Failure,
  HttpOptions,
  RecordReader,
} from "../src/core/adapter.ts";

export interface WhopOptions extends HttpOptions {
  /** An account API key, an app API key or an access token, with the scope `audience:basic:read`. */
  readonly apiKey: string;
  /** The account whose audiences are meant: `biz_…`. */
  readonly accountId: string;
  /** The dated contract that Whop answers by; without one it would be whatever the key was made under. @default "2026-09-22-3" */
  readonly apiVersionDate?: string | undefined;
}

/** An audience as Whop sends it. Fields that Whop adds later are kept. */
export interface WhopAudience {
  readonly id: string;
  readonly name?: string | null | undefined;
  readonly status?: string | null | undefined;
  readonly total_rows?: number | string | null | undefined;
  readonly processed_rows?: number | string | null | undefined;
  readonly matched_rows?: number | string | null | undefined;
  /** 0 to 100. */
  readonly progress_percent?: number | null | undefined;
  readonly error_message?: string | null | undefined;
  readonly platform_audience_ids?: readonly string[] | null | undefined;
  /** Unix seconds until July 2026, ISO 8601 since. */
  readonly created_at?: number | string | null | undefined;
  readonly updated_at?: number | string | null | undefined;
  /** `custom` or `lookalike`. */
  readonly audience_type?: string | null | undefined;
  /** `csv_upload`, `people_filter` or `engagement`. */
  readonly source_type?: string | null | undefined;
  readonly source_audience_id?: string | null | undefined;
  readonly lookalike_ratio?: number | null | undefined;
  readonly lookalike_starting_ratio?: number | null | undefined;
  /** What the platforms say they have matched, as ranges. */
  readonly match_rates?: readonly unknown[] | null | undefined;
  readonly auto_refresh?: boolean | null | undefined;
  readonly filters?: unknown;
  readonly engagement?: unknown;
  readonly last_refreshed_at?: number | string | null | undefined;
  readonly [field: string]: unknown;
}

/** What Whop's audiences can be asked for. Uploaded rows cannot be read back. */
export type WhopAdapter = Required<
  Pick<Adapter<WhopAudience>, "vendor" | "maxPageSize" | "list" | "get">
>;

/** What records have since July 2026; those before do without. */
const secondGeneration = {
  audience_type: z.string().nullish(),
  source_type: z.string().nullish(),
  source_audience_id: z.string().nullish(),
  lookalike_ratio: z.number().nullish(),
  lookalike_starting_ratio: z.number().nullish(),
  match_rates: z.array(z.unknown()).nullish(),
  auto_refresh: z.boolean().nullish(),
  filters: z.unknown().optional(),
  engagement: z.unknown().optional(),
  last_refreshed_at: numeric.nullish(),
};
const audience = z.looseObject({
  id: z.string().min(1),
  name: z.string().nullish(),
  status: z.string().nullish(),
  total_rows: numeric.nullish(),
  processed_rows: numeric.nullish(),
  matched_rows: numeric.nullish(),
  progress_percent: z.number().nullish(),
  error_message: z.string().nullish(),
  platform_audience_ids: z.array(z.string()).nullish(),
  created_at: numeric.nullish(), // either generation, whatever date is pinned
  updated_at: numeric.nullish(),
  ...secondGeneration,
}) satisfies z.ZodType<WhopAudience>;

const words = {
  audience_type: ["custom", "lookalike"],
  source_type: ["csv_upload", "people_filter", "engagement"],
};

/** The shell of a page; its items are read one by one, so that one bad record does not sink the page. */
const page = z.looseObject({
  data: z.array(z.unknown()),
  page_info: z.looseObject({ has_next_page: z.boolean(), end_cursor: z.string().nullish() }),
});
const found = z.looseObject({ data: z.array(z.looseObject({ id: z.string() })) });

const failure = z.looseObject({
  error: z.looseObject({
    type: z.string().nullish(),
    code: z.string().nullish(),
    message: z.string().nullish(),
  }),
});

const statuses: Readonly<Record<string, AudienceStatus>> = {
  pending: "processing",
  processing: "processing",
  syncing: "processing",
  ready: "ready",
  partial: "partial",
  failed: "failed",
};

const waitInMessage = /\b(\d{1,5}) seconds?\b/;

/** Errors carry `type`, `code` or both; a 429 says how long to wait in its message only. */
function readFailure(body: unknown): Failure | undefined {
  const error = failure.safeParse(body).data?.error;
  const code = error?.code ?? error?.type ?? undefined;
  const message = error?.message ?? undefined;
  const wait = code === "rate_limit_exceeded" ? waitInMessage.exec(message ?? "") : null;
  return error && { code, message, retryAfter: wait === null ? undefined : Number(wait[1]) * 1000 };
}

function toAudience(raw: WhopAudience, read: RecordReader): AudienceRecord<WhopAudience> {
  // Whop counts no rows for these and sends 0 all the same.
  const uncounted = raw.audience_type === "lookalike" || raw.source_type === "engagement";
  const percent = raw.progress_percent ?? null;
  return {
    id: raw.id,
    name: raw.name ?? raw.id,
    description: null,
    status: read.status(raw.status, statuses, "status"),
    vendorStatus: raw.status ?? null,
    size: uncounted ? null : read.count(raw.total_rows, "rows", "total_rows"),
    matched: uncounted ? null : read.count(raw.matched_rows, "rows", "matched_rows"),
    progress: percent === null ? null : Math.min(1, Math.max(0, percent / 100)),
    error: raw.error_message ?? null,
    createdAt: read.instant(raw.created_at, "created_at"),
    updatedAt: read.instant(raw.updated_at, "updated_at"),
    raw,
  };
}

/**
 * Reads the audiences of one Whop account.
 * @throws AudienceError `invalid_argument` for a missing or malformed option.
 */
export function whop(options: WhopOptions): WhopAdapter {
  const account_id = requireText("whop", "accountId", options.accountId);
  // The newest date that a client of Whop's own sends. It makes new files private, and an unpinned key may be of any date.
  const version = options.apiVersionDate ?? "2026-09-22-3";
  const http = createHttp({
    vendor: "whop",
    baseUrl: "https://api.whop.com/api/v1",
    bearer: options.apiKey,
    headers: { "api-version-date": requireText("whop", "apiVersionDate", version) },
    rateLimit: { requests: 600, per: 60_000, scope: "operation" },
    failure: readFailure,
    options,
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
      sometimes: Object.keys(secondGeneration),
      words,
      map: toAudience,
      key: ({ id }) => id,
      more: ({ page_info }) => page_info.has_next_page, // Whop sends an end_cursor on the last page too
      next: ({ page_info }) => page_info.end_cursor,
    }),
    // There is no address of a single audience; the list takes its id as a filter.
    get: http.record({
      request: (id) => ({ path: path`audiences`, query: { account_id, audience_id: id } }),
      response: found,
      at: "data[0]",
      pick: ({ data }, id) => data.find((record) => record.id === id),
      item: audience,
      map: toAudience,
    }),
  } satisfies Adapter<WhopAudience>;
}
