// What is asked of the vendors, counted by them. Nothing here depends on time, so one run says it.
import { run } from "./support/child.ts";
import type { Input } from "./support/input.ts";
import { conclude, say } from "./support/result.ts";
import { withServer } from "./support/serve.ts";

const pages = 40;
const plan = { pages, pageSize: 100, delay: 5 };
const vendors = ["whop", "batch", "sonarly"] as const;

const highest = (values: readonly number[]): number => Math.max(...values);

await withServer({ whop: plan, batch: plan, sonarly: plan }, async ({ origin, asked }) => {
  const input: Input = { origin, vendors };
  const { items } = await run({ script: "drain-library", input });
  if (items !== vendors.length * pages * plan.pageSize) {
    throw new Error(`${items} audiences came`);
  }
  const drained = Object.values(await asked());
  await run({ script: "leave-library", input });
  const left = Object.values(await asked());
  const { most, left: listeners } = await run({ script: "listen-library", input });
  say(`${vendors.length} vendors, ${pages} pages of ${plan.pageSize} each`);
  say(`  requests of each vendor: ${drained.map(({ requests }) => requests).join(", ")}`);
  say(`  after a break at the first item: ${left.map(({ requests }) => requests).join(", ")}`);
  say(`  listeners on the caller's signal during a listing: ${most}`);
  conclude({
    "requests.per-page": {
      ratio: highest(drained.map(({ requests }) => requests / pages)),
      limit: 1,
    },
    "requests.page-size": {
      ratio: highest(drained.map(({ pageSizes }) => plan.pageSize / Math.min(...pageSizes))),
      limit: 1,
    },
    "requests.at-once": { ratio: highest(drained.map(({ mostAtOnce }) => mostAtOnce)), limit: 1 },
    "requests.after-break": { ratio: highest(left.map(({ requests }) => requests)), limit: 2 },
    "requests.running": { ratio: highest(left.map(({ running }) => running)), limit: 0 },
    "requests.listeners": { ratio: listeners ?? Number.NaN, limit: 0 },
  });
});
