import type { BatchEmulator, BatchEmulatorOptions } from "./batch/emulator.ts";
import { createBatchEmulator } from "./batch/emulator.ts";
import { createClock } from "./kit/clock.ts";
import type { VirtualClock } from "./kit/clock.ts";
import { createInProcessFetch } from "./kit/in-process.ts";
import type { CommonOptions } from "./options.ts";
import type { SonarlyEmulator, SonarlyEmulatorOptions } from "./sonarly/emulator.ts";
import { createSonarlyEmulator } from "./sonarly/emulator.ts";
import type { WhopEmulator, WhopEmulatorOptions } from "./whop/emulator.ts";
import { createWhopEmulator } from "./whop/emulator.ts";

/** Options for all three; what is given for one vendor wins for that vendor. */
export interface EmulatorOptions extends CommonOptions {
  readonly whop?: WhopEmulatorOptions;
  readonly batch?: BatchEmulatorOptions;
  readonly sonarly?: SonarlyEmulatorOptions;
}

export interface Emulators {
  readonly whop: WhopEmulator;
  readonly batch: BatchEmulator;
  readonly sonarly: SonarlyEmulator;
  /** Reaches whichever of the three an address belongs to. */
  readonly fetch: typeof globalThis.fetch;
  /** The time of all three. */
  readonly clock: VirtualClock;
}

/** The three vendors, in this process, at the same virtual time. */
export function createEmulators(options: EmulatorOptions = {}): Emulators {
  const { whop, batch, sonarly, ...common } = options;
  const clock = createClock(common.clock);
  const emulators = {
    whop: createWhopEmulator({ ...common, clock, ...whop }),
    batch: createBatchEmulator({ ...common, clock, ...batch }),
    sonarly: createSonarlyEmulator({ ...common, clock, ...sonarly }),
  };
  const apps = Object.values(emulators).map(
    ({ baseUrl, app }) => [new URL(baseUrl).origin, app] as const,
  );
  return { ...emulators, fetch: createInProcessFetch(new Map(apps)), clock };
}
