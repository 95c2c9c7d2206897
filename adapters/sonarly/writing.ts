import * as z from "zod";

import { path } from "../../src/core/adapter.ts";
import type {
  AdapterWith,
  AudienceRecord,
  Http,
  RecordSpec,
  WriteContext,
} from "../../src/core/adapter.ts";
import { createHttpWriting } from "../../src/core/adapter-writing.ts";
import type { SonarlyAudience, SonarlyAudienceType } from "./audience.ts";

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

interface Single {
  readonly data: unknown;
}

/** What is written to, and how its audiences are looked at. */
interface WritingSetup extends Pick<AdapterWith<"get", SonarlyAudience>, "get" | "list"> {
  readonly http: Http;
  /** The account group. */
  readonly group: string;
  readonly pageSize: number;
  /** How one audience is read. */
  readonly single: Pick<
    RecordSpec<z.ZodType<Single>, z.ZodType<SonarlyAudience>, AudienceRecord<SonarlyAudience>>,
    "response" | "at" | "item" | "map"
  >;
}

/** What Sonarly lets be written. */
export interface SonarlyWriting extends Pick<
  AdapterWith<"update" | "delete" | "waitUntilReady", SonarlyAudience>,
  "update" | "delete" | "waitUntilReady"
> {
  create(draft: SonarlyDraft, context: WriteContext): Promise<AudienceRecord<SonarlyAudience>>;
}

const deleted = z.lazy(() =>
  z.looseObject({
    success: z.literal(true),
    data: z.looseObject({ deleted: z.boolean().nullish() }),
  }),
);

/** Sonarly's audiences are made, named and deleted; people get into them by its own jobs only. */
export function createWriting({
  http,
  group,
  list,
  pageSize,
  get,
  single,
}: WritingSetup): SonarlyWriting {
  const writing = createHttpWriting(http);
  const change = writing.record({
    ...single,
    request: ({ id, body }: { readonly id: string; readonly body: SonarlyChanges }) => ({
      method: "PATCH",
      path: path`accounts/${group}/audiences/${id}`,
      body,
      idempotent: true, // it sets what it sets, however often
    }),
    pick: ({ data }) => data,
  });
  return {
    // Sonarly knows no idempotency key and says to look before repeating.
    create: writing.createListed<SonarlyDraft, SonarlyAudience>({
      list,
      pageSize,
      make: writing.record({
        ...single,
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
    update: (id, body, context) => change({ id, body }, context),
    delete: writing.remove({
      request: (id) => ({ method: "DELETE", path: path`accounts/${group}/audiences/${id}` }),
      response: deleted,
      done: ({ data }) => data.deleted !== false,
    }),
    waitUntilReady: (id, _pending, context) => get(id, context),
  };
}
