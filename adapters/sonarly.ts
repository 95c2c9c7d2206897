import * as z from "zod";

import { createHttp, numeric, path, requireText } from "../src/core/adapter.ts";
import type {
  Adapter,
  AudienceRecord,
  Failure,
  HttpOptions,
  Member,
  MemberPageRequest,
  RecordReader,
} from "../src/core/adapter.ts";

export interface SonarlyOptions extends HttpOptions {
  /** A key with `audiences:read`, and with `prospects:read` to list members. */
  readonly apiKey: string;
  /** The account group every call is scoped to. */
  readonly accountGroupId: string;
}

/** An audience as Sonarly sends it. Fields that Sonarly adds later are kept. */
export interface SonarlyAudience {
  readonly id: string;
  readonly name?: string | null | undefined;
  /** Where the list came from, such as `linkedin_search`; not the type it would be created with. */
  readonly type?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly folderId?: string | null | undefined;
  readonly prospectCount?: number | string | null | undefined;
  readonly createdAt?: string | number | null | undefined;
  readonly [field: string]: unknown;
}

/** A prospect as Sonarly sends it. Only its id is sure. */
export interface SonarlyProspect {
  readonly id: string;
  readonly linkedinUrl?: string | null | undefined;
  readonly publicIdentifier?: string | null | undefined;
  readonly firstName?: string | null | undefined;
  readonly lastName?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly headline?: string | null | undefined;
  readonly about?: string | null | undefined;
  readonly photoUrl?: string | null | undefined;
  readonly company?: SonarlyCompany | null | undefined;
  readonly [field: string]: unknown;
}

export interface SonarlyCompany {
  readonly name?: string | null | undefined;
  readonly linkedinIdentifier?: string | null | undefined;
  readonly linkedinUrl?: string | null | undefined;
  readonly industry?: string | null | undefined;
  readonly website?: string | null | undefined;
  readonly [field: string]: unknown;
}

/** What Sonarly's audiences can be asked for. */
export type SonarlyAdapter = Required<
  Pick<
    Adapter<SonarlyAudience, SonarlyProspect>,
    "vendor" | "maxPageSize" | "list" | "get" | "listMembers"
  >
>;

const text = z.string().nullish();
const audience = z.looseObject({
  id: z.string().min(1),
  name: text,
  type: text,
  description: text,
  folderId: text,
  prospectCount: numeric.nullish(), // a number in lists, a string inside folders
  createdAt: numeric.nullish(),
}) satisfies z.ZodType<SonarlyAudience>;

/** The types that an audience can be created with, and the kinds of job that fill one. */
const madeAs = ["on_demand", "monitoring"];
const madeFrom = ["linkedin_search", "sales_navigator", "post_commenters", "url_upload"];

const company = z.looseObject({
  name: text,
  linkedinIdentifier: text,
  linkedinUrl: text,
  industry: text,
  website: text,
});
/** Sonarly can find out emails, but its docs do not show under which of these names, or whether as a list. */
const contacts = z.union([z.string(), z.array(z.string())]).nullish();
const prospect = z.looseObject({
  id: z.string().min(1),
  linkedinUrl: text,
  publicIdentifier: text,
  firstName: text,
  lastName: text,
  name: text,
  headline: text,
  about: text,
  photoUrl: text,
  company: company.nullish(),
  email: contacts,
  emails: contacts,
  phone: contacts,
  phones: contacts,
}) satisfies z.ZodType<SonarlyProspect>;

/** `success: false` with 200 is a refusal: only the whole envelope is an answer. */
const envelope = <Data extends z.ZodType>(data: Data) =>
  z.looseObject({ success: z.literal(true), data });
/** The shell of a page; its items are read one by one, so that one bad record does not sink the page. */
const page = envelope(
  z.looseObject({
    items: z.array(z.unknown()),
    nextCursor: text,
    hasMore: z.boolean(),
  }),
);
const found = envelope(z.looseObject({ id: z.string() }));

const failure = z.looseObject({
  error: z.looseObject({ code: text, message: text }),
  traceId: text,
});

function readFailure(body: unknown): Failure | undefined {
  const { data } = failure.safeParse(body);
  return (
    data && {
      code: data.error.code ?? undefined,
      message: data.error.message ?? undefined,
      requestId: data.traceId ?? undefined,
    }
  );
}

function toAudience(raw: SonarlyAudience, read: RecordReader): AudienceRecord<SonarlyAudience> {
  return {
    id: raw.id,
    name: raw.name ?? raw.id,
    description: raw.description ?? null,
    status: "ready", // audiences still being filled are not listed
    vendorStatus: null,
    size: read.count(raw.prospectCount, "people", "prospectCount"),
    matched: null,
    progress: null,
    error: null,
    createdAt: read.instant(raw.createdAt, "createdAt"),
    updatedAt: null,
    raw,
  };
}

/** The values that are there, each once. */
const present = (
  ...values: readonly (string | readonly string[] | null | undefined)[]
): string[] => [...new Set(values.flatMap((value) => value ?? []).filter((value) => value !== ""))];

function toMember(raw: z.infer<typeof prospect>): Member<SonarlyProspect> {
  const linkedinUrl = present(raw.linkedinUrl);
  const email = present(raw.email, raw.emails);
  const phone = present(raw.phone, raw.phones);
  return {
    identifiers: {
      ...(linkedinUrl.length > 0 && { linkedinUrl }),
      ...(email.length > 0 && { email }),
      ...(phone.length > 0 && { phone }),
    },
    attributes: {
      firstName: raw.firstName ?? null,
      lastName: raw.lastName ?? null,
      name: raw.name ?? null,
      headline: raw.headline ?? null,
      about: raw.about ?? null,
      photoUrl: raw.photoUrl ?? null,
      publicIdentifier: raw.publicIdentifier ?? null,
      company: raw.company?.name ?? null,
      companyWebsite: raw.company?.website ?? null,
      companyIndustry: raw.company?.industry ?? null,
      companyLinkedinUrl: raw.company?.linkedinUrl ?? null,
      companyLinkedinIdentifier: raw.company?.linkedinIdentifier ?? null,
    },
    raw,
  };
}

/**
 * Reads the audiences of one Sonarly account group, and the prospects on them.
 * @throws AudienceError `invalid_argument` for a missing or malformed option.
 */
export function sonarly(options: SonarlyOptions): SonarlyAdapter {
  const group = requireText("sonarly", "accountGroupId", options.accountGroupId);
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
  return {
    vendor: "sonarly",
    maxPageSize: 100, // not documented; the other vendors' maximum
    list: http.page({
      ...paging,
      request: ({ cursor, pageSize }) => ({
        path: path`accounts/${group}/audiences`,
        query: { cursor, limit: pageSize },
      }),
      item: audience,
      sometimes: ["description", "folderId"],
      words: { type: [...madeAs, ...madeFrom] },
      map: toAudience,
      key: ({ id }) => id,
    }),
    get: http.record({
      request: (id) => ({ path: path`accounts/${group}/audiences/${id}` }),
      response: found,
      at: "data",
      pick: ({ data }, id) => (data.id === id ? data : undefined),
      item: audience,
      map: toAudience,
    }),
    listMembers: http.page({
      ...paging,
      request: ({ id, cursor, pageSize }: MemberPageRequest) => ({
        path: path`accounts/${group}/audiences/${id}/prospects`,
        query: { cursor, limit: pageSize },
      }),
      item: prospect,
      sometimes: ["email", "emails", "phone", "phones"],
      map: toMember,
      key: ({ id }) => id,
    }),
  } satisfies Adapter<SonarlyAudience, SonarlyProspect>;
}
