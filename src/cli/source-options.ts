import { usageFailure } from "./failures.ts";

/** Where the providers of a command come from. */
export type SourceOptions = {
  readonly config?: string | undefined;
  readonly emulate?: true | undefined;
  readonly seed?: number | undefined;
  readonly emulateSize?: number | undefined;
  readonly emulateGeneration?: "contract" | "current" | undefined;
  /** A file with a fault script. */
  readonly faults?: string | undefined;
  /** Time runs for the emulators, as what is written takes some; otherwise it stands, and they always say the same. */
  readonly running?: true | undefined;
  /** What the emulators begin with, in the place of seeded audiences. */
  readonly emulatedState?: string | undefined;
  /** Told how to get at what the emulators hold. */
  readonly onEmulated?: ((save: () => string) => void) | undefined;
};

/** The options that say what the emulators are to be like. */
const emulatorOptions = {
  seed: "--seed",
  emulateSize: "--emulate-size",
  emulateGeneration: "--emulate-generation",
  faults: "--faults",
} as const satisfies Partial<Record<keyof SourceOptions, string>>;

/** @throws Failure for options of the emulators where there are none. */
export function refuseEmulatorOptions(options: SourceOptions): void {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const names: Readonly<Record<string, string>> = emulatorOptions;
  const option = given.flatMap(([name]) => names[name] ?? [])[0];
  if (option !== undefined) {
    throw usageFailure(`${option} is for the emulators; add --emulate, or leave it out.`);
  }
}
