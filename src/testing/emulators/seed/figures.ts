import { startInstant } from "../kit/clock.ts";
import type { Random } from "../kit/random.ts";

const hour = 3_600_000;
const twoYears = 2 * 365 * 24 * hour;

/** How many people are on a list: some empty, most ordinary, a few of millions. */
export function listSize(random: Random): number {
  const share = random.fraction();
  if (share < 0.06) return 0;
  if (share < 0.3) return random.integer(1, 400);
  if (share < 0.75) return random.integer(401, 25_000);
  if (share < 0.95) return random.integer(25_001, 400_000);
  return random.integer(1_000_000, 6_500_000);
}

/**
 * When lists were made: over two years, whole seconds, with batches of one import sharing an
 * instant.
 */
export function creationInstants(random: Random, size: number): readonly number[] {
  const instants: number[] = [];
  while (instants.length < size) {
    const instant = Math.floor((startInstant - random.integer(2 * hour, twoYears)) / 1000) * 1000;
    const together = random.chance(0.08) ? random.integer(2, 7) : 1;
    for (let count = 0; count < together && instants.length < size; count += 1)
      instants.push(instant);
  }
  return instants;
}

/** A later instant, not after the start: when a list was last touched. */
export function touchedAfter(random: Random, createdAt: number): number {
  if (random.chance(0.3)) return createdAt + random.integer(60, 3_600) * 1000;
  const seconds = Math.floor((startInstant - createdAt) / 1000);
  return createdAt + random.integer(0, seconds) * 1000;
}
