import type { VNode } from "preact";

import { difference } from "../text/numbers.ts";

export function GrowthCell({ value }: { value: number | null }): VNode {
  const tone = value === null || value === 0 ? "muted" : value > 0 ? "up" : "down";
  return <span class={`figure ${tone}`}>{value === 0 ? "0" : difference(value)}</span>;
}
