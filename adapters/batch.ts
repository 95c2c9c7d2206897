import * as z from "zod";

import { createHttp, numeric, path, requireOptions } from "../src/core/adapter.ts";
import type {
  Adapter,
  AdapterWith,
  AudienceRecord,
  ErrorCode,
  Failure,
  HttpOptions,
  Part,
  WriteContext,
} from "../src/core/adapter.ts";
import { audience, toAudience } from "./batch/audience.ts";
import type { BatchAudience } from "./batch/audience.ts";
import { fitMember, toAdd, toHold, toRemove } from "./batch/members.ts";
import type { Entry } from "./batch/members.ts";

export type { BatchAudience } from "./batch/audience.ts";

export interface BatchOptions extends HttpOptions {
  /** The company's REST API key; it opens every project. */
  readonly apiKey: string;
  /** The project whose audiences are meant. */
  readonly projectKey: string;
}

/** What a new audience is to be. Its name is its id, for good. */
export interface BatchDraft {
  /** A to Z, a to z, 0 to 9, `_` and `-`, up to 255 of them. */
  readonly name: string;
  /** For people to read; any text. @default none */
  readonly displayName?: string | undefined;
}

/** What Batch's audiences can be asked for. The ids in them cannot be read back. */
export interface BatchAdapter extends AdapterWith<
  | ("get" | "delete" | "addMembers" | "removeMembers" | "replaceMembers" | "waitUntilReady")
  | ("accepts" | "fitMember" | "draft" | "writes" | "lacks"),
  BatchAudience
> {
  create(draft: BatchDraft, context: WriteContext): Promise<AudienceRecord<BatchAudience>>;
}

/** The shell of a page; its items are read one by one, so that one bad record does not sink the page. */
const page = z.lazy(() =>
  z
    .looseObject({
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

/** Of every write; a remove may do without the token. */
const accepted = z.lazy(() => z.looseObject({ indexing_token: z.string().nullish() }));

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
  z.looseObject({
    error_message: z.string().nullish(),
    error_code: numeric().nullish(),
  }),
);

/** Writes document no status but 400 for an audience that is not there, or is there already; their words say which. */
const meanings: readonly (readonly [RegExp, ErrorCode])[] = [
  [/not[ _]found|not exist|(?:no|unknown) audience/i, "not_found"],
  [/already|exists|taken|unique/i, "conflict"],
];

const update = ({ id: name, entries }: Part<Entry>) => ({
  method: "POST" as const,
  path: path`audiences/update`,
  body: { name, ids: entries },
  idempotent: true, // a set: what is there is there once, and of an id that comes twice the last stands
});
const replace = (part: Part<Entry>) => ({ ...update(part), path: path`audiences/replace` });

const isOverwritten = ({ vendorStatus }: AudienceRecord): boolean => vendorStatus === "REPLACED";

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
  const view = {
    response: found,
    at: "",
    item: audience,
    map: toAudience,
  };
  const get = http.record({
    ...view,
    request: (name) => ({ path: path`audiences/view`, query: { name } }),
    pick: (record, name) => (record.name === name ? record : undefined),
  });
  /** With a token, the state is that of the write that it was given for. */
  const follow = http.record({
    ...view,
    request: ({ name, token }: { readonly name: string; readonly token: string | undefined }) => ({
      path: path`audiences/view`,
      query: { name, indexing_token: token },
    }),
    pick: (record, { name }) => (record.name === name ? record : undefined),
  });
  const waitUntilReady: BatchAdapter["waitUntilReady"] = (name, token, context) =>
    follow({ name, token }, context);

  const parts = {
    size: 10_000,
    response: accepted,
    pending: ({ indexing_token }: z.infer<typeof accepted>) => indexing_token,
    // Nothing promises an order across calls: what was begun before is to be done first.
    look: waitUntilReady,
  };
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
    get,
    waitUntilReady,
    accepts: ["externalId"],
    fitMember,
    lacks: {
      listMembers:
        "Batch does not give the ids of an audience back. Take what they were sent from as the source.",
    },
    draft,
    writes: {
      partSize: parts.size,
      requestsPerPart: 2, // what was begun before is looked at first
      requestsPerWrite: 1,
      requestsPerMinute: options.requestsPerMinute ?? 60,
      unit: "ids",
      nameFor,
      displaysName: true,
      isOverwritten,
    },
    create: http.createNamed({
      id: ({ name }: BatchDraft) => name,
      get,
      make: http.send({
        request: ({ name, displayName }: BatchDraft) => ({
          method: "POST",
          path: path`audiences/create`,
          body: { name, display_name: displayName, type: "custom_ids" },
        }),
        response: accepted,
        result: ({ indexing_token }) => indexing_token ?? undefined,
      }),
      look: waitUntilReady,
    }),
    delete: http.remove({
      request: (name) => ({ method: "POST", path: path`audiences/remove`, body: { name } }),
      response: accepted,
    }),
    addMembers: http.inBatches({ ...parts, entries: toAdd, request: update }),
    removeMembers: http.inBatches({ ...parts, entries: toRemove, request: update }),
    // A replacement takes one call: the rest is added when it is done, so this is not atomic above 10,000 ids.
    replaceMembers: http.inBatches({
      ...parts,
      entries: (member, number) => (number === 1 ? toHold(member) : toAdd(member)),
      request: (part) => (part.number === 1 ? replace(part) : update(part)),
      firstAlone: true,
      isOverwritten,
    }),
  } satisfies Adapter<BatchAudience>;
}
