import * as z from "zod";

import {
  asText,
  createHttp,
  lateMethods,
  numeric,
  path,
  requireOptions,
} from "../../../src/core/adapter.ts";
import type {
  Adapter,
  AdapterWith,
  AudienceRecord,
  AudienceStatus,
  Failure,
  HttpOptions,
  Member,
  MemberPageRequest,
  RecordReader,
} from "../../../src/core/adapter.ts";

import type { AcmeWriting } from "./writing.ts";

// 1. Options: what the caller must say.
export interface AcmeOptions extends HttpOptions {
  readonly apiKey: string;
  /** The workspace whose lists are meant. */
  readonly workspace: string;
}

// 2. The vendor's records: only the key is required, everything else may be missing.
export interface AcmeList {
  readonly list_id: string;
  readonly title?: string | null | undefined;
  readonly state?: string | null | undefined;
  /** A number in lists, a text in single records. */
  readonly people?: number | string | null | undefined;
  readonly created?: number | string | null | undefined;
  readonly [field: string]: unknown;
}

export interface AcmePerson {
  readonly person_id: string;
  readonly mail?: string | null | undefined;
  readonly first?: string | null | undefined;
  readonly [field: string]: unknown;
}

// Schemas are lazy: zod makes them when the first answer comes, and not when this file is imported.
const list = z.lazy(() =>
  z.looseObject({
    list_id: z.string().min(1),
    title: z.string().nullish(),
    state: z.string().nullish(),
    people: numeric().nullish(),
    created: numeric().nullish(),
  }),
) satisfies z.ZodType<AcmeList>;

const person = z.lazy(() =>
  z.looseObject({
    person_id: z.string().min(1),
    mail: z.string().nullish(),
    first: z.string().nullish(),
  }),
) satisfies z.ZodType<AcmePerson>;

// The shell of a page. Its items are read one by one, so that a bad record does not sink the page.
const paging = z.lazy(() => z.object({ more: z.boolean(), token: z.string().nullish() }));
const listPage = z.lazy(() => z.object({ lists: z.array(z.unknown()), paging }));
const personPage = z.lazy(() => z.object({ people: z.array(z.unknown()), paging }));
const changes = z.lazy(() => z.strictObject({ name: z.string().optional() }));
const single = z.lazy(() => z.looseObject({ list_id: z.string() }));

// 3. The vendor's refusals: one schema, one function.
const failure = z.lazy(() =>
  z.object({ problem: z.object({ code: z.string(), text: z.string() }) }),
);

function readFailure(body: unknown): Failure | undefined {
  const problem = failure.safeParse(body).data?.problem;
  return problem && { code: problem.code, message: problem.text };
}

// 4. Mappings: pure, from the vendor's record to the library's.
const statuses: Readonly<Record<string, AudienceStatus>> = {
  building: "processing",
  live: "ready",
  broken: "failed",
};

function toAudience(raw: AcmeList, read: RecordReader): AudienceRecord<AcmeList> {
  return {
    id: raw.list_id,
    name: raw.title ?? raw.list_id,
    description: null,
    status: read.status(raw.state, statuses, "state"),
    vendorStatus: raw.state ?? null,
    size: read.count(raw.people, "people", "people"),
    matched: null,
    progress: null,
    error: null,
    createdAt: read.instant(raw.created, "created"),
    updatedAt: null, // Acme does not say
    raw,
  };
}

function toMember(raw: AcmePerson): Member<AcmePerson> {
  return {
    identifiers: raw.mail ? { email: [raw.mail] } : {},
    attributes: { firstName: raw.first ?? null },
    raw,
  };
}

/** The methods the adapter has, and so what it can do. */
export type AcmeAdapter = AcmeWriting &
  AdapterWith<"get" | "listMembers" | "accepts" | "attributes" | "changes", AcmeList, AcmePerson>;

// 5. The factory.
/** Reads and writes the lists of one Acme workspace, and the people on them. */
export function acme(options: AcmeOptions): AcmeAdapter {
  requireOptions("acme", options, ["apiKey", "workspace"]);
  const http = createHttp({
    vendor: "acme",
    baseUrl: "https://api.acme.example/v1",
    bearer: options.apiKey,
    headers: { "acme-workspace": options.workspace },
    rateLimit: { requests: 60, per: 60_000, scope: "provider" },
    failure: readFailure,
    errorCodes: { LIST_BUILDING: "not_ready" }, // a 409 that means more than its status
    options,
  });
  const get = http.record({
    request: (id) => ({ path: path`lists/${id}` }),
    response: single,
    at: "",
    pick: (record, id) => (record.list_id === id ? record : undefined),
    item: list,
    map: toAudience,
  });
  // Loaded by the first write: who only reads does not download it.
  const writing = lateMethods(async () => {
    const { createWriting } = await import("./writing.ts");
    return createWriting({ http, get });
  }, ["update", "delete", "addMembers"]);
  return {
    vendor: "acme",
    maxPageSize: 50,
    list: http.page({
      request: ({ cursor, pageSize }) => ({
        path: path`lists`,
        query: { per_page: pageSize, page_token: cursor },
      }),
      response: listPage,
      at: "lists",
      items: ({ lists }) => lists,
      item: list,
      map: toAudience,
      key: ({ list_id }) => list_id,
      more: (shell) => shell.paging.more, // the vendor's flag, never a guess from the page's length
      next: (shell) => shell.paging.token,
    }),
    get,
    listMembers: http.page({
      request: ({ id, cursor, pageSize }: MemberPageRequest) => ({
        path: path`lists/${id}/people`,
        query: { per_page: pageSize, page_token: cursor },
      }),
      response: personPage,
      at: "people",
      items: ({ people }) => people,
      item: person,
      sometimes: ["mail"],
      map: toMember,
      key: ({ person_id }) => person_id,
      more: (shell) => shell.paging.more,
      next: (shell) => shell.paging.token,
    }),
    accepts: ["email"],
    attributes: { ruleOf: (name) => (name === "firstName" ? asText : undefined) },
    changes,
    ...writing,
  } satisfies Adapter<AcmeList, AcmePerson>;
}
