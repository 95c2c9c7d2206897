import type { VNode } from "preact";

/** The shape of what is being read. */
export function Skeleton({ rows, kind }: { rows: number; kind: "row" | "card" | "chart" }): VNode {
  return (
    <div class={`skeleton skeleton-${kind}s`} aria-hidden="true">
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} class={`skeleton-${kind}`} />
      ))}
    </div>
  );
}
