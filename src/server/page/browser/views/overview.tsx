import type { ComponentChildren, VNode } from "preact";

import type { Dashboard } from "../data/dashboard.ts";
import type { Change } from "../data/model.ts";
import { kindCounts, notable } from "../list/notable.ts";
import { Empty } from "../parts/empty.tsx";
import { ResourceView } from "../parts/resource-view.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { number } from "../text/numbers.ts";
import { providersSentence } from "../text/sentence.ts";
import { changeWords } from "../text/words.ts";
import { AttentionList } from "./attention-list.tsx";
import { ChangeList } from "./change-list.tsx";
import { MigrationList } from "./migration-list.tsx";
import { ProviderCard } from "./provider-card.tsx";
import { ViewHead } from "./view-head.tsx";

const latest = 10;

export function Overview({ dashboard, now }: { dashboard: Dashboard; now: number }): VNode {
  const { providers, audiences, changes } = dashboard;
  const known = providers.state.value?.items;
  const growth = dashboard.growth.state.value;
  return (
    <>
      <ViewHead title="Overview">
        {known !== undefined && known.length > 0 && providersSentence(known)}
      </ViewHead>
      <ResourceView reader={providers} loading={<Skeleton kind="card" rows={3} />}>
        {({ items }) =>
          items.length === 0 ? (
            <NothingRead />
          ) : (
            <section class="cards" aria-label="Providers">
              {items.map((provider) => (
                <ProviderCard
                  key={provider.name}
                  provider={provider}
                  growth={growth?.get(provider.name)}
                  now={now}
                />
              ))}
            </section>
          )
        }
      </ResourceView>
      {known?.length !== 0 && (
        <div class="columns">
          <Panel title="Needs attention">
            <ResourceView reader={audiences} loading={<Skeleton kind="row" rows={6} />}>
              {(items) => <AttentionList audiences={items} now={now} />}
            </ResourceView>
          </Panel>
          <div class="column">
            <RunningMigrations dashboard={dashboard} now={now} />
            <Panel
              title="What changed in 7 days"
              more={<MoreChanges changes={changes.state.value} />}
            >
              <ResourceView reader={changes} loading={<Skeleton kind="row" rows={6} />}>
                {(items) =>
                  items.length === 0 ? (
                    <Empty title="Nothing changed" />
                  ) : (
                    <>
                      <KindSummary changes={items} />
                      <ChangeList changes={notable(items, latest)} now={now} />
                    </>
                  )
                }
              </ResourceView>
            </Panel>
          </div>
        </div>
      )}
    </>
  );
}

function NothingRead(): VNode {
  return (
    <Empty title="Nothing has been read yet">
      <p>
        Take a first snapshot with <code>audiencekit snapshot</code>. It reads every configured
        provider, and this page shows it at once.
      </p>
      <p>
        To look around without keys: <code>audiencekit dashboard --emulate</code>.
      </p>
    </Empty>
  );
}

function RunningMigrations({
  dashboard,
  now,
}: {
  dashboard: Dashboard;
  now: number;
}): VNode | null {
  const running =
    dashboard.migrations.state.value?.filter(({ state }) => state === "applying") ?? [];
  return running.length === 0 ? null : (
    <Panel title="Migrations under way">
      <MigrationList migrations={running} now={now} />
    </Panel>
  );
}

function KindSummary({ changes }: { changes: readonly Change[] }): VNode {
  return (
    <p class="kinds">
      {kindCounts(changes).map(([kind, count]) => (
        <span key={kind}>
          <b class="figure">{number(count)}</b> {changeWords[kind].toLowerCase()}
        </span>
      ))}
    </p>
  );
}

function MoreChanges({ changes }: { changes: readonly Change[] | undefined }): VNode | null {
  return changes === undefined || changes.length <= latest ? null : (
    <a class="more" href="#/changes">
      All {number(changes.length)}
      <span class="hidden"> changes</span>
    </a>
  );
}

function Panel({
  title,
  more,
  children,
}: {
  title: string;
  more?: ComponentChildren;
  children: ComponentChildren;
}): VNode {
  return (
    <section class="panel" aria-label={title}>
      <header class="panel-head">
        <h2>{title}</h2>
        {more}
      </header>
      {children}
    </section>
  );
}
