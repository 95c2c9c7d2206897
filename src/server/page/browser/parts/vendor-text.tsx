import type { VNode } from "preact";

/** Text that a vendor or its customer wrote: its direction is its own and does not turn what stands around it. */
export function VendorText({
  children,
  class: className,
}: {
  children: string;
  class?: string;
}): VNode {
  return (
    <bdi dir="auto" class={className}>
      {children}
    </bdi>
  );
}
