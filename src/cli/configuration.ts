import type { AnyAdapter } from "../core/contract.ts";
import type { Overrides, ProviderEntry } from "./entry.ts";
import { isFailure, usageFailure } from "./failures.ts";
import type { Io } from "./io.ts";
import { printableLines } from "./output/text.ts";
import { refuseEmulatorOptions } from "./source-options.ts";
import type { SourceOptions } from "./source-options.ts";
import { didYouMean } from "./suggest.ts";
import { isVendorName, variablesOf, vendorNames } from "./vendor-names.ts";
import type { VendorName } from "./vendor-names.ts";

export interface Configuration {
  /** "the emulators", "audiencekit.config.ts", "the environment" */
  readonly origin: string;
  readonly entries: readonly ProviderEntry[];
  /** Vendors that could be set up in the same way, and are not. */
  readonly absent: readonly VendorName[];
}

const start = `There is no configuration yet. To begin:
  add --emulate                three vendors in this process: no keys, no network
  set environment variables    WHOP_API_KEY and WHOP_ACCOUNT_ID,
  (or write them into .env)    BATCH_API_KEY and BATCH_PROJECT_KEY,
                               SONARLY_API_KEY and SONARLY_ACCOUNT_GROUP_ID
  or write a file              audiencekit.config.ts, .js or .json
  audiencekit doctor --help    shows both; audiencekit doctor checks them`;

async function emulated(options: SourceOptions, io: Io): Promise<Configuration> {
  const { emulatedEntries } = await import("./emulated.ts");
  const { readFaultScript } = await import("./fault-script.ts");
  const { seed, emulateSize: size, emulateGeneration: generation } = options;
  const { faults: file, running, emulatedState: state, onEmulated } = options;
  const faults = file === undefined ? undefined : await readFaultScript(file, io);
  return {
    origin: "the emulators",
    entries: emulatedEntries({ seed, size, generation, faults, running, state, onEmulated }),
    absent: [],
  };
}

/** Reads the configuration of a command: the emulators, or a file, or the environment. Warnings go to stderr. */
export async function readConfiguration(options: SourceOptions, io: Io): Promise<Configuration> {
  if (options.emulate === true) {
    return emulated(options, io);
  }
  refuseEmulatorOptions(options);
  const { environmentEntries, readDotEnv } = await import("./environment.ts");
  const warnings = [...(await readDotEnv(io))];
  const { readConfigFile } = await import("./config-file.ts");
  const file = await readConfigFile(io.cwd, options.config);
  let configuration: Configuration;
  if (file === undefined) {
    const entries = environmentEntries(io.env);
    const present = new Set(entries.map(({ name }) => name));
    const absent = vendorNames.filter((vendor) => !present.has(vendor));
    configuration = { origin: "the environment", entries, absent };
  } else {
    const { configEntries } = await import("./config-entries.ts");
    const found = configEntries(file, io.env);
    warnings.push(...found.warnings);
    configuration = { origin: file.shown, entries: found.entries, absent: [] };
  }
  await io.stderr.write(warnings.map((warning) => `${printableLines(warning)}\n`).join(""));
  return configuration;
}

/** @throws Failure that says how to begin. */
export function requireAny({ entries }: Configuration): void {
  if (entries.length === 0) {
    throw usageFailure(start);
  }
}

function find(name: string, option: string, configuration: Configuration): ProviderEntry {
  const { entries, origin, absent } = configuration;
  const entry = entries.find((candidate) => candidate.name === name);
  if (entry !== undefined) {
    return entry;
  }
  const names = entries.map((candidate) => candidate.name);
  const suggestion = didYouMean(name, [...names, ...absent]);
  const unset =
    isVendorName(name) && absent.includes(name)
      ? ` Set ${variablesOf(name)} to read it.`
      : suggestion;
  throw usageFailure(
    `${option}: there is no provider ${JSON.stringify(name)} in ${origin}, which has ${names.join(", ")}.${unset}`,
  );
}

/** The entries of the names given with `--provider` or in a reference, in that order; of all, if none is given. */
export function selectEntries(
  configuration: Configuration,
  option: string,
  names: readonly string[] | undefined,
): readonly ProviderEntry[] {
  requireAny(configuration);
  return names === undefined
    ? configuration.entries
    : [...new Set(names)].map((name) => find(name, option, configuration));
}

/** Makes the adapters. @throws Failure that names what is wrong with any of them. */
export function openEntries(
  entries: readonly ProviderEntry[],
  overrides: Overrides,
): Readonly<Record<string, AnyAdapter>> {
  const opened: [string, AnyAdapter][] = [];
  const problems: string[] = [];
  for (const { name, open } of entries) {
    try {
      opened.push([name, open(overrides)]);
    } catch (error) {
      if (!isFailure(error)) {
        throw error;
      }
      problems.push(error.message);
    }
  }
  if (problems.length > 0) {
    throw usageFailure(problems.join("\n"));
  }
  return Object.fromEntries(opened);
}
