import type { VNode } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import type { AudienceView } from "../data/model.ts";
import type { Selection, SortKey } from "../list/selection.ts";
import { rowWindow, scrollTo } from "../list/window.ts";
import { useMedia } from "../parts/use-media.ts";
import { audienceLink } from "../route.ts";
import { columns } from "./columns.tsx";
import { GridHead } from "./head.tsx";
import { movedRow } from "./keys.ts";
import type { GridMemory } from "./memory.ts";

interface GridProps {
  readonly items: readonly AudienceView[];
  readonly selection: Selection;
  readonly now: number;
  readonly memory: GridMemory;
  sortBy(sort: SortKey, order: Selection["order"]): void;
}

const headHeight = 40;

/**
 * A table of any length, of which only the rows in sight are in the document. The table as a whole has the focus and
 * says which row is the current one, so a row may come and go without the focus being lost.
 */
export function Grid({ items, selection, now, memory, sortBy }: GridProps): VNode {
  const box = useRef<HTMLDivElement>(null);
  const rowHeight = useMedia("(max-width: 760px)") ? 72 : 44;
  const [place, setPlace] = useState({ top: memory.top, height: 800 });
  const [row, setRow] = useState(memory.row);
  const active = Math.min(row, items.length - 1);

  useLayoutEffect(() => {
    if (box.current !== null && memory.top > 0) {
      box.current.scrollTop = memory.top;
    }
  }, [memory]);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      const height = (entry?.contentRect.height ?? 0) - headHeight;
      setPlace((before) => ({ ...before, height }));
    });
    if (box.current !== null) {
      observer.observe(box.current);
    }
    return () => {
      observer.disconnect();
    };
  }, []);
  useChange(
    `${selection.search} ${selection.provider} ${selection.status} ${selection.sort} ${selection.order}`,
    () => {
      setRow(0);
      box.current?.scrollTo({ top: 0 });
    },
  );

  const onScroll = (): void => {
    const top = box.current?.scrollTop ?? 0;
    memory.top = top;
    setPlace((before) => ({ ...before, top }));
  };
  const goTo = (next: number): void => {
    memory.row = next;
    setRow(next);
    const top = scrollTo({ row: next, top: place.top, height: place.height, rowHeight });
    box.current?.scrollTo({ top });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const current = items[active];
    if (event.target !== box.current || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key === "Enter" && current !== undefined) {
      event.preventDefault();
      location.hash = audienceLink(current);
      return;
    }
    const perPage = Math.max(1, Math.floor(place.height / rowHeight) - 1);
    const next = movedRow({ key: event.key, row: active, rows: items.length, perPage });
    if (next !== undefined) {
      event.preventDefault();
      goTo(next);
    }
  };

  const { first, end } = rowWindow({ ...place, rowHeight, rows: items.length });
  return (
    <div
      ref={box}
      id="grid"
      class="grid"
      role="grid"
      tabIndex={0}
      aria-label="Audiences"
      aria-rowcount={items.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={items.length > 0 ? `row-${active}` : undefined}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
    >
      <GridHead selection={selection} sortBy={sortBy} />
      <div role="rowgroup" class="grid-body" style={{ height: `${items.length * rowHeight}px` }}>
        {active >= 0 && (active < first || active >= end) && drawRow(active)}
        {items.slice(first, end).map((_, index) => drawRow(first + index))}
      </div>
    </div>
  );

  function drawRow(index: number): VNode | null {
    const audience = items[index];
    return audience === undefined ? null : (
      <div
        key={`${audience.provider}/${audience.id}`}
        id={`row-${index}`}
        role="row"
        class="grid-row"
        aria-rowindex={index + 2}
        aria-selected={index === active}
        style={{ transform: `translateY(${index * rowHeight}px)` }}
        onMouseDown={() => {
          memory.row = index;
          setRow(index);
        }}
        onClick={(event) => {
          if (!(event.target instanceof Element && event.target.closest("a") !== null)) {
            location.hash = audienceLink(audience);
          }
        }}
      >
        {columns.map((column) => (
          <div key={column.name} role="gridcell" class={`cell cell-${column.name}`}>
            {column.cell(audience, now)}
          </div>
        ))}
      </div>
    );
  }
}

/** Runs when the text is another than at the last drawing, but not at the first. */
function useChange(text: string, run: () => void): void {
  const before = useRef(text);
  useLayoutEffect(() => {
    if (before.current !== text) {
      before.current = text;
      run();
    }
  });
}
