import type { VNode } from "preact";

import type { Dashboard } from "../data/dashboard.ts";
import { Empty } from "../parts/empty.tsx";
import { ResourceView } from "../parts/resource-view.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { MigrationList } from "./migration-list.tsx";
import { ViewHead } from "./view-head.tsx";

/** Every migration in the store; those under way move by themselves. */
export function Migrations({ dashboard, now }: { dashboard: Dashboard; now: number }): VNode {
  return (
    <>
      <ViewHead title="Migrations" />
      <ResourceView reader={dashboard.migrations} loading={<Skeleton kind="card" rows={2} />}>
        {(items) =>
          items.length === 0 ? (
            <Empty title="No migrations">
              <p>
                <code>audiencekit migrate plan</code> works one out and writes nothing.
              </p>
            </Empty>
          ) : (
            <MigrationList migrations={items} now={now} />
          )
        }
      </ResourceView>
    </>
  );
}
