import type { VNode } from "preact";

interface SparklineProps {
  /** Oldest first; null is a gap, and is drawn as one. */
  readonly points: readonly (number | null)[];
  readonly width: number;
  readonly height: number;
  readonly class?: string;
}

const edge = 1.5;

/** A line without a scale: the shape of growth, said in words by what stands beside it. */
export function Sparkline({ points, width, height, class: className = "" }: SparklineProps): VNode {
  const path = sparkPath(points, width, height);
  return (
    <svg
      class={`spark ${className}`}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
    >
      {path !== "" && <path d={path} />}
    </svg>
  );
}

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
