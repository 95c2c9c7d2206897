/** Half of a line of its width, so that none is cut off. */
const edge = 1.5;

/** One move for each run of known points, so that a gap stays empty. A point alone becomes a dot. */
export function sparkPath(
  points: readonly (number | null)[],
  width: number,
  height: number,
): string {
  const known = points.filter((point) => point !== null);
  if (known.length === 0) {
    return "";
  }
  const low = Math.min(...known);
  const range = Math.max(...known) - low;
  const step = points.length > 1 ? (width - 2 * edge) / (points.length - 1) : 0;
  const y = (value: number): number =>
    range === 0 ? height / 2 : height - edge - ((value - low) / range) * (height - 2 * edge);
  let path = "";
  let before: number | null = null;
  for (const [index, value] of points.entries()) {
    if (value !== null) {
      const place = `${(edge + index * step).toFixed(1)} ${y(value).toFixed(1)}`;
      const alone = before === null && (points[index + 1] ?? null) === null;
      path += before === null ? `M${place}${alone ? "h.1" : ""}` : `L${place}`;
    }
    before = value;
  }
  return path;
}
