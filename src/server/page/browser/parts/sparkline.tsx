import type { VNode } from "preact";

import { sparkPath } from "./spark-path.ts";

interface SparklineProps {
  /** Oldest first; null is a gap, and is drawn as one. */
  readonly points: readonly (number | null)[];
  readonly width: number;
  readonly height: number;
  readonly class?: string;
}

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
