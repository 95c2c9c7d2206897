import { createRandom } from "../kit/random.ts";
import type { Plans } from "../kit/timeline.ts";
import type { BatchAudience } from "./state.ts";

const minute = 60_000;

/** Seeded changes that are still being indexed are applied within minutes. */
export const plansOfSeeded = (
  audiences: readonly BatchAudience[],
  now: number,
): Plans<BatchAudience> =>
  audiences
    .filter(({ indexingState }) => indexingState === "IN_PROGRESS")
    .map(({ name }) => {
      const at = now + createRandom(`under way ${name}`).integer(minute, 10 * minute);
      return [name, [{ at, changes: { indexingState: "APPLIED", updatedAt: at } }]];
    });
