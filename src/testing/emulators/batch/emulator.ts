import { assemble, controlAudiences } from "../kit/assemble.ts";
import { createCollection } from "../kit/collection.ts";
import type { Audiences, Emulator } from "../kit/emulator.ts";
import { createKeyRing } from "../kit/keys.ts";
import { createRandom, hexDigits } from "../kit/random.ts";
import type { CommonOptions } from "../options.ts";
import { settle } from "../options.ts";
import { batchError } from "./errors.ts";
import type { BatchScope } from "./guards.ts";
import { batchGuards } from "./guards.ts";
import { listAudiences } from "./list.ts";
import { seedBatch } from "./seed.ts";
import type { BatchAudience, BatchState } from "./state.ts";
import { blankAudience } from "./state.ts";
import { viewAudience } from "./view.ts";

export type BatchEmulatorOptions = CommonOptions;

export interface BatchEmulator extends Emulator<BatchScope> {
  /** Sent as `X-Batch-Project`. */
  readonly projectKey: string;
  /** By name: Batch audiences have no other id. */
  readonly audiences: Audiences<BatchAudience>;
}

/** Batch's audiences, in this process. */
export function createBatchEmulator(options: BatchEmulatorOptions = {}): BatchEmulator {
  const settings = settle(options);
  const random = createRandom(`batch ${settings.seed}`);
  const state: BatchState = {
    projectKey: "project_emulated",
    audiences: createCollection(
      ({ createdAt, name }) => ({ at: createdAt, key: name }),
      seedBatch(random, settings.size),
    ),
  };
  const apiKey = "batch-emulator-key";
  const keys = createKeyRing<BatchScope>(apiKey, []);
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
      listAudiences({ state, pager, overLimit: settings.overLimit ?? "reject" }),
      viewAudience({ state }),
    ],
    notFound: () => batchError(404, "ROUTE_NOT_FOUND", "There is no such route."),
  });
  const create = (given: Partial<BatchAudience>): BatchAudience => ({
    ...blankAudience(`audience_${random.text(8, hexDigits)}`, settings.clock.now()),
    ...given,
  });
  return {
    ...emulator,
    projectKey: state.projectKey,
    audiences: controlAudiences(state.audiences, create),
  };
}
