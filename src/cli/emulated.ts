import { batch } from "../../adapters/batch.ts";
import { sonarly } from "../../adapters/sonarly.ts";
import { whop } from "../../adapters/whop.ts";
import { createEmulators, createTickingClock } from "../testing/index.ts";
import type { FaultScript, WhopRecordGeneration } from "../testing/index.ts";
import type { ProviderEntry } from "./entry.ts";

export interface EmulatedOptions {
  readonly seed?: number | undefined;
  readonly size?: number | undefined;
  /** How Whop writes its records. */
  readonly generation?: WhopRecordGeneration | undefined;
  readonly faults?: FaultScript | undefined;
  /** Whether time runs. */
  readonly running?: boolean | undefined;
  /** What `save` gave to an earlier process. */
  readonly state?: string | undefined;
  readonly onEmulated?: ((save: () => string) => void) | undefined;
}

/** The three vendors inside this process. Nothing is paced: there is nobody to be considerate of. */
export function emulatedEntries({
  seed,
  size,
  generation,
  faults,
  running,
  state,
  onEmulated,
}: EmulatedOptions): readonly ProviderEntry[] {
  const emulators = createEmulators({
    ...(seed !== undefined && { seed }),
    ...(size !== undefined && { size }),
    ...(generation !== undefined && { whop: { recordGeneration: generation } }),
    ...(faults !== undefined && { faults }),
    ...(running === true && { clock: createTickingClock() }),
    ...(state !== undefined && { state }),
  });
  onEmulated?.(emulators.save);
  const unpaced = { requestsPerMinute: Number.POSITIVE_INFINITY };
  return [
    {
      name: "whop",
      vendor: "whop",
      open: (overrides) => {
        const { baseUrl, apiKey, accountId, fetch } = emulators.whop;
        return whop({ baseUrl, apiKey, accountId, fetch, ...unpaced, ...overrides });
      },
    },
    {
      name: "batch",
      vendor: "batch",
      open: (overrides) => {
        const { baseUrl, apiKey, projectKey, fetch } = emulators.batch;
        return batch({ baseUrl, apiKey, projectKey, fetch, ...unpaced, ...overrides });
      },
    },
    {
      name: "sonarly",
      vendor: "sonarly",
      open: (overrides) => {
        const { baseUrl, apiKey, accountGroupId, fetch } = emulators.sonarly;
        return sonarly({ baseUrl, apiKey, accountGroupId, fetch, ...unpaced, ...overrides });
      },
    },
  ];
}
