import type { MemberSource } from "../../core/writing/member-stream.ts";
import { readCrosswalk } from "./crosswalk.ts";
import type { Crosswalk } from "./crosswalk.ts";
import type { Marking } from "../marks.ts";
import { readSuppression } from "../suppression.ts";
import type { Suppression } from "../suppression.ts";

/** The two lists that a plan is made with. */
export interface Lists {
  readonly crosswalk: Crosswalk | undefined;
  readonly suppression: Suppression | undefined;
  /** Tells both from any others. */
  readonly digest: string;
}

export async function readLists(
  given: {
    readonly crosswalk?: MemberSource | undefined;
    readonly suppress?: MemberSource | undefined;
  },
  marking: Marking,
  signal: AbortSignal | undefined,
): Promise<Lists> {
  const crosswalk = given.crosswalk && (await readCrosswalk(given.crosswalk, marking, signal));
  const suppression = given.suppress && (await readSuppression(given.suppress, marking, signal));
  const digest = `${crosswalk?.digest ?? "none"} ${suppression?.digest ?? "none"}`;
  return { crosswalk, suppression, digest };
}
