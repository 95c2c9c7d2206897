import { startInstant } from "../kit/clock.ts";
import type { Random } from "../kit/random.ts";
import { creationInstants, listSize, touchedAfter } from "../seed/figures.ts";
import { listNames } from "../seed/names.ts";
import type { BatchAudience, BatchIndexingState } from "./state.ts";
import { blankAudience } from "./state.ts";

const states: readonly BatchIndexingState[] = ["APPLIED", "IN_PROGRESS", "REPLACED"];

/** So many audiences: every state among the first, every sixth or so without a display name. */
export function seedBatch(random: Random, size: number): readonly BatchAudience[] {
  const instants = creationInstants(random, size);
  const seeded: BatchAudience[] = [];
  for (const [index, { name, slug }] of listNames(random, size).entries()) {
    const createdAt = instants[index] ?? startInstant;
    seeded.push({
      ...blankAudience(slug, createdAt),
      displayName: index === 1 || random.chance(0.15) ? null : name,
      ids: listSize(random),
      indexingState: states[index] ?? someState(random),
      updatedAt: touchedAfter(random, createdAt),
    });
  }
  return seeded;
}

function someState(random: Random): BatchIndexingState {
  if (random.chance(0.7)) return "APPLIED";
  return random.pick(["IN_PROGRESS", "REPLACED"]);
}
