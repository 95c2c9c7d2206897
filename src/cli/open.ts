import { createAudiences } from "../core/audiences.ts";
import type { AnyAdapter } from "../core/contract.ts";
import type { Audiences, Providers } from "../core/facade.ts";
import { openEntries, readConfiguration, selectEntries } from "./configuration.ts";
import type { ProviderEntry } from "./entry.ts";
import type { Io } from "./io.ts";
import type { CommonOptions } from "./options.ts";
import { createVerbose } from "./verbose.ts";

export interface Opened {
  readonly audiences: Audiences<Providers>;
  /** What they were opened from, in their order. */
  readonly entries: readonly ProviderEntry[];
  /** Their adapters, by name. */
  readonly adapters: Providers;
  /** Nothing is said of what goes on any more. */
  readonly end: () => void;
}

/**
 * Opens the providers of a command: those named, or all that are configured.
 * @param option what the names were given with, for messages
 */
export async function openAudiences(
  options: CommonOptions,
  io: Io,
  option: string,
  names: readonly string[] | undefined,
): Promise<Opened> {
  const configuration = await readConfiguration(options, io);
  const entries = selectEntries(configuration, option, names);
  const adapters = openEntries(entries, { timeout: options.timeout });
  const verbose = createVerbose(io.stderr);
  const audiences = createAudiences(adapters, options.verbose === true ? verbose.hooks : {});
  return { audiences, entries, adapters, end: verbose.end };
}

/** The adapter of a provider that was opened. */
export function openedAdapter(
  { adapters }: Pick<Opened, "adapters">,
  provider: string,
): AnyAdapter {
  const adapter = adapters[provider];
  if (adapter === undefined) {
    throw new Error("A provider was opened without its adapter.");
  }
  return adapter;
}
