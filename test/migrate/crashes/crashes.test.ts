import { describe, expect, test } from "vitest";

import { emptyPlace, engines } from "../support/stores.ts";
import type { Engine } from "../../../src/store/index.ts";
import type { Fate, Stroke } from "./fate.ts";
import { expected, goals, run } from "./trial.ts";
import type { Trial } from "./trial.ts";

// An upload that was killed leaves its listener with the process, which here goes on.
process.setMaxListeners(0);

const others: readonly Stroke[] = ["drop", "full", "abort"];

const calm = (goal: Trial["goal"]): Trial => ({
  goal,
  members: 7,
  partSize: 3,
  keys: "heeded",
  suppress: false,
  fates: [],
});

async function outcomeOf(
  trial: Trial,
  engine: Engine = "sqlite",
): Promise<Awaited<ReturnType<typeof run>>> {
  await using place = await emptyPlace(engine);
  return await run(trial, place.address);
}

/** What a process met, what is there then, and what should be. */
async function meeting(
  fate: Fate,
  goal: Trial["goal"],
  engine?: Engine,
): Promise<readonly [unknown, unknown]> {
  const keys = Number(fate.at) % 2 === 0 ? "heeded" : "ignored";
  const trial: Trial = { ...calm(goal), keys, fates: [fate] };
  const { found, ends } = await outcomeOf(trial, engine);
  return [
    { fate, keys, ends, found },
    { fate, keys, ends, found: expected(trial) },
  ];
}

describe.for(goals)("a migration to a %s", (goal) => {
  test("is exact without any trouble", async () => {
    const { found, ends } = await outcomeOf(calm(goal));
    expect(ends).toEqual([]);
    expect(found).toEqual(expected(calm(goal)));
  });

  test.for(engines)(
    "is exact, whatever the instant at which its process is killed, its ledger on %s",
    { timeout: 60_000 },
    async (engine) => {
      const { instants } = await outcomeOf(calm(goal), engine);
      const [count = 0] = instants;
      expect(count).toBeGreaterThan(10);
      for (let at = 0; at < count; at += 1) {
        const [found, wanted] = await meeting({ at, stroke: "kill" }, goal, engine);
        expect(found).toEqual(wanted);
      }
    },
  );

  test.for(others)(
    "is exact when it meets this on its way: %s",
    { timeout: 60_000 },
    async (stroke) => {
      const { instants } = await outcomeOf(calm(goal));
      const [count = 0] = instants;
      // Each instant is met in the campaign: npm run test:crashes
      for (let at = 0; at < count; at += 5) {
        const [found, wanted] = await meeting({ at, stroke }, goal);
        expect(found).toEqual(wanted);
      }
    },
  );
});
