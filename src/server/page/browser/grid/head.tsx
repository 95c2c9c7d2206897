import type { VNode } from "preact";

import type { Selection, SortKey } from "../list/selection.ts";
import { columns } from "./columns.tsx";
import type { Column } from "./columns.tsx";

interface GridHeadProps {
  readonly selection: Selection;
  sortBy(sort: SortKey, order: Selection["order"]): void;
}

/** The first row: each title sorts, and sorts the other way when it does so already. */
export function GridHead({ selection, sortBy }: GridHeadProps): VNode {
  return (
    <div role="rowgroup" class="grid-head">
      <div role="row" class="grid-row" aria-rowindex={1}>
        {columns.map((column) => (
          <div
            key={column.name}
            role="columnheader"
            class={`cell cell-${column.name}`}
            aria-sort={column.sort === selection.sort ? selection.order : undefined}
          >
            <Title column={column} selection={selection} sortBy={sortBy} />
          </div>
        ))}
      </div>
    </div>
  );
}

function Title({ column, selection, sortBy }: GridHeadProps & { column: Column }): VNode {
  const { sort, title, first = "ascending" } = column;
  if (sort === undefined) {
    return <span>{title}</span>;
  }
  const active = sort === selection.sort;
  const other = selection.order === "ascending" ? "descending" : "ascending";
  return (
    <button
      type="button"
      class="sort"
      onClick={() => {
        sortBy(sort, active ? other : first);
      }}
    >
      {title}
      {active && (
        <span class="sort-mark" aria-hidden="true">
          {selection.order === "ascending" ? "↑" : "↓"}
        </span>
      )}
    </button>
  );
}
