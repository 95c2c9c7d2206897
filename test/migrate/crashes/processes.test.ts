import { describe, expect, test } from "vitest";

import { createScene } from "./processes.ts";

// All goals and all instants: npm run test:crashes
describe.for(["new batch", "new whop"] as const)(
  "processes at work on a migration to a %s",
  { timeout: 60_000 },
  (goal) => {
    test("are killed with SIGKILL, and the one after them ends it exact", async () => {
      await using scene = await createScene(goal);
      const kills = [9, 3];
      for (const at of kills) {
        expect(await scene.start(at).report).toBeUndefined();
      }
      const last = await scene.start().report;
      expect(last).toMatchObject({ end: "done" });
      const [found, expected] = scene.compare();
      expect(found).toEqual(expected);
    });
  },
);

test(
  "of two processes on one run one works, and the other says so",
  { timeout: 60_000 },
  async () => {
    await using scene = await createScene("new batch", { members: 60, partSize: 1 });
    const both = await Promise.all([scene.start().report, scene.start().report]);
    const ends = both.map((report) => report?.end ?? "killed").toSorted();
    // The second may come when the first is done already.
    expect(["busy done", "done done"]).toContain(ends.join(" "));
    const [found, expected] = scene.compare();
    expect(found).toEqual(expected);
  },
);
