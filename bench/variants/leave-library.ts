// Takes one audience and leaves; the bench then asks the vendors what they saw.
import { setTimeout as sleep } from "node:timers/promises";

import { listing } from "../support/library.ts";
import { variant } from "../support/variant.ts";

await variant(async (input) => {
  let items = 0;
  for await (const audience of listing(input)) {
    items += audience.id === "" ? 0 : 1;
    break;
  }
  await sleep(500);
  return { items };
});
