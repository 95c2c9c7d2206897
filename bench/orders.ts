// Vendors that are unequal in length and speed: what each order makes of them.
import { paceOf } from "./support/pacing.ts";
import { conclude } from "./support/result.ts";

const vendors = [
  [60, 20],
  [24, 50],
  [6, 200],
] as const;
const rounds = { name: "rounds", vendors, order: "rounds", bound: "rounds", consume: 10 } as const;
const arrival = { name: "arrival", vendors, order: "arrival", bound: "any", consume: 10 } as const;

conclude({
  "orders.rounds": { ratio: await paceOf(rounds), limit: 1.08 },
  "orders.arrival": { ratio: await paceOf(arrival), limit: 1.25 },
});
