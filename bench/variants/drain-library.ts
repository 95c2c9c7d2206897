import { listing } from "../support/library.ts";
import { timed, variant } from "../support/variant.ts";

await variant(async (input) => {
  let items = 0;
  const { cpu, wall } = await timed(async () => {
    for await (const audience of listing(input)) {
      items += audience.id === "" ? 0 : 1;
    }
  });
  return { items, cpu, wall };
});
