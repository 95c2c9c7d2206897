import type { Audiences, Providers } from "../core/facade.ts";
import type { Audience } from "../core/model.ts";
import type { Report } from "../core/paging/report.ts";
import type { Store } from "../store/index.ts";
import { lookFor, presentOf, stateOfReport } from "./observe.ts";
import { readHistory } from "./read.ts";
import type { History } from "./read.ts";
import { storeSnapshot } from "./store-snapshot.ts";
import type { Finding, StoredSnapshot } from "./store-snapshot.ts";

export interface SnapshotOptions {
  readonly store: Store;
  /** What was read of the store before, to be used again by a process that takes one snapshot after the other. */
  readonly history?: History | undefined;
  /** Only these, in this order. @default all */
  readonly providers?: readonly string[] | undefined;
  /** The vendor of each provider. @default its own name */
  readonly vendors?: Readonly<Record<string, string>> | undefined;
  /**
   * Audiences of a provider that are asked for one by one, when a complete listing no longer holds them, before they
   * count as vanished; more of them are left unclear until the next snapshot.
   * @default 100
   */
  readonly lookups?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Epoch milliseconds. @default Date.now */
  readonly now?: (() => number) | undefined;
}

/** A snapshot that was taken, and the report of its listing. */
export interface TakenSnapshot extends StoredSnapshot {
  /** How many audiences were read. */
  readonly audiences: number;
  readonly report: Report;
}

/**
 * Lists all audiences and stores what is different from the snapshot before. One that is not complete is stored as
 * what it is. Nothing is stored when it is aborted.
 * @throws the signal's reason; AudienceError `invalid_argument` for providers that there are not
 */
export async function takeSnapshot<P extends Providers>(
  audiences: Audiences<P>,
  options: SnapshotOptions,
): Promise<TakenSnapshot> {
  // The names of the providers are only known to the caller's types.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const all = audiences as unknown as Audiences<Providers>;
  const { store, providers, vendors = {}, lookups = 100, signal, now = Date.now } = options;
  const at = now();
  const history = options.history ?? (await readHistory(store));
  const { items, report } = await all.list({ providers, signal }).collect();
  const found = new Map<string, Audience[]>();
  for (const audience of items) {
    const list = found.get(audience.provider) ?? [];
    list.push(audience);
    found.set(audience.provider, list);
  }
  await history.refresh();
  const findings: Finding[] = [];
  for (const [provider, provided] of Object.entries(report.providers)) {
    const state = stateOfReport(provided);
    const list = found.get(provider) ?? [];
    const seen = new Set(list.map(({ id }) => id));
    const present = state === "complete" ? presentOf(history.providers.get(provider)) : [];
    const absent = [...present].flatMap(([id]) => (seen.has(id) ? [] : [id]));
    const { error } = provided;
    findings.push({
      provider,
      vendor: vendors[provider] ?? provider,
      state,
      audiences: list,
      error: error === null ? null : { code: error.code, message: error.message },
      absences: await lookFor(all, provider, absent, lookups, signal),
    });
  }
  signal?.throwIfAborted();
  return {
    ...(await storeSnapshot(store, history, findings, at)),
    audiences: items.length,
    report,
  };
}
