import type { VNode } from "preact";

import type { Count } from "../data/model.ts";
import { number } from "../text/numbers.ts";

/** A size never stands without its unit: rows, ids and people are different things. */
export function SizeCell({ value }: { value: Count | null }): VNode {
  return value === null ? (
    <span class="muted">–</span>
  ) : (
    <span>
      <span class="figure">{number(value.value)}</span> <span class="unit">{value.unit}</span>
    </span>
  );
}
