import { assemble, controlAudiences } from "../kit/assemble.ts";
import { createCollection } from "../kit/collection.ts";
import type { Audiences, Emulator } from "../kit/emulator.ts";
import { createIssuer } from "../kit/issuer.ts";
import { createKeyRing } from "../kit/keys.ts";
import { createRandom } from "../kit/random.ts";
import { restoreState, saveState } from "../kit/saved.ts";
import { createTimeline } from "../kit/timeline.ts";
import { settle } from "../options.ts";
import type { WhopFiles, WhopUpload } from "./control.ts";
import { controlFiles, readMembers, readUploads } from "./control.ts";
import { whopError } from "./errors.ts";
import { uploadOrigin } from "./files/presign.ts";
import { storageError } from "./files/storage.ts";
import type { WhopScope } from "./guards.ts";
import { whopGuards, whopScopes } from "./guards.ts";
import type { WhopIdempotency } from "./idempotency.ts";
import { createIdempotency } from "./idempotency.ts";
import { storageOperations, whopOperations } from "./operations.ts";
import type { WhopEmulatorOptions } from "./options.ts";
import type { SavedWhop } from "./saved.ts";
import { restoreUploads, saveWhop } from "./saved.ts";
import { seedWhop, whopId } from "./seed.ts";
import type { WhopPerson } from "./sources.ts";
import type { WhopAudience, WhopState } from "./state.ts";
import { blankAudience } from "./state.ts";
import { settleTimes } from "./times.ts";
import { plansOfSeeded } from "./under-way.ts";

export type { WhopEmulatorOptions } from "./options.ts";

export interface WhopEmulator extends Emulator<WhopScope> {
  readonly accountId: string;
  readonly audiences: Audiences<WhopAudience>;
  readonly files: WhopFiles;
  readonly idempotencyKeys: WhopIdempotency;
  /**
   * Everybody that was put on an audience through the API, once and exactly as sent; from the moment
   * a file was accepted, whatever the status says.
   */
  readonly members: (id: string) => readonly WhopPerson[];
  /** The files that were taken into an audience, oldest first. */
  readonly uploads: (id: string) => readonly WhopUpload[];
}

/** Whop's audiences and files, in this process. */
export function createWhopEmulator(options: WhopEmulatorOptions = {}): WhopEmulator {
  const settings = settle(options);
  const { clock, seed, size } = settings;
  const saved = restoreState<SavedWhop>("whop", clock, options.state, JSON.parse);
  const seeded = saved?.audiences ?? seedWhop(createRandom(`whop ${seed}`), size);
  const timeline = createTimeline(
    createCollection<WhopAudience>(({ createdAt, id }) => ({ at: createdAt, key: id }), seeded),
    clock,
    saved?.plans ?? plansOfSeeded(seeded, clock.now()),
  );
  const audiences = timeline.records;
  const accountId = "biz_EmulatedShop1";
  const state: WhopState = { accountId, audiences, timeline, ...restoreUploads(saved) };
  const issuer = createIssuer(`whop ${seed}`, saved?.issued);
  const idempotency = createIdempotency(clock.now, saved?.idempotency);
  const times = settleTimes(options.times);
  const baseUrl = "https://api.whop.com/api/v1";
  const apiKey = "whop-emulator-key";
  const keys = createKeyRing(apiKey, whopScopes, options.scopes ?? whopScopes);
  const parts = { state, settings, options, issuer, idempotency, times, baseUrl };
  const emulator = assemble({
    vendor: "whop",
    baseUrl,
    apiKey,
    keys,
    settings,
    cursorAlphabet: "base64url",
    guards: whopGuards(keys, settings),
    operations: (pager, cursors) => whopOperations({ ...parts, pager, cursors }),
    notFound: () => whopError(404, "not_found", "There is no such route."),
    save: () => saveState("whop", clock, saveWhop(state, issuer, idempotency)),
    storage: {
      origin: uploadOrigin,
      operations: (cursors) => storageOperations({ ...parts, cursors }),
      notFound: () => storageError(404, "NoSuchKey", "There is nothing here."),
    },
  });
  const create = (given: Partial<WhopAudience>): WhopAudience => ({
    ...blankAudience(issuer.next(whopId), clock.now()),
    ...given,
  });
  return {
    ...emulator,
    accountId,
    audiences: controlAudiences(timeline, create),
    files: controlFiles(state, clock.now, times.file),
    idempotencyKeys: idempotency,
    members: (id) => readMembers(state, id),
    uploads: (id) => readUploads(state, id),
  };
}
