import { Gauge, Registry } from "prom-client";

import type { Listing } from "./listing.ts";
import type { MigrationView, ProviderView } from "./model.ts";

/** The text format of Prometheus. */
export const metricsType: string = Registry.PROMETHEUS_CONTENT_TYPE;

export interface Measured {
  readonly providers: readonly ProviderView[];
  readonly listing: Listing;
  readonly migrations: readonly MigrationView[];
  /** Epoch milliseconds. */
  readonly lastSnapshot: number | undefined;
}

const secondsOf = (iso: string | null): number | undefined =>
  iso === null ? undefined : Date.parse(iso) / 1000;

function gauge<Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly Label[],
): Gauge<Label> {
  const registers = [registry];
  return new Gauge({ name: `audiencekit_${name}`, help, labelNames: [...labelNames], registers });
}

function measureProviders(registry: Registry, providers: readonly ProviderView[]): void {
  const complete = gauge(
    registry,
    "provider_complete",
    "1 = the latest snapshot read this provider to its end.",
    ["provider", "vendor"],
  );
  const read = gauge(
    registry,
    "provider_last_read_timestamp_seconds",
    "When this provider was last asked.",
    ["provider"],
  );
  const ended = gauge(
    registry,
    "provider_last_complete_timestamp_seconds",
    "When this provider was last read to its end.",
    ["provider"],
  );
  const audiences = gauge(registry, "audiences", "Audiences by provider and status.", [
    "provider",
    "status",
  ]);
  for (const { name: provider, vendor, state, takenAt, completeAt, statuses } of providers) {
    complete.set({ provider, vendor }, state === "complete" ? 1 : 0);
    for (const [of, at] of [
      [read, secondsOf(takenAt)],
      [ended, secondsOf(completeAt)],
    ] as const) {
      if (at !== undefined) {
        of.set({ provider }, at);
      }
    }
    for (const [status, count] of Object.entries(statuses)) {
      audiences.set({ provider, status }, count);
    }
  }
}

/** By their ids and never by their names, which are people's words and change. */
function measureAudiences(registry: Registry, { entries }: Listing): void {
  const labels = ["provider", "audience", "unit"] as const;
  const size = gauge(registry, "audience_size", "What an audience holds, in its unit.", labels);
  const matched = gauge(
    registry,
    "audience_matched",
    "What of an audience reached the ad platforms, where its vendor says.",
    labels,
  );
  for (const { view } of entries) {
    const { provider, id: audience } = view;
    // What is not known is left out: it is not 0.
    if (view.size !== null) {
      size.set({ provider, audience, unit: view.size.unit }, view.size.value);
    }
    if (view.matched !== null) {
      matched.set({ provider, audience, unit: view.matched.unit }, view.matched.value);
    }
  }
}

/** The figures of the latest snapshot as Prometheus reads them. */
export async function metricsText(measured: Measured): Promise<string> {
  const registry = new Registry();
  const last = gauge(
    registry,
    "last_snapshot_timestamp_seconds",
    "When the latest snapshot was taken.",
    [],
  );
  if (measured.lastSnapshot !== undefined) {
    last.set(measured.lastSnapshot / 1000);
  }
  measureProviders(registry, measured.providers);
  measureAudiences(registry, measured.listing);
  const migrations = gauge(registry, "migrations", "Migrations by their state.", ["state"]);
  for (const { state } of measured.migrations) {
    migrations.inc({ state });
  }
  return registry.metrics();
}
