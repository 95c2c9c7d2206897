import type { ComponentChildren, VNode } from "preact";

/** Where nothing is: what would be here, and how it comes to be. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }): VNode {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children}
    </div>
  );
}
