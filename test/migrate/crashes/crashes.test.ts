import { describe, expect, test } from "vitest";

import { emptyPlace } from "../support/stores.ts";
import type { Stroke } from "./fate.ts";
import { expected, goals, run } from "./trial.ts";
import type { Trial } from "./trial.ts";

const strokes: readonly Stroke[] = ["kill", "drop", "full", "abort"];

const calm = (goal: Trial["goal"]): Trial => ({
  goal,
  members: 7,
  partSize: 3,
  keys: "heeded",
  suppress: false,
  fates: [],
});

async function outcomeOf(trial: Trial): Promise<Awaited<ReturnType<typeof run>>> {
  await using place = await emptyPlace("sqlite");
  return run(trial, place.address);
}

describe.for(goals)("a migration to a %s", (goal) => {
  test("is exact without any trouble", async () => {
    const { found, ends } = await outcomeOf(calm(goal));
    expect(ends).toEqual([]);
    expect(found).toEqual(expected(calm(goal)));
  });

  test.for(strokes)("is exact, whatever the instant at which it meets: %s", async (stroke) => {
    const { instants } = await outcomeOf(calm(goal));
    const [count = 0] = instants;
    expect(count).toBeGreaterThan(10);
    for (let at = 0; at < count; at += 1) {
      for (const keys of ["heeded", "ignored"] as const) {
        const trial: Trial = { ...calm(goal), keys, fates: [{ at, stroke }] };
        const { found, ends } = await outcomeOf(trial);
        expect({ at, keys, ends, found }).toEqual({ at, keys, ends, found: expected(trial) });
      }
    }
  });
});
