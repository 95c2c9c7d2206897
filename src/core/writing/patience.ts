import type { Runtime } from "../runtime.ts";

/** How long to look for something, and how often. All in ms. */
export interface Patience {
  /** Between the first two looks; it doubles. */
  readonly first: number;
  readonly longest: number;
  /** Beyond this there is no further look. */
  readonly total: number;
}

/** Looks again and again until there is something; `undefined` when the time is over. */
export async function lookUntil<Found>(
  look: () => Promise<Found | undefined>,
  { first, longest, total }: Patience,
  runtime: Pick<Runtime, "sleep">,
  signal: AbortSignal | undefined,
): Promise<Found | undefined> {
  let waited = 0;
  for (let pause = first; ; pause = Math.min(pause * 2, longest)) {
    const found = await look();
    if (found !== undefined || waited + pause > total) {
      return found;
    }
    await runtime.sleep(pause, signal);
    waited += pause;
  }
}
