import type { ComponentChildren, VNode } from "preact";

import type { Reader } from "../data/resource.ts";
import { Failure } from "./failure.tsx";

interface ResourceViewProps<T> {
  readonly reader: Reader<T>;
  readonly loading: ComponentChildren;
  readonly children: (value: T) => ComponentChildren;
}

/** Loading, failed or there: the three states of everything that is read. What is there stays while it is read anew. */
export function ResourceView<T>({ reader, loading, children }: ResourceViewProps<T>): VNode {
  const { value, error } = reader.state;
  if (value !== undefined) {
    return <>{children(value)}</>;
  }
  return error === undefined ? (
    <div role="status">
      <span class="hidden">Loading…</span>
      {loading}
    </div>
  ) : (
    <Failure
      error={error}
      retry={() => {
        void reader.refresh();
      }}
    />
  );
}
