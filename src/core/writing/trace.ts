import type { AudienceRecord } from "../model.ts";

/**
 * What of an audience changes when a write has been carried out; of several looks at it, the earliest. For vendors that
 * show an audience as `ready` from the write before, for a while.
 */
export function traceOf(...records: readonly AudienceRecord[]): string {
  const traces = records.map(({ updatedAt, size }) =>
    [updatedAt?.toISOString() ?? "", size?.value ?? ""].join(" "),
  );
  return traces.toSorted()[0] ?? "";
}

/** A record that shows nothing of the write yet is of an audience that is being processed. */
export function sinceTrace<Raw>(
  record: AudienceRecord<Raw>,
  trace: string | undefined,
): AudienceRecord<Raw> {
  return traceOf(record) === trace ? { ...record, status: "processing" } : record;
}
