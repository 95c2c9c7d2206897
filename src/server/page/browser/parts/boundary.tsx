import type { ComponentChildren, VNode } from "preact";
import { useErrorBoundary } from "preact/hooks";

import { Notice } from "./notice.tsx";

/** A view that cannot be drawn takes nothing else of the page along. */
export function Boundary({ children }: { children: ComponentChildren }): VNode {
  const [error] = useErrorBoundary();
  return error === undefined ? (
    <>{children}</>
  ) : (
    <Notice tone="bad" title="This view could not be drawn." live>
      <p>The other views still work. What stood in its way: {String(error)}</p>
    </Notice>
  );
}
