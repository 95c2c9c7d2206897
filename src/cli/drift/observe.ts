import { createShapeRecorder } from "../../core/drift.ts";
import type { ShapeRecorder } from "../../core/drift.ts";
import type { Audience } from "../../core/model.ts";
import type { Paged } from "../../core/paging/paged.ts";
import type { Report } from "../../core/paging/report.ts";
import type { Progress } from "../output/progress.ts";
import type { Seen } from "./compare.ts";

export interface Observation {
  readonly seen: readonly Seen[];
  readonly report: Report;
  /** Audiences of all providers. */
  readonly audiences: number;
}

/** Reads everything and keeps what it looks like: paths and kinds, and no value. */
export async function observe(
  paged: Paged<Audience>,
  vendors: ReadonlyMap<string, string>,
  progress: Progress,
): Promise<Observation> {
  const recorders = new Map<string, ShapeRecorder>();
  for (const provider of vendors.keys()) {
    recorders.set(provider, createShapeRecorder());
  }
  let audiences = 0;
  let report: Report = { complete: false, providers: {} };
  try {
    for await (const page of paged.byPage()) {
      for (const { provider, raw } of page.items) {
        recorders.get(provider)?.see(raw);
      }
      audiences += page.items.length;
      report = page.report;
      progress.show(audiences);
    }
  } finally {
    progress.clear();
  }
  const seen = Object.entries(report.providers).map(([provider, providerReport]) => ({
    provider,
    vendor: vendors.get(provider) ?? "",
    shape: (recorders.get(provider) ?? createShapeRecorder()).shape(providerReport.diagnostics),
    report: providerReport,
  }));
  return { seen, report, audiences };
}
