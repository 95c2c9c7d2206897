import type { VNode } from "preact";
import { useState } from "preact/hooks";

import type { Dashboard } from "../data/dashboard.ts";
import type { Change, ChangeKind } from "../data/model.ts";
import { kindCounts } from "../list/notable.ts";
import { Empty } from "../parts/empty.tsx";
import { ResourceView } from "../parts/resource-view.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { number, several } from "../text/numbers.ts";
import { dayOf } from "../text/times.ts";
import { changeWords } from "../text/words.ts";
import { ChangeList } from "./change-list.tsx";
import { ViewHead } from "./view-head.tsx";

const atOnce = 100;

/** What is another than a week ago, day by day, the latest first. */
export function Changes({ dashboard, now }: { dashboard: Dashboard; now: number }): VNode {
  const [kind, setKind] = useState<ChangeKind | "">("");
  const [limit, setLimit] = useState(atOnce);
  const { changes } = dashboard;
  return (
    <>
      <ViewHead title="Changes">
        {changes.state.value &&
          `${several(changes.state.value.length, "change")} in the last 7 days.`}
      </ViewHead>
      <ResourceView reader={changes} loading={<Skeleton kind="row" rows={10} />}>
        {(items) => {
          const chosen = kind === "" ? items : items.filter((change) => change.kind === kind);
          return items.length === 0 ? (
            <NoChanges />
          ) : (
            <>
              <KindFilter items={items} kind={kind} choose={setKind} />
              {byDay(chosen.slice(0, limit)).map(([day, ofDay]) => (
                <section key={day} class="panel" aria-label={day}>
                  <header class="panel-head">
                    <h2>{day}</h2>
                  </header>
                  <ChangeList changes={ofDay} now={now} />
                </section>
              ))}
              {chosen.length > limit && (
                <button
                  type="button"
                  class="button"
                  onClick={() => {
                    setLimit(limit + atOnce);
                  }}
                >
                  Show {number(Math.min(atOnce, chosen.length - limit))} more of{" "}
                  {number(chosen.length)}
                </button>
              )}
            </>
          );
        }}
      </ResourceView>
    </>
  );
}

function NoChanges(): VNode {
  return (
    <Empty title="Nothing changed in 7 days">
      <p>
        Changes are found between two snapshots. <code>audiencekit snapshot --every 1h</code> takes
        one each hour.
      </p>
    </Empty>
  );
}

function KindFilter({
  items,
  kind,
  choose,
}: {
  items: readonly Change[];
  kind: ChangeKind | "";
  choose(kind: ChangeKind | ""): void;
}): VNode {
  const option = (value: ChangeKind | "", label: string, count: number): VNode => (
    <button
      key={value}
      type="button"
      class="choice"
      aria-pressed={kind === value}
      onClick={() => {
        choose(value);
      }}
    >
      {label} <span class="choice-count">{number(count)}</span>
    </button>
  );
  return (
    <div class="choices" role="group" aria-label="Kind of change">
      {option("", "All", items.length)}
      {kindCounts(items).map(([value, count]) => option(value, changeWords[value], count))}
    </div>
  );
}

function byDay(changes: readonly Change[]): readonly (readonly [string, readonly Change[]])[] {
  const days = new Map<string, Change[]>();
  for (const change of changes) {
    const day = dayOf(change.at);
    const others = days.get(day);
    if (others === undefined) {
      days.set(day, [change]);
    } else {
      others.push(change);
    }
  }
  return [...days];
}
