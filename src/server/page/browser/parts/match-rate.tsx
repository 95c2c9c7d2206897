import type { VNode } from "preact";

import { rate } from "../text/numbers.ts";

/** Share of the size that was matched, as a bar and in figures. */
export function MatchRate({ value }: { value: number | null }): VNode {
  if (value === null) {
    return <span class="muted">–</span>;
  }
  const width = `${Math.round(Math.max(0, Math.min(1, value)) * 100)}%`;
  return (
    <span class="match">
      <span class="match-bar" aria-hidden="true">
        <span class="match-fill" style={{ width }} />
      </span>
      <span class="figure">{rate(value)}</span>
    </span>
  );
}
