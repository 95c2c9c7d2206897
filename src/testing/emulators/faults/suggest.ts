/** How many letters have to change to make one text another. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let index = 0; index < one.length; index += 1) {
    const letter = one[index];
    const next = [index + 1];
    for (let at = 1; at <= other.length; at += 1) {
      const replaced = (row[at - 1] ?? 0) + (other[at - 1] === letter ? 0 : 1);
      next.push(Math.min(replaced, (row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}

/** The known text that a mistyped one begins like; undefined where none comes near. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const distances = known.map((text) => ({
    text,
    // Parameters follow, and are no part of the mistake.
    distance: distance(typed.slice(0, text.length), text) / text.length,
  }));
  const best = distances.toSorted((one, other) => one.distance - other.distance)[0];
  return best !== undefined && best.distance <= 0.5 ? best.text : undefined;
}
