// How fast the vendors and the consumer are by themselves, with nothing between them: what the bounds are made of.
import { setTimeout as sleep } from "node:timers/promises";

import type { Vendor } from "../support/input.ts";
import { timed, variant } from "../support/variant.ts";

const addresses: Readonly<Record<Vendor, string>> = {
  whop: "whop/audiences?first=100&after=",
  batch: "batch/audiences/list?limit=100&from=",
  sonarly: "sonarly/accounts/group/audiences?limit=100&cursor=",
};
const rests = 20;

await variant(async ({ origin, vendors, pages = {}, consume = 0 }) => {
  const figures: Record<string, number> = {};
  const began = performance.now();
  await Promise.all(
    vendors.map(async (vendor) => {
      for (let page = 0; page < (pages[vendor] ?? 0); page += 1) {
        const response = await fetch(`${origin}/${addresses[vendor]}${page}`);
        await response.json();
        figures[`${vendor} first`] ??= performance.now() - began;
      }
      figures[vendor] = performance.now() - began;
    }),
  );
  const { wall } = await timed(async () => {
    for (let count = 0; count < rests; count += 1) {
      await sleep(consume);
    }
  });
  return { ...figures, consume: consume === 0 ? 0 : wall / rests };
});
