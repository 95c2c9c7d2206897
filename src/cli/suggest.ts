/** How many letters must be changed, added, left out or swapped to get from one word to the other. */
function distance(one: string, other: string): number {
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [before, row] = [row, next];
  }
  return row[other.length] ?? 0;
}

/** Words longer than this are no typing errors, and comparing them would take long. */
const longest = 64;

/** " Did you mean whop?" where one of the candidates is near enough, or nothing. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const typed = word.slice(0, longest).toLowerCase();
  const ranked = candidates
    .map((candidate) => ({ candidate, steps: distance(typed, candidate.toLowerCase()) }))
    .toSorted((one, other) => one.steps - other.steps);
  const [nearest] = ranked;
  const near =
    nearest !== undefined && nearest.steps <= Math.max(1, Math.floor(nearest.candidate.length / 3));
  return near ? ` Did you mean ${nearest.candidate}?` : "";
}
