import type { Scene } from "./scene.ts";
import type { Source } from "./source.ts";

/** What an operation must have for a fault to be possible there. */
export type Need = "pages" | "count" | "word" | "dates" | "number" | "request body";

/** The faults of a family by kind, out of an interface that maps kinds to their parameters. */
export type FaultOf<Family, Kind extends keyof Family = keyof Family> = {
  [One in Kind]: { readonly kind: One } & Family[One];
}[Kind];

/** All there is to know of one kind of fault: how it is written, and what it does. */
export interface Definition<Fault> {
  /** How its text begins; the first spelling is the one that is written. */
  readonly words: readonly [string, ...string[]];
  /** What follows those words, for the docs: in brackets what may be left out. */
  readonly takes?: string;
  /** One sentence for the docs. */
  readonly summary: string;
  /** A whole line. */
  readonly example: string;
  readonly needs?: Need;
  /** Whether it looks back at pages answered earlier, which are not kept otherwise. */
  readonly looksBack?: true;
  /** Whether nothing can befall its answer any more: it is gone, or made while it is read. */
  readonly isLast?: true;
  readonly read: (from: Source) => Fault;
  readonly write: (fault: Fault) => string;
  readonly play: (fault: Fault, scene: Scene) => Played | Promise<Played>;
}

/**
 * The answer to go on with; "waited" where there is none yet and the fault happened all the same;
 * undefined where it could not happen to this answer.
 */
export type Played = Response | "waited" | undefined;

export type Definitions<Family> = {
  readonly [Kind in keyof Family]: Definition<FaultOf<Family, Kind>>;
};
