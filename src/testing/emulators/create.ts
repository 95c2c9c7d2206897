import type { BatchEmulator, BatchEmulatorOptions } from "./batch/emulator.ts";
import { createBatchEmulator } from "./batch/emulator.ts";
import type { Faults } from "./faults/control.ts";
import { combineFaults } from "./faults/control.ts";
import { createClock } from "./kit/clock.ts";
import type { VirtualClock } from "./kit/clock.ts";
import { createInProcessFetch } from "./kit/in-process.ts";
import { joinStates, splitState } from "./kit/saved.ts";
import type { CommonOptions } from "./options.ts";
import type { SonarlyEmulator, SonarlyEmulatorOptions } from "./sonarly/emulator.ts";
import { createSonarlyEmulator } from "./sonarly/emulator.ts";
import type { WhopEmulator, WhopEmulatorOptions } from "./whop/emulator.ts";
import { createWhopEmulator } from "./whop/emulator.ts";

const vendors = ["whop", "batch", "sonarly"] as const;

/** Options for all three; what is given for one vendor wins for that vendor. */
export interface EmulatorOptions extends CommonOptions {
  readonly whop?: WhopEmulatorOptions;
  readonly batch?: BatchEmulatorOptions;
  readonly sonarly?: SonarlyEmulatorOptions;
  /** What `save` of all three gave, instead of seeded audiences. */
  readonly state?: string;
}

export interface Emulators {
  readonly whop: WhopEmulator;
  readonly batch: BatchEmulator;
  readonly sonarly: SonarlyEmulator;
  /** Reaches whichever of the three an address belongs to. */
  readonly fetch: typeof globalThis.fetch;
  /** The time of all three. */
  readonly clock: VirtualClock;
  /** What goes wrong with any of the three. */
  readonly faults: Faults;
  /** What all three keep, as text for the `state` of later ones. */
  readonly save: () => string;
}

/** The three vendors, in this process, at the same virtual time. */
export function createEmulators(options: EmulatorOptions = {}): Emulators {
  const { whop, batch, sonarly, faults: script = [], state, ...common } = options;
  const clock = createClock(common.clock);
  const saved = splitState(state);
  const emulators = {
    whop: createWhopEmulator({ ...common, clock, ...saved.whop, ...whop }),
    batch: createBatchEmulator({ ...common, clock, ...saved.batch, ...batch }),
    sonarly: createSonarlyEmulator({ ...common, clock, ...saved.sonarly, ...sonarly }),
  };
  const hosts = vendors.flatMap((vendor) => Array.from(emulators[vendor].hosts));
  const spoken = { whop, batch, sonarly };
  // A vendor that was given faults of its own has those and no others.
  const open = vendors.filter((vendor) => spoken[vendor]?.faults === undefined);
  combineFaults(open.map((vendor) => emulators[vendor].faults)).add(script);
  const faults = combineFaults(vendors.map((vendor) => emulators[vendor].faults));
  const save = (): string =>
    joinStates(vendors.map((vendor) => [vendor, emulators[vendor].save()]));
  return { ...emulators, fetch: createInProcessFetch(new Map(hosts)), clock, faults, save };
}
