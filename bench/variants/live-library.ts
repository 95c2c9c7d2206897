// Live objects early in a listing and late in it, while it is under way.
import { listing } from "../support/library.ts";
import { liveMemory, variant } from "../support/variant.ts";

const early = 10_000;

await variant(async (input) => {
  let items = 0;
  let before = 0;
  let after = 0;
  for await (const audience of listing(input)) {
    items += audience.id === "" ? 0 : 1;
    if (items === early) {
      before = liveMemory();
    }
    if (items === input.limit) {
      after = liveMemory();
      break;
    }
  }
  return { items: items - early, growth: after - before };
});
