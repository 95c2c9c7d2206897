import { createCompactSet } from "../../src/core/compact-set.ts";

/** Texts as lists have them: alike but for a few characters, which is what a poor hash stumbles over. */
export const kinds = {
  emails: (index: number) => `eada.lovelace${index}@example.com`,
  phones: (index: number) => `p+49151${String(index).padStart(8, "0")}`,
  ids: (index: number) => `x${index}`,
  "ids of one length": (index: number) => `x${index.toString(36).padStart(12, "0")}`,
  domains: (index: number) => `euser@${index}.example.org`,
};

/** Adds so many texts, and then the same again: how many were taken for others, and how many were not known again. */
export function mistakes(count: number, textOf: (index: number) => string): readonly number[] {
  const set = createCompactSet();
  let taken = 0;
  for (let index = 0; index < count; index += 1) {
    taken += set.add(textOf(index)) ? 0 : 1;
  }
  let forgotten = 0;
  for (let index = 0; index < count; index += 1) {
    forgotten += set.add(textOf(index)) ? 1 : 0;
  }
  return [taken, forgotten, set.size];
}
