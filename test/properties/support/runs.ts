import { readFile } from "node:fs/promises";

/** How often a property is tried: a little in every run of the tests, and more in a campaign. */
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

/**
 * `AUDIENCEKIT_RUNS` and `AUDIENCEKIT_SEED` change what every property does; the same seed tries the same. Without
 * them it is `few` in a run of the tests, and `many` in `npm run test:properties`.
 */
export function runsOf(few: number, many: number): Runs {
  const campaign = process.env["AUDIENCEKIT_CAMPAIGN"] === "yes";
  return {
    numRuns: whole("AUDIENCEKIT_RUNS", campaign ? many : few),
    seed: whole("AUDIENCEKIT_SEED", 1),
    timeout: 20_000,
  };
}

/** For vitest: a campaign takes as long as it takes. */
export const campaignTimeout = ({ numRuns }: Runs): number => 30_000 + numRuns * 50;

/** Prints a figure that is the same in every run; whether docs/reliability.md quotes it, where the runs are ours. */
export async function isQuoted(figure: string): Promise<boolean> {
  process.stdout.write(`${figure}\n`);
  const own = ["AUDIENCEKIT_RUNS", "AUDIENCEKIT_SEED"].some((name) => name in process.env);
  const docs = await readFile(new URL("../../../docs/reliability.md", import.meta.url), "utf8");
  return own || docs.split("\n").includes(figure);
}

export function tell(what: string, { numRuns, seed }: Runs): void {
  process.stdout.write(`${what}: ${numRuns} runs, seed ${seed}, no law broken\n`);
}
