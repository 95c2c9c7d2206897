import { changesBetween, momentsOf, providerSeriesOf } from "../../history/index.ts";
import type { History } from "../../history/index.ts";
import type { AudienceView, ChangeView, ProviderSeriesView, ProviderView } from "../model.ts";
import {
  audienceView,
  changeView,
  defaultStaleAfter,
  providerViews,
  trendPoints,
} from "../views.ts";

export interface ReportOptions {
  readonly history: History;
  /** How far back it looks, in ms. */
  readonly since: number;
  /** Only these. @default all */
  readonly providers?: readonly string[] | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Everything that a report tells, as the API would tell it. */
export interface ReportData {
  readonly generatedAt: string;
  /** Where the comparison begins. */
  readonly from: string;
  /** The latest snapshot. */
  readonly to: string;
  readonly providers: readonly (ProviderView & { readonly series: ProviderSeriesView })[];
  /** By provider, then by name. */
  readonly audiences: readonly AudienceView[];
  readonly changes: readonly ChangeView[];
}

export function reportData(options: ReportOptions): ReportData {
  const { history, since, now } = options;
  const from = now - since;
  const moment = { now, staleAfter: defaultStaleAfter };
  const all = [...history.providers.values()];
  const chosen = all.filter(({ name }) => options.providers?.includes(name) ?? true);
  const names = new Set(chosen.map(({ name }) => name));
  const series = new Map(
    chosen.map((provider) => {
      const points = providerSeriesOf(provider, from).map(({ at, audiences, complete }) => ({
        at: new Date(at).toISOString(),
        audiences,
        complete,
      }));
      return [provider.name, { points }] as const;
    }),
  );
  return {
    generatedAt: new Date(now).toISOString(),
    from: new Date(from).toISOString(),
    to: new Date(history.snapshots.at(-1)?.at ?? now).toISOString(),
    providers: providerViews(history, [], moment)
      .filter(({ name }) => names.has(name))
      .map((view) => Object.assign(view, { series: series.get(view.name) ?? { points: [] } })),
    audiences: chosen.flatMap((provider) => {
      const moments = momentsOf(provider, trendPoints);
      return [...provider.tracks.values()]
        .filter(({ gone }) => gone === null)
        .map((track) => audienceView(provider, track, moment, moments))
        .toSorted((one, other) => one.name.localeCompare(other.name, "en"));
    }),
    changes: changesBetween(history, { from })
      .filter(({ provider }) => names.has(provider))
      .map(changeView),
  };
}
