// One answer of the vendor that comes first, fetched and parsed, with nothing around it.
import { timed, variant } from "../support/variant.ts";

await variant(async ({ origin }) => {
  const { wall } = await timed(async () => {
    const response = await fetch(`${origin}/whop/audiences?first=100`);
    await response.json();
  });
  return { wall };
});
