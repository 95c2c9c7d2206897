import { createAudiences } from "../../core/audiences.ts";
import { readHistory, takeSnapshot } from "../../history/index.ts";
import type { History } from "../../history/index.ts";
import type { Store } from "../../store/index.ts";
import { startInstant } from "../../testing/index.ts";
import { openEntries } from "../configuration.ts";
import type { ProviderEntry } from "../entry.ts";
import type { Io } from "../io.ts";
import type { SourceOptions } from "../source-options.ts";
import { seedHistory } from "./history.ts";

export interface Demo {
  readonly history: History;
  /** It stands: the emulators' time is no real one. */
  readonly now: () => number;
}

/** The emulators' time, which stands. */
const now = (): number => startInstant;

/** Ninety days of the emulators, up to a snapshot of what they are now; in a store that has a history, nothing more. */
export async function demoHistory(
  store: Store,
  entries: readonly ProviderEntry[],
  { seed }: SourceOptions,
  { signal }: Io,
): Promise<Demo> {
  const audiences = createAudiences(openEntries(entries, {}));
  const vendors = Object.fromEntries(entries.map(({ name, vendor }) => [name, vendor]));
  // What goes wrong by a fault script goes wrong in the last snapshot; the past is of what was read.
  const { items } = await audiences.list({ signal }).collect();
  const known = await readHistory(store);
  if (known.snapshots.length > 0) {
    return { history: known, now };
  }
  const history = await seedHistory({ store, audiences: items, vendors, now: now(), seed });
  await takeSnapshot(audiences, { store, history, vendors, signal, now });
  return { history, now };
}
