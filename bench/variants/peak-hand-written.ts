import { walk } from "../hand-written/walk.ts";
import { peakMemory, variant } from "../support/variant.ts";

await variant(async (input) => {
  let items = 0;
  await walk(input, (audience) => {
    items += audience.id === "" ? 0 : 1;
  });
  return { items, peak: peakMemory() };
});
