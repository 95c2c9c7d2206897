import * as z from "zod";

import { createHttp, lateMethods, numeric, path, requireOptions } from "../src/core/adapter.ts";
import type {
  Adapter,
  AdapterWith,
  AudienceRecord,
  ErrorCode,
  Failure,
  HttpOptions,
} from "../src/core/adapter.ts";
import { record } from "./batch/audience.ts";
import type { BatchAudience } from "./batch/audience.ts";
import { attributes } from "./batch/attributes.ts";
import type { BatchDraft, BatchWriting, Looked } from "./batch/writing.ts";

export type { BatchAudience } from "./batch/audience.ts";
export type { BatchDraft } from "./batch/writing.ts";

export interface BatchOptions extends HttpOptions {
  /** The company's REST API key; it opens every project. */
  readonly apiKey: string;
  /** The project whose audiences are meant. */
  readonly projectKey: string;
}

/** What Batch's audiences can be asked for. The ids in them cannot be read back. */
export interface BatchAdapter
  extends
    AdapterWith<"get" | "accepts" | "attributes" | "draft" | "writes" | "lacks", BatchAudience>,
    BatchWriting {}

/**
 * The shell of a page; its items are read one by one, so that one bad record does not sink the page. Nobody reads what
 * is strange in a shell, and to keep it makes the reading of records slower, too.
 */
const page = z.lazy(() =>
  z
    .object({
      audiences: z.array(z.unknown()).nullish(),
      has_more: z.boolean().nullish(),
      next_from: z.string().nullish(),
      count: z.unknown().optional(),
    })
    // Every field is optional by contract; a body with neither of these says nothing about audiences.
    .refine(({ audiences, has_more }) => (audiences ?? has_more ?? null) !== null, {
      message: "has neither audiences nor has_more",
    }),
);
const found = z.lazy(() => z.looseObject({ name: z.string() }));

/** The most ids of one call. */
const partSize = 10_000;

/** A later write took the place of the one that was looked at. */
const isOverwritten = ({ vendorStatus }: AudienceRecord): boolean => vendorStatus === "REPLACED";

const legalName = /^[A-Za-z0-9_-]{1,255}$/;
const draft = z.lazy(() =>
  z.strictObject({
    name: z.string().refine((name) => legalName.test(name), {
      error: ({ input }) => remedyOf(String(input)),
    }),
    displayName: z.string().trim().min(1).optional(),
  }),
) satisfies z.ZodType<BatchDraft>;

/** The nearest name that Batch takes. */
function nameFor(name: string): string {
  if (legalName.test(name)) {
    return name;
  }
  const plain = name.slice(0, 1000).normalize("NFKD").replace(/\p{M}/gu, "");
  const legal = plain
    .replace(/[^A-Za-z0-9_-]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 255);
  return legal === "" ? "audience" : legal;
}

function remedyOf(name: string): string {
  return `Batch takes A-Z, a-z, 0-9, _ and - only, up to 255 of them; ${nameFor(name)} would do, with the name itself as displayName`;
}

const failure = z.lazy(() =>
  z.object({
    error_message: z.string().nullish(),
    error_code: numeric().nullish(),
  }),
);

/** Writes document no status but 400 for an audience that is not there, or is there already; their words say which. */
const meanings: readonly (readonly [RegExp, ErrorCode])[] = [
  [/not[ _]found|not exist|(?:no|unknown) audience/i, "not_found"],
  [/already|exists|taken|unique/i, "conflict"],
];

/** The code is a word here and a number on Batch's older API. */
function readFailure(body: unknown): Failure | undefined {
  const { data } = failure.safeParse(body);
  // Every good page is asked, too; a refinement that it failed would keep the page until a full collection.
  if (data === undefined || (data.error_message ?? data.error_code ?? null) === null) {
    return undefined;
  }
  const code = data.error_code?.toString();
  const message = data.error_message ?? undefined;
  const words = `${code} ${message}`;
  const means = meanings.find(([pattern]) => /audience/i.test(words) && pattern.test(words))?.[1];
  return { code, message, means };
}

/**
 * Reads the audiences of one Batch project.
 * @throws AudienceError `invalid_argument` for a missing or malformed option.
 */
export function batch(options: BatchOptions): BatchAdapter {
  requireOptions("batch", options, ["apiKey", "projectKey"]);
  const http = createHttp({
    vendor: "batch",
    baseUrl: "https://api.batch.com/2.11",
    bearer: options.apiKey,
    headers: { "x-batch-project": options.projectKey },
    rateLimit: { requests: 1, per: 1000, scope: "provider" },
    failure: readFailure,
    remedies: {
      authentication: "Check the REST API key and the project key; Batch refuses both in this way.",
    },
    options,
  });
  const look = http.record({
    request: ({ name, token }: Looked) => ({
      path: path`audiences/view`,
      query: { name, indexing_token: token },
    }),
    response: found,
    at: "",
    pick: (one, { name }) => (one.name === name ? one : undefined),
    ...record,
  });
  const writing = lateMethods(async () => {
    const { createWriting } = await import("./batch/writing.ts");
    return createWriting({ http, look, partSize, isOverwritten });
  }, ["create", "delete", "addMembers", "removeMembers", "replaceMembers", "waitUntilReady"]);
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
      ...record,
      sometimes: ["display_name"],
      words: { type: ["CUSTOM_ID"] },
      key: ({ name }) => name,
      // The flag decides where there is one; without it, only a cursor can say that there is more.
      more: ({ has_more, next_from }) => has_more ?? (next_from ?? "") !== "",
      next: ({ next_from }) => next_from,
      total: ({ count }) => count, // on the first page only
    }),
    get: (name, context) => look({ name }, context),
    accepts: ["externalId"],
    attributes,
    lacks: {
      listMembers:
        "Batch does not give the ids of an audience back. Take what they were sent from as the source.",
    },
    draft,
    writes: {
      partSize,
      requestsPerPart: 2, // what was begun before is looked at first
      requestsPerWrite: 1,
      requestsPerMinute: options.requestsPerMinute ?? 60,
      unit: "ids",
      nameFor,
      displaysName: true,
      isOverwritten,
    },
    ...writing,
  } satisfies Adapter<BatchAudience>;
}
