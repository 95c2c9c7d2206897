import type { Series } from "../data/model.ts";

type Line = (number | null)[];

/** Times in seconds, sizes, matches. A point that separates what must not be joined is null in both lines. */
export function chartData({ points }: Series): [number[], Line, Line] {
  const times: number[] = [];
  const sizes: Line = [];
  const matched: Line = [];
  for (const point of points) {
    times.push(Date.parse(point.at) / 1000);
    sizes.push(point.gap ? null : point.size);
    matched.push(point.gap ? null : point.matched);
  }
  return [times, sizes, matched];
}
