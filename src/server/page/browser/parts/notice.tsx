import type { ComponentChildren, VNode } from "preact";

import type { Tone } from "../text/words.ts";

interface NoticeProps {
  readonly tone: Tone;
  readonly title: string;
  readonly children?: ComponentChildren;
  readonly action?: { readonly label: string; run(): void };
  /** It came while the page was open, so a screen reader reads it out. */
  readonly live?: boolean;
}

/** Something that one should know before trusting what stands below. */
export function Notice({ tone, title, children, action, live = false }: NoticeProps): VNode {
  return (
    <div class={`notice notice-${tone}`} role={live ? "alert" : undefined}>
      <div class="notice-text">
        <p class="notice-title">{title}</p>
        {children}
      </div>
      {action && (
        <button type="button" class="button" onClick={action.run}>
          {action.label}
        </button>
      )}
    </div>
  );
}
