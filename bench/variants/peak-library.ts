import { listing } from "../support/library.ts";
import { peakMemory, variant } from "../support/variant.ts";

await variant(async (input) => {
  let items = 0;
  for await (const audience of listing(input)) {
    items += audience.id === "" ? 0 : 1;
  }
  return { items, peak: peakMemory() };
});
