import { walk } from "../hand-written/walk.ts";
import { timed, variant } from "../support/variant.ts";

await variant(async (input) => {
  let items = 0;
  const { cpu, wall } = await timed(() =>
    walk(input, (audience) => {
      items += audience.id === "" ? 0 : 1;
    }),
  );
  return { items, cpu, wall };
});
