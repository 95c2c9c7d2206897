/** How often a property is tried: a little in every run of the tests, as often as one likes in a campaign. */
export interface Runs {
  readonly numRuns: number;
  readonly seed: number;
  /** One try that takes longer, in ms, hangs. */
  readonly timeout: number;
}

function whole(name: string, otherwise: number): number {
  const text = process.env[name] ?? "";
  return /^\d+$/.test(text) ? Number(text) : otherwise;
}

/** `AUDIENCEKIT_RUNS` and `AUDIENCEKIT_SEED` change what every property does; the same seed tries the same. */
export function runsOf(ordinary: number): Runs {
  return {
    numRuns: whole("AUDIENCEKIT_RUNS", ordinary),
    seed: whole("AUDIENCEKIT_SEED", 1),
    timeout: 20_000,
  };
}

/** For vitest: a campaign takes as long as it takes. */
export const campaignTimeout = ({ numRuns }: Runs): number => 30_000 + numRuns * 50;

export function tell(what: string, { numRuns, seed }: Runs): void {
  process.stdout.write(`${what}: ${numRuns} runs, seed ${seed}, no law broken\n`);
}
