import * as z from "zod";

import { createHttp, lateMethods, path, requireOptions, requireText } from "../src/core/adapter.ts";
import type { Adapter, AdapterWith, HttpOptions } from "../src/core/adapter.ts";
import { record, refuses, sometimes, words } from "./whop/audience.ts";
import type { WhopAudience } from "./whop/audience.ts";
import { attributes, columnsOf } from "./whop/columns.ts";
import type { WhopField } from "./whop/columns.ts";
import { readFailure } from "./whop/failure.ts";
import type { WhopWriting } from "./whop/writing.ts";

export type { WhopAudience } from "./whop/audience.ts";
export type { WhopField } from "./whop/columns.ts";
export type { WhopChanges, WhopDraft } from "./whop/writing.ts";

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

/** What Whop's audiences can be asked for. Uploaded rows cannot be read back, and none can be taken away. */
export interface WhopAdapter
  extends
    AdapterWith<
      "get" | "accepts" | "attributes" | "draft" | "changes" | "writes" | "lacks",
      WhopAudience
    >,
    WhopWriting {
  readonly createsWithMembers: true;
}

/**
 * The shell of a page; its items are read one by one, so that one bad record does not sink the page. Nobody reads what
 * is strange in a shell, and to keep it makes the reading of records slower, too.
 */
const page = z.lazy(() =>
  z.object({
    data: z.array(z.unknown()),
    page_info: z.object({ has_next_page: z.boolean(), end_cursor: z.string().nullish() }),
  }),
);
const found = z.lazy(() => z.looseObject({ data: z.array(z.looseObject({ id: z.string() })) }));

const named = z.lazy(() => z.strictObject({ name: z.string() }));

/**
 * Reads the audiences of one Whop account.
 * @throws AudienceError `invalid_argument` for a missing or malformed option.
 */
export function whop(options: WhopOptions): WhopAdapter {
  requireOptions("whop", options, ["apiKey", "accountId"]);
  const { accountId, requestsPerMinute } = options;
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
  // There is no address of a single audience; the list takes its id as a filter.
  const get = http.record({
    request: (id) => ({ path: path`audiences`, query: { account_id: accountId, audience_id: id } }),
    response: found,
    at: "data[0]",
    pick: ({ data }, id) => data.find((one) => one.id === id),
    ...record,
  });
  const writing = lateMethods(async () => {
    const { createWriting } = await import("./whop/writing.ts");
    return createWriting({ http, accountId, version, columns, get, audience: record, refuses });
  }, ["create", "update", "delete", "addMembers", "waitUntilReady"]);
  return {
    vendor: "whop",
    maxPageSize: 100,
    list: http.page({
      request: ({ cursor, pageSize }) => ({
        path: path`audiences`,
        query: { account_id: accountId, first: pageSize, after: cursor },
      }),
      response: page,
      at: "data",
      items: ({ data }) => data,
      ...record,
      sometimes,
      words,
      key: ({ id }) => id,
      more: ({ page_info }) => page_info.has_next_page, // Whop sends an end_cursor on the last page too
      next: ({ page_info }) => page_info.end_cursor,
    }),
    get,
    accepts: ["email", "phone"],
    attributes,
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
    ...writing,
  } satisfies Adapter<WhopAudience>;
}
