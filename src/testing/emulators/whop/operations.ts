import type { Cursors } from "../kit/cursors.ts";
import type { Issuer } from "../kit/issuer.ts";
import type { Pager } from "../kit/listing.ts";
import type { Operation } from "../kit/operations.ts";
import type { Settings } from "../options.ts";
import { completeFile } from "./files/complete.ts";
import { createFile } from "./files/create.ts";
import { retrieveFile } from "./files/retrieve.ts";
import type { FileRoutes } from "./files/routes.ts";
import { upload } from "./files/storage.ts";
import type { WhopScope } from "./guards.ts";
import { knownVersionDates } from "./guards.ts";
import type { IdempotencyStore } from "./idempotency.ts";
import { listAudiences } from "./list.ts";
import type { WhopEmulatorOptions } from "./options.ts";
import type { WhopState } from "./state.ts";
import type { WhopTimes } from "./times.ts";
import { addPeople } from "./writes/add-people.ts";
import { createAudience } from "./writes/create.ts";
import { deleteAudience } from "./writes/delete.ts";
import { updateAudience } from "./writes/update.ts";

interface Parts {
  readonly state: WhopState;
  readonly settings: Settings;
  readonly options: WhopEmulatorOptions;
  readonly issuer: Issuer;
  readonly idempotency: IdempotencyStore;
  readonly times: Required<WhopTimes>;
  readonly baseUrl: string;
  readonly cursors: Cursors;
}

function fileRoutes({
  state,
  settings,
  options,
  issuer,
  times,
  baseUrl,
  cursors,
}: Parts): FileRoutes {
  const { keyVersion = "2025-01-01", keep = "rows" } = options;
  if (!knownVersionDates.includes(keyVersion))
    throw new RangeError(`keyVersion must be one of ${knownVersionDates.join(", ")}.`);
  return {
    files: state.files,
    issuer,
    cursors,
    now: settings.clock.now,
    lookingTime: times.file,
    keyVersion,
    apiOrigin: new URL(baseUrl).origin,
    keep: keep === "rows",
  };
}

/** Everything the API answers. */
export function whopOperations(
  parts: Parts & { readonly pager: Pager },
): readonly Operation<WhopScope>[] {
  const { state, settings, options, issuer, idempotency, times, pager } = parts;
  const generation = options.recordGeneration ?? "current";
  const files = fileRoutes(parts);
  const writes = { state, issuer, now: settings.clock.now, times, generation };
  // Above the maximum: undocumented; taken as the maximum here.
  const overLimit = settings.overLimit ?? "clamp";
  const operations = [
    listAudiences({ state, pager, overLimit, generation }),
    createAudience(writes),
    addPeople(writes),
    updateAudience(writes),
    deleteAudience(writes),
    createFile(files),
    completeFile(files),
    retrieveFile(files),
  ];
  if (options.idempotency === "ignored") return operations;
  // "The header is ignored on … non-POST methods" (developer/api/idempotency).
  return operations.map((operation) =>
    operation.method === "POST" ? idempotency.guard(operation) : operation,
  );
}

/** What the storage host answers. */
export const storageOperations = (parts: Parts): readonly Operation<WhopScope>[] => [
  upload(fileRoutes(parts)),
];
