import { describe, expect, test } from "vitest";

import { createScene } from "../migrate/crashes/processes.ts";
import { createRandom } from "../../src/testing/emulators/kit/random.ts";
import { goals } from "../migrate/crashes/trial.ts";
import { figureOfProcesses } from "../migrate/support/figures.ts";

const randomKills = 40;
/** In ms: by then most are done. */
const longestLife = 900;

describe.for(goals)("a migration to a %s, in processes of its own", (goal) => {
  test("ends exact, whatever the instant at which SIGKILL strikes", async () => {
    await using calm = await createScene(goal);
    const instants = (await calm.start().report)?.instants ?? 0;
    expect(instants).toBeGreaterThan(10);
    for (let at = 0; at < instants; at += 1) {
      const keys = at % 2 === 0 ? "heeded" : "ignored";
      await using scene = await createScene(goal, { keys });
      expect({ at, report: await scene.start(at).report }).toEqual({ at, report: undefined });
      const last = await scene.start().report;
      const [found, expected] = scene.compare();
      expect({ at, end: last?.end, found }).toEqual({ at, end: "done", found: expected });
    }
    process.stdout.write(`${figureOfProcesses(goal, instants, instants)}\n`);
  });

  test("ends exact, whenever somebody kills it from outside", async () => {
    const random = createRandom(1);
    let exact = 0;
    for (let round = 0; round < randomKills; round += 1) {
      await using scene = await createScene(goal, { members: 40, partSize: 2 });
      const first = scene.start();
      setTimeout(() => first.kill(), random.integer(300, longestLife));
      await first.report;
      const last = await scene.start().report;
      const [found, expected] = scene.compare();
      expect({ round, end: last?.end, found }).toEqual({ round, end: "done", found: expected });
      exact += 1;
    }
    process.stdout.write(`${figureOfProcesses(`${goal}, from outside`, exact, randomKills)}\n`);
  });
});
