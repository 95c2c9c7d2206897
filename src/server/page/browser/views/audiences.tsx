import type { VNode } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";

import type { Dashboard } from "../data/dashboard.ts";
import type { AudienceView } from "../data/model.ts";
import { Grid } from "../grid/grid.tsx";
import { remember } from "../grid/memory.ts";
import type { GridMemory } from "../grid/memory.ts";
import { queryOf, SearchIndex, selectionOf, sorted, wholeList } from "../list/selection.ts";
import type { Selection } from "../list/selection.ts";
import { Empty } from "../parts/empty.tsx";
import { ResourceView } from "../parts/resource-view.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { audiencesLink } from "../route.ts";
import { Filters } from "./filters.tsx";
import { ViewHead } from "./view-head.tsx";

const index = new SearchIndex();
/** Milliseconds. Browsers limit how often an address may change. */
const addressDelay = 300;

interface AudiencesProps {
  readonly dashboard: Dashboard;
  readonly query: URLSearchParams;
  readonly now: number;
  readonly memory: GridMemory;
}

/** Every audience of every provider, in one table. */
export function Audiences({ dashboard, query, now, memory }: AudiencesProps): VNode {
  const [selection, setSelection] = useState<Selection>(() => selectionOf(query));
  const link = audiencesLink(queryOf(selection));
  useMemo(() => {
    remember(memory, link);
  }, [memory, link]);
  useEffect(() => {
    const timer = setTimeout(() => {
      history.replaceState(null, "", link);
    }, addressDelay);
    return () => {
      clearTimeout(timer);
    };
  }, [link]);
  return (
    <div class="fill">
      <ViewHead title="Audiences" />
      <ResourceView reader={dashboard.audiences} loading={<Skeleton kind="row" rows={14} />}>
        {(items) =>
          items.length === 0 ? (
            <Empty title="No audiences">
              <p>
                The providers have none, or none was read yet: <code>audiencekit snapshot</code>{" "}
                reads them.
              </p>
            </Empty>
          ) : (
            <Table
              items={items}
              selection={selection}
              select={setSelection}
              now={now}
              memory={memory}
            />
          )
        }
      </ResourceView>
    </div>
  );
}

interface TableProps {
  readonly items: readonly AudienceView[];
  readonly selection: Selection;
  readonly now: number;
  readonly memory: GridMemory;
  select(selection: Selection): void;
}

function Table({ items, selection, select, now, memory }: TableProps): VNode {
  const { search, provider, status, sort, order } = selection;
  const inOrder = useMemo(() => sorted(items, { sort, order }), [items, sort, order]);
  const shown = useMemo(
    () => index.filtered(inOrder, { search, provider, status }),
    [inOrder, search, provider, status],
  );
  const providers = useMemo(() => [...new Set(items.map((item) => item.provider))], [items]);
  return (
    <>
      <Filters
        selection={selection}
        select={select}
        providers={providers}
        shown={shown.length}
        total={items.length}
      />
      {shown.length === 0 ? (
        <Empty title="No audience matches">
          <p>
            <button
              type="button"
              class="button"
              onClick={() => {
                select({ ...wholeList, sort, order });
              }}
            >
              Show all {items.length}
            </button>
          </p>
        </Empty>
      ) : (
        <Grid
          items={shown}
          selection={selection}
          now={now}
          memory={memory}
          sortBy={(key, direction) => {
            select({ ...selection, sort: key, order: direction });
          }}
        />
      )}
    </>
  );
}
