import { createRandom } from "../kit/random.ts";
import type { Plans } from "../kit/timeline.ts";
import { listSize } from "../seed/figures.ts";
import { planRun } from "./run.ts";
import type { WhopAudience, WhopStatus } from "./state.ts";
import { platformId } from "./upload.ts";

const minute = 60_000;

/**
 * Seeded audiences that are not finished yet get there in minutes, stage by stage: from randomness
 * of their own, so that they do not change what is seeded.
 */
export const plansOfSeeded = (
  audiences: readonly WhopAudience[],
  now: number,
): Plans<WhopAudience> =>
  audiences
    .map((audience) => [audience.id, remainingSteps(audience, now)] as const)
    .filter(([, steps]) => steps.length > 0);

function remainingSteps(audience: WhopAudience, now: number): ReturnType<typeof planRun> {
  const random = createRandom(`under way ${audience.id}`);
  const duration = (): number => random.integer(minute, 10 * minute);
  const [pending, processing, syncing] = [duration(), duration(), duration()];
  const elapsed: Partial<Record<WhopStatus, number>> = {
    pending: 0,
    processing: pending,
    syncing: pending + processing,
  };
  const since = elapsed[audience.status];
  if (since === undefined) return [];
  const steps = planRun(
    {
      before: { ...audience, totalRows: 0, processedRows: 0, matchedRows: audience.matchedRows },
      startsAt: now - since,
      rows: audience.totalRows === 0 ? listSize(random) : audience.totalRows,
      skipped: 0,
      problem: null,
      platformId: platformId(random),
    },
    { file: 0, pending, processing, syncing, lag: 0 },
  );
  // Figures within the seeded stage stay as they were seeded.
  return steps.filter(({ at, changes }) => at > now && changes.status !== audience.status);
}
