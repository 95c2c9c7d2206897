import type { Random } from "./random.ts";
import { createRandom } from "./random.ts";

/** Makes ids and tokens one after another, the same ones in every run. */
export interface Issuer {
  readonly next: <T>(make: (random: Random) => T) => T;
  /** How many were made, to go on from. */
  readonly issued: () => number;
}

/** Counted, and not drawn from one long sequence: a saved state then goes on without repeating any. */
export function createIssuer(name: string, start = 0): Issuer {
  let issued = start;
  return {
    next(make) {
      issued += 1;
      return make(createRandom(`${name} ${issued}`));
    },
    issued: () => issued,
  };
}
