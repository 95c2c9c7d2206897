import { listing } from "../support/library.ts";
import { timed, variant } from "../support/variant.ts";

await variant(async (input) => {
  const { wall } = await timed(async () => {
    const first = await listing(input)[Symbol.asyncIterator]().next();
    if (first.done === true) {
      throw new Error("nothing came");
    }
  });
  return { wall };
});
