import type { VNode } from "preact";

import type { Tone } from "../text/words.ts";

/** A state in one word, with a dot of its colour. */
export function Tag({ tone, children }: { tone: Tone; children: string }): VNode {
  return (
    <span class={`tag tag-${tone}`}>
      <span class="dot" aria-hidden="true" />
      {children}
    </span>
  );
}
