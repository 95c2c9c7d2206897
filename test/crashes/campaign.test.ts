import { expect, test } from "vitest";

import { createRandom } from "../../src/testing/emulators/kit/random.ts";
import type { Random } from "../../src/testing/emulators/kit/random.ts";
import { expected, goals, run } from "../migrate/crashes/trial.ts";
import type { Trial } from "../migrate/crashes/trial.ts";
import { strokes } from "../migrate/crashes/fate.ts";
import type { Fate } from "../migrate/crashes/fate.ts";
import { emptyPlace } from "../migrate/support/stores.ts";
import { runsOf } from "../properties/support/runs.ts";
import { figureOfRuns } from "../migrate/support/figures.ts";

const { numRuns: runs, seed: first } = runsOf(400, 4000);
process.setMaxListeners(0);

const mostProcesses = 4;
const mostInstants = 60;

const fateOf = (random: Random): Fate => ({
  at: random.integer(0, mostInstants),
  stroke: random.pick(strokes),
});

function trialOf(seed: number): Trial {
  const random = createRandom(seed);
  return {
    goal: random.pick(goals),
    members: random.integer(5, 16),
    partSize: random.integer(1, 5),
    keys: random.pick(["heeded", "ignored"]),
    suppress: random.fraction() < 0.3,
    fates: Array.from({ length: random.integer(1, mostProcesses) }, () => fateOf(random)),
  };
}

test("killed, cut off, out of disk and stopped, in any order: every migration ends exact", async () => {
  let exact = 0;
  for (let seed = first; seed < first + runs; seed += 1) {
    const trial = trialOf(seed);
    await using place = await emptyPlace("sqlite");
    const { found, ends } = await run(trial, place.address);
    expect({ seed, trial, ends, found }).toEqual({ seed, trial, ends, found: expected(trial) });
    exact += 1;
  }
  process.stdout.write(`${figureOfRuns(exact, runs)}\n`);
});
