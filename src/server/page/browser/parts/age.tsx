import type { VNode } from "preact";

import { none } from "../text/numbers.ts";
import { ago, moment } from "../text/times.ts";

/** How long ago, with the exact time on demand. */
export function Age({ at, now }: { at: string | null; now: number }): VNode {
  return at === null ? (
    <span>{none}</span>
  ) : (
    <time dateTime={at} title={moment(at)}>
      {ago(at, now)}
    </time>
  );
}
