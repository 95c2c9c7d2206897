// The library, read by a consumer that takes its time over each page.
import { setTimeout as sleep } from "node:timers/promises";

import { listing } from "../support/library.ts";
import { timed, variant } from "../support/variant.ts";

await variant(async (input) => {
  let items = 0;
  const { wall } = await timed(async () => {
    for await (const page of listing(input).byPage()) {
      items += page.items.length;
      await sleep(input.consume ?? 0);
    }
  });
  return { items, wall };
});
