/** One vendor as it was measured by itself, in ms. */
export interface Pace {
  readonly pages: number;
  /** From asking to the first page. */
  readonly first: number;
  /** From asking to the last page, each page asked for when the one before has come. */
  readonly all: number;
}

/**
 * The least time in any order: no vendor can be read faster than by itself, and the consumer cannot begin before the
 * first page or do two pages at once.
 */
export function leastTime(paces: readonly Pace[], consume: number): number {
  const pages = paces.reduce((sum, pace) => sum + pace.pages, 0);
  const firstPage = Math.min(...paces.map(({ first }) => first));
  const slowest = Math.max(...paces.map(({ all }) => all));
  return Math.max(firstPage + pages * consume, slowest + consume);
}

/** The least time for one page of each vendor in turn, the next page of a vendor asked for when one is handed over. */
export function leastTimeInRounds(paces: readonly Pace[], consume: number): number {
  const lanes = paces.map(({ pages, first, all }) => ({
    left: pages,
    ready: first,
    answer: pages > 1 ? (all - first) / (pages - 1) : 0,
  }));
  let time = 0;
  while (lanes.some(({ left }) => left > 0)) {
    for (const lane of lanes.filter(({ left }) => left > 0)) {
      time = Math.max(time, lane.ready);
      lane.ready = time + lane.answer;
      lane.left -= 1;
      time += consume;
    }
  }
  return time;
}
