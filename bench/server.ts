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
conclude(
  Object.fromEntries(
    kinds.map((kind, index) => [
      `server.${kind}`,
      { ratio: ratios[index] ?? Number.NaN, limit: 3 },
    ]),
  ),
);
