import type { ComponentChildren, VNode } from "preact";

/** A view's title. It takes the focus when the view is come to, so that a screen reader begins there. */
export function ViewHead({
  title,
  children,
}: {
  title: ComponentChildren;
  children?: ComponentChildren;
}): VNode {
  return (
    <header class="view-head">
      <h1 id="title" tabIndex={-1}>
        {title}
      </h1>
      {children !== undefined && children !== false && <div class="lead">{children}</div>}
    </header>
  );
}
