// Answers of the list over HTTP, against a bare Hono route that gives the same bytes, both from one process of their own.
import { run } from "./support/child.ts";
import { median, repetitions } from "./support/compare.ts";
import type { Figures } from "./support/variant.ts";
import { conclude, say, spread } from "./support/result.ts";

const measured: Figures[] = [];
while (measured.length < repetitions) {
  measured.push(await run({ script: "server-list", input: [] }));
}
const of = (figure: string): readonly number[] =>
  measured.map((figures) => figures[figure] ?? Number.NaN);

const kinds = ["page", "whole", "search"] as const;
const ratios = kinds.map((kind) => {
  const [api, bare] = [of(`${kind}.api`), of(`${kind}.bare`)];
  say(`${kind}, 95th percentile of one answer`);
  spread("api", api, " ms");
  spread("bare route", bare, " ms");
  return median(api.map((value, index) => value / (bare[index] ?? Number.NaN)));
});
/** A search that nobody made before goes through all audiences, which no bare route does: told, and not held to the limit. */
const searching = ratios.pop() ?? Number.NaN;
say(
  `a search that was never made before: ${searching.toFixed(1)} times a route that does not search`,
);
conclude({
  "server.page": { ratio: ratios[0] ?? Number.NaN, limit: 3 },
  "server.whole": { ratio: ratios[1] ?? Number.NaN, limit: 3 },
});
