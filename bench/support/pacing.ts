import { leastTime, leastTimeInRounds } from "./bounds.ts";
import type { Pace } from "./bounds.ts";
import { compare, median } from "./compare.ts";
import { vendorName } from "./input.ts";
import type { Input } from "./input.ts";
import { say, spread } from "./result.ts";
import { withServer } from "./serve.ts";
import type { Plan } from "./serve.ts";

export interface Scene {
  readonly name: string;
  /** For each vendor, in this order: how many pages it has and how long it takes for one, in ms. */
  readonly vendors: readonly (readonly [pages: number, delay: number])[];
  /** What the consumer takes for a page, in ms. */
  readonly consume: number;
  readonly order: "rounds" | "arrival";
  /** What the library is held against: the bound of its order, or of any order. */
  readonly bound: "rounds" | "any";
}

const names = ["whop", "batch", "sonarly"] as const;

/** How long the library takes, as a multiple of the least time that what was measured beside it allows. */
export async function paceOf({ name, vendors, consume, order, bound }: Scene): Promise<number> {
  const plans = Object.fromEntries(
    vendors.map(([pages, delay], index): [string, Plan] => [
      vendorName.parse(names[index]),
      { pages, pageSize: 100, delay },
    ]),
  );
  return withServer(plans, async ({ origin }) => {
    const used = names.slice(0, vendors.length);
    const pages = Object.fromEntries(used.map((vendor) => [vendor, plans[vendor]?.pages ?? 0]));
    const input: Input = { origin, vendors: used, order, consume, pages };
    const compared = await compare({
      library: { script: "pace-library", input },
      alone: { script: "pace-vendors", input },
    });
    const rest = compared.of("alone", "consume");
    const paces = used.map((vendor) => ({
      pages: pages[vendor] ?? 0,
      first: compared.of("alone", `${vendor} first`),
      all: compared.of("alone", vendor),
    }));
    const bounds = rest.map((consumed, index) => {
      const measured = paces.map((pace): Pace => ({
        pages: pace.pages,
        first: pace.first[index] ?? Number.NaN,
        all: pace.all[index] ?? Number.NaN,
      }));
      return bound === "any"
        ? leastTime(measured, consumed)
        : leastTimeInRounds(measured, consumed);
    });
    const walls = compared.of("library", "wall");
    const ratios = walls.map((wall, index) => wall / (bounds[index] ?? Number.NaN));
    say(`${name}: ${vendors.map(([count, delay]) => `${count} pages of ${delay} ms`).join(", ")}`);
    spread("library", walls, " ms");
    spread("bound", bounds, " ms");
    spread("ratio", ratios);
    return median(ratios);
  });
}
