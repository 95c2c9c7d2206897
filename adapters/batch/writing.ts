import * as z from "zod";

import { path } from "../../src/core/adapter.ts";
import type {
  AdapterWith,
  AudienceRecord,
  CallContext,
  Http,
  WriteContext,
} from "../../src/core/adapter.ts";
import { createHttpWriting } from "../../src/core/adapter-writing.ts";
import type { Part } from "../../src/core/adapter-writing.ts";
import type { BatchAudience } from "./audience.ts";
import { toAdd, toHold, toRemove } from "./members.ts";
import type { Entry } from "./members.ts";

/** What a new audience is to be. Its name is its id, for good. */
export interface BatchDraft {
  /** A to Z, a to z, 0 to 9, `_` and `-`, up to 255 of them. */
  readonly name: string;
  /** For people to read; any text. @default none */
  readonly displayName?: string | undefined;
}

type Written = "delete" | "addMembers" | "removeMembers" | "replaceMembers" | "waitUntilReady";

/** What Batch lets be written. */
export interface BatchWriting extends Pick<AdapterWith<Written, BatchAudience>, Written> {
  create(draft: BatchDraft, context: WriteContext): Promise<AudienceRecord<BatchAudience>>;
}

/** Of every write; a remove may do without the token. */
const accepted = z.lazy(() => z.looseObject({ indexing_token: z.string().nullish() }));

const update = ({ id: name, entries }: Part<Entry>) => ({
  method: "POST" as const,
  path: path`audiences/update`,
  body: { name, ids: entries },
  idempotent: true, // a set: what is there is there once, and of an id that comes twice the last stands
});
const replace = (part: Part<Entry>) => ({ ...update(part), path: path`audiences/replace` });

/** An audience to be looked at. */
export interface Looked {
  readonly name: string;
  /** With one, the state is that of the write that it was given for. */
  readonly token?: string | undefined;
}

/** What is written to, and how its audiences are looked at. */
interface WritingSetup {
  readonly http: Http;
  readonly look: (audience: Looked, context: CallContext) => Promise<AudienceRecord<BatchAudience>>;
  readonly partSize: number;
  readonly isOverwritten: (audience: AudienceRecord) => boolean;
}

/** Batch takes ids part by part, and gives a token that the work on each can be followed by. */
export function createWriting({ http, look, partSize, isOverwritten }: WritingSetup): BatchWriting {
  const writing = createHttpWriting(http);
  const waitUntilReady: BatchWriting["waitUntilReady"] = (name, token, context) =>
    look({ name, token }, context);
  const inParts = {
    size: partSize,
    response: accepted,
    pending: ({ indexing_token }: z.infer<typeof accepted>) => indexing_token,
    // Nothing promises an order across calls: what was begun before is to be done first.
    look: waitUntilReady,
  };
  return {
    waitUntilReady,
    create: writing.createNamed({
      id: ({ name }: BatchDraft) => name,
      get: (name, context) => look({ name }, context),
      make: writing.send({
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
    delete: writing.remove({
      request: (name) => ({ method: "POST", path: path`audiences/remove`, body: { name } }),
      response: accepted,
    }),
    addMembers: writing.inBatches({ ...inParts, entries: toAdd, request: update }),
    removeMembers: writing.inBatches({ ...inParts, entries: toRemove, request: update }),
    // A replacement takes one call: the rest is added when it is done, so this is not atomic above 10,000 ids.
    replaceMembers: writing.inBatches({
      ...inParts,
      entries: (member, number) => (number === 1 ? toHold(member) : toAdd(member)),
      request: (part) => (part.number === 1 ? replace(part) : update(part)),
      firstAlone: true,
      isOverwritten,
    }),
  };
}
