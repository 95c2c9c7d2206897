import type { Step } from "../kit/timeline.ts";
import type { WhopAudience, WhopMatchRate } from "./state.ts";
import type { WhopTimes } from "./times.ts";

/** One file on its way into an audience. */
export interface Run {
  /** The audience as it was when the file was accepted. */
  readonly before: WhopAudience;
  /** When the record begins to show it. */
  readonly startsAt: number;
  readonly rows: number;
  /** Rows with neither email nor phone, over all files of the audience. */
  readonly skipped: number;
  /** Why the file cannot be taken in at all. */
  readonly problem: string | null;
  readonly platformId: string;
}

const matchRate = (
  status: WhopMatchRate["status"],
  lowerBound: number | null = null,
): readonly WhopMatchRate[] => [
  {
    platform: "meta",
    status,
    lowerBound,
    upperBound: lowerBound === null ? null : lowerBound + 10,
  },
];

/**
 * What the record shows from the start of a run to its end: pending, processing in quarters,
 * syncing, and then ready, partial or failed (docs.whop.com, audiences/audience). Figures of an
 * audience that gets more people go on from what they were.
 */
export function planRun(run: Run, times: Required<WhopTimes>): readonly Step<WhopAudience>[] {
  const { before, startsAt, rows } = run;
  const processingAt = startsAt + times.pending;
  const syncingAt = processingAt + times.processing;
  // The rows of a file that failed are on no audience.
  const rowsBefore = before.status === "failed" ? before.processedRows : before.totalRows;
  const totalRows = rowsBefore + rows;
  const processed = (quarters: number): Step<WhopAudience> =>
    step(quarters === 0 ? processingAt : processingAt + (times.processing * quarters) / 4, {
      status: "processing",
      totalRows,
      processedRows: before.processedRows + Math.floor((rows * quarters) / 4),
      progressPercent: 15 * quarters,
    });
  const pending = step(startsAt, { status: "pending", progressPercent: 0, errorMessage: null });
  if (run.problem !== null) {
    const failed = step(syncingAt, { status: "failed", totalRows, errorMessage: run.problem });
    return [pending, processed(0), failed];
  }
  const matched = matchedRows(totalRows - run.skipped);
  const syncing = (at: number, changes: Partial<WhopAudience>): Step<WhopAudience> =>
    step(at, { status: "syncing", matchRates: matchRate("calculating"), ...changes });
  return [
    pending,
    ...[0, 1, 2, 3].map(processed),
    syncing(syncingAt, { processedRows: before.processedRows + rows, progressPercent: 60 }),
    syncing(syncingAt + times.syncing / 2, {
      matchedRows: Math.max(before.matchedRows, Math.floor(matched / 2)),
      progressPercent: 80,
    }),
    step(syncingAt + times.syncing, finished(run, totalRows, matched)),
  ];
}

const step = (at: number, changes: Partial<WhopAudience>): Step<WhopAudience> => ({
  at,
  changes: { ...changes, updatedAt: at },
});

/** As many as in the sample of audiences/audience: 1830 of 2500. */
const matchedRows = (rows: number): number => Math.floor((rows * 1830) / 2500);

function finished(run: Run, totalRows: number, matched: number): Partial<WhopAudience> {
  const { skipped, before, platformId } = run;
  return {
    status: skipped > 0 ? "partial" : "ready",
    totalRows,
    processedRows: before.processedRows + run.rows,
    matchedRows: Math.max(before.matchedRows, matched),
    progressPercent: 100,
    errorMessage: skipped > 0 ? skippedMessage(skipped, totalRows) : null,
    platformAudienceIds:
      before.platformAudienceIds.length > 0 ? before.platformAudienceIds : [platformId],
    matchRates: matched < 100 ? matchRate("unavailable") : matchRate("available", 68),
  };
}

/** Prose for people: nothing promises its words. */
const skippedMessage = (skipped: number, rows: number): string =>
  `${skipped} of ${rows} rows had neither an email nor a phone number and were skipped.`;
