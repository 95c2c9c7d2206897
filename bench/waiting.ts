// Three vendors and a consumer that takes its time: wall time against the least that is possible in any order.
import { paceOf } from "./support/pacing.ts";
import { conclude } from "./support/result.ts";

const vendors = [
  [40, 50],
  [40, 50],
  [40, 50],
] as const;
const slower = [
  [40, 20],
  [40, 50],
  [40, 120],
] as const;
const scene = { order: "rounds", bound: "any" } as const;
const goal = { limit: 1.05, gate: 1.08 };

conclude({
  "waiting.consumer-10": {
    ratio: await paceOf({ name: "consumer 10 ms a page", vendors, consume: 10, ...scene }),
    ...goal,
  },
  "waiting.consumer-20": {
    ratio: await paceOf({ name: "consumer 20 ms a page", vendors, consume: 20, ...scene }),
    ...goal,
  },
  "waiting.unequal": {
    ratio: await paceOf({ name: "consumer 10 ms a page", vendors: slower, consume: 10, ...scene }),
    ...goal,
  },
});
