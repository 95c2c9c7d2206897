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

export interface BatchOptions extends HttpOptions {
  /** The company's REST API key; it opens every project. */
  readonly apiKey: string;
  /** The project whose audiences are meant. */
  readonly projectKey: string;
}

/** An audience as Batch sends it. Batch promises no field; without a name there is no audience. */
export interface BatchAudience {
  readonly name: string;
  readonly display_name?: string | null | undefined;
  /** `CUSTOM_ID`, and what Batch adds. */
  readonly type?: string | null | undefined;
  readonly nb_ids?: number | string | null | undefined;
  readonly indexing_state?: string | null | undefined;
  readonly created?: string | number | null | undefined;
  readonly updated?: string | number | null | undefined;
  readonly [field: string]: unknown;
}

/** What Batch's audiences can be asked for. The ids in them cannot be read back. */
export type BatchAdapter = Required<
  Pick<Adapter<BatchAudience>, "vendor" | "maxPageSize" | "list" | "get">
>;

const audience = z.looseObject({
  name: z.string().min(1),
  display_name: z.string().nullish(),
  type: z.string().nullish(),
  nb_ids: numeric.nullish(),
  indexing_state: z.string().nullish(),
  created: numeric.nullish(),
  updated: numeric.nullish(),
}) satisfies z.ZodType<BatchAudience>;

/** The shell of a page; its items are read one by one, so that one bad record does not sink the page. */
const page = z
  .looseObject({
    audiences: z.array(z.unknown()).nullish(),
    has_more: z.boolean().nullish(),
    next_from: z.string().nullish(),
    count: z.unknown().optional(),
  })
  // Every field is optional by contract; a body with neither of these says nothing about audiences.
  .refine(({ audiences, has_more }) => (audiences ?? has_more ?? null) !== null, {
    message: "has neither audiences nor has_more",
  });
const found = z.looseObject({ name: z.string() });

const failure = z
  .looseObject({ error_message: z.string().nullish(), error_code: numeric.nullish() })
  .refine(({ error_message, error_code }) => (error_message ?? error_code ?? null) !== null);

const statuses: Readonly<Record<string, AudienceStatus>> = {
  IN_PROGRESS: "processing",
  APPLIED: "ready",
  REPLACED: "ready", // a later write took the place of the one asked about; the audience serves
};

/** The code is a word here and a number on Batch's older API. */
function readFailure(body: unknown): Failure | undefined {
  const { data } = failure.safeParse(body);
  return data && { code: data.error_code?.toString(), message: data.error_message ?? undefined };
}

function toAudience(raw: BatchAudience, read: RecordReader): AudienceRecord<BatchAudience> {
  return {
    id: raw.name, // case-sensitive; Batch has no other id
    name: raw.display_name ?? raw.name,
    description: null,
    status: read.status(raw.indexing_state, statuses, "indexing_state"),
    vendorStatus: raw.indexing_state ?? null,
    size: read.count(raw.nb_ids, "ids", "nb_ids"), // ids held, not the profiles they reach
    matched: null,
    progress: null,
    error: null,
    createdAt: read.instant(raw.created, "created"),
    updatedAt: read.instant(raw.updated, "updated"),
    raw,
  };
}

/**
 * Reads the audiences of one Batch project.
 * @throws AudienceError `invalid_argument` for a missing or malformed option.
 */
export function batch(options: BatchOptions): BatchAdapter {
  const http = createHttp({
    vendor: "batch",
    baseUrl: "https://api.batch.com/2.11",
    bearer: options.apiKey,
    headers: { "x-batch-project": requireText("batch", "projectKey", options.projectKey) },
    rateLimit: { requests: 1, per: 1000, scope: "provider" },
    failure: readFailure,
    remedies: {
      authentication: "Check the REST API key and the project key; Batch refuses both in this way.",
    },
    options,
  });
  return {
    vendor: "batch",
    maxPageSize: 100,
    list: http.page({
      request: ({ cursor, pageSize }) => ({
        path: path`audiences/list`,
        query: { from: cursor, limit: pageSize },
      }),
      response: page,
      at: "audiences",
      items: ({ audiences }) => audiences ?? [],
      item: audience,
      sometimes: ["display_name"],
      words: { type: ["CUSTOM_ID"] },
      map: toAudience,
      key: ({ name }) => name,
      // The flag decides where there is one; without it, only a cursor can say that there is more.
      more: ({ has_more, next_from }) => has_more ?? (next_from ?? "") !== "",
      next: ({ next_from }) => next_from,
      total: ({ count }) => count, // on the first page only
    }),
    get: http.record({
      request: (name) => ({ path: path`audiences/view`, query: { name } }),
      response: found,
      at: "",
      pick: (record, name) => (record.name === name ? record : undefined),
      item: audience,
      map: toAudience,
    }),
  } satisfies Adapter<BatchAudience>;
}
