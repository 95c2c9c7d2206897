import { assemble, controlAudiences } from "../kit/assemble.ts";
import { createCollection } from "../kit/collection.ts";
import type { Audiences, Emulator } from "../kit/emulator.ts";
import { createIssuer } from "../kit/issuer.ts";
import { createKeyRing } from "../kit/keys.ts";
import { createRandom, hexDigits } from "../kit/random.ts";
import { restoreState, saveState } from "../kit/saved.ts";
import { createTimeline } from "../kit/timeline.ts";
import type { CommonOptions } from "../options.ts";
import { settle } from "../options.ts";
import type { BatchTimes } from "./content.ts";
import { batchError } from "./errors.ts";
import type { BatchScope } from "./guards.ts";
import { batchGuards } from "./guards.ts";
import { listAudiences } from "./list.ts";
import type { BatchMember } from "./members.ts";
import { readMembers } from "./members.ts";
import type { SavedBatch } from "./saved.ts";
import { restoreContents, saveBatch } from "./saved.ts";
import { seedBatch } from "./seed.ts";
import type { BatchAudience, BatchState } from "./state.ts";
import { blankAudience } from "./state.ts";
import { plansOfSeeded } from "./under-way.ts";
import { viewAudience } from "./view.ts";
import { createAudience } from "./writes/create.ts";
import { removeAudience } from "./writes/remove.ts";
import { replaceAudience } from "./writes/replace.ts";
import { updateAudience } from "./writes/update.ts";

export interface BatchEmulatorOptions extends CommonOptions {
  /** How long things take. */
  readonly times?: BatchTimes;
  /** What an earlier emulator's `save` gave, instead of seeded audiences. */
  readonly state?: string;
}

export interface BatchEmulator extends Emulator<BatchScope> {
  /** Sent as `X-Batch-Project`. */
  readonly projectKey: string;
  /** By name: Batch audiences have no other id. */
  readonly audiences: Audiences<BatchAudience>;
  /**
   * Every id that was put on an audience through the API and is still there, exactly as sent; from
   * the moment a change was accepted, whether it is applied or not.
   */
  readonly members: (name: string) => readonly BatchMember[];
}

/** Batch's audiences, in this process. */
export function createBatchEmulator(options: BatchEmulatorOptions = {}): BatchEmulator {
  const settings = settle(options);
  const { clock, seed, size } = settings;
  const saved = restoreState<SavedBatch>("batch", clock, options.state, JSON.parse);
  const seeded = saved?.audiences ?? seedBatch(createRandom(`batch ${seed}`), size);
  const timeline = createTimeline(
    createCollection<BatchAudience>(
      ({ createdAt, name }) => ({ at: createdAt, key: name }),
      seeded,
    ),
    clock,
    saved?.plans ?? plansOfSeeded(seeded, clock.now()),
  );
  const state: BatchState = {
    projectKey: "project_emulated",
    audiences: timeline.records,
    timeline,
    contents: restoreContents(saved),
  };
  const issuer = createIssuer(`batch ${seed}`, saved?.issued);
  const { indexing = 1500, visible = 0 } = options.times ?? {};
  const writes = { state, issuer, now: clock.now, times: { indexing, visible } };
  const apiKey = "batch-emulator-key";
  const keys = createKeyRing<BatchScope>(apiKey, []);
  const overLimit = settings.overLimit ?? "reject";
  const emulator = assemble({
    vendor: "batch",
    baseUrl: "https://api.batch.com/2.11",
    apiKey,
    keys,
    settings,
    // Samples of sibling endpoints are base64 with padding (doc.batch.com, segments and exports).
    cursorAlphabet: "base64",
    guards: batchGuards(keys, state.projectKey, settings),
    operations: (pager) => [
      listAudiences({ state, pager, overLimit, now: clock.now }),
      viewAudience(writes),
      createAudience(writes),
      updateAudience(writes),
      replaceAudience(writes),
      removeAudience(writes),
    ],
    notFound: () => batchError(404, "ROUTE_NOT_FOUND", "There is no such route."),
    save: () => saveState("batch", clock, saveBatch(state, issuer)),
  });
  const create = (given: Partial<BatchAudience>): BatchAudience => ({
    ...blankAudience(
      issuer.next((random) => `audience_${random.text(8, hexDigits)}`),
      clock.now(),
    ),
    ...given,
  });
  const audiences = controlAudiences(timeline, create);
  return {
    ...emulator,
    projectKey: state.projectKey,
    audiences: {
      ...audiences,
      remove(name) {
        // The next audience of this name is another one.
        state.contents.delete(name);
        return audiences.remove(name);
      },
    },
    members: (name) => readMembers(state, name),
  };
}
