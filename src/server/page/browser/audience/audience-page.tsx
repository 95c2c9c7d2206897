import type { ComponentChildren, VNode } from "preact";

import type { AudienceDetail, Change, Page, Series } from "../data/model.ts";
import { request } from "../data/request.ts";
import { GrowthCell } from "../parts/growth-cell.tsx";
import { Notice } from "../parts/notice.tsx";
import { ResourceView } from "../parts/resource-view.tsx";
import { SizeCell } from "../parts/size-cell.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { StatusCell } from "../parts/status-cell.tsx";
import { useReader } from "../parts/use-reader.ts";
import { VendorText } from "../parts/vendor-text.tsx";
import { encoded } from "../text/address.ts";
import { rate } from "../text/numbers.ts";
import { ago } from "../text/times.ts";
import { ChangeList } from "../views/change-list.tsx";
import { ViewHead } from "../views/view-head.tsx";
import { Fields } from "./fields.tsx";
import { History } from "./history.tsx";
import { RawRecord } from "./raw-record.tsx";

interface AudiencePageProps {
  readonly provider: string;
  readonly id: string;
  readonly now: number;
  /** The table that one came from. */
  readonly back: string;
  /** Another value when the server has something new. */
  readonly version: string | undefined;
}

/** One audience: what it is, how it grew, and what the vendor says of it. */
export function AudiencePage({ provider, id, back, now, version }: AudiencePageProps): VNode {
  const query = `provider=${encoded(provider)}&id=${encoded(id)}`;
  const path = `audiences/${encoded(provider)}/${encoded(id)}`;
  const detail = useReader<AudienceDetail>(path, version, (signal) => request(path, signal));
  const series = useReader<Series>(query, version, (signal) =>
    request(`series?${query}&since=90d`, signal),
  );
  const changes = useReader<Page<Change>>(query, version, (signal) =>
    request(`changes?${query}&since=90d&size=50`, signal),
  );
  return (
    <>
      <nav class="crumbs" aria-label="Way back">
        <a href={back}>Audiences</a>
        <span aria-hidden="true">/</span>
        <VendorText>{provider}</VendorText>
      </nav>
      <ResourceView reader={detail} loading={<Skeleton kind="chart" rows={2} />}>
        {(audience) => (
          <>
            <ViewHead
              title={<VendorText>{audience.name === "" ? audience.id : audience.name}</VendorText>}
            >
              <StatusCell {...audience} />
              {audience.description !== null && (
                <VendorText class="muted">{audience.description}</VendorText>
              )}
            </ViewHead>
            <Warnings audience={audience} now={now} />
            <KeyFigures audience={audience} now={now} />
            <History reader={series} name={audience.name} />
            <div class="columns">
              <Fields audience={audience} />
              <ResourceView reader={changes} loading={<Skeleton kind="row" rows={3} />}>
                {({ items }) => (
                  <section class="panel" aria-label="Changes in 90 days">
                    <header class="panel-head">
                      <h2>Changes in 90 days</h2>
                    </header>
                    {items.length === 0 ? (
                      <p class="muted pad">None.</p>
                    ) : (
                      <ChangeList changes={items} now={now} ofOne />
                    )}
                  </section>
                )}
              </ResourceView>
            </div>
            <RawRecord raw={audience.raw} />
          </>
        )}
      </ResourceView>
    </>
  );
}

function Warnings({ audience, now }: { audience: AudienceDetail; now: number }): VNode {
  const { error, status, stale, seenAt, vanishedAt } = audience;
  return (
    <>
      {error !== null && (
        <Notice tone={status === "failed" ? "bad" : "warning"} title="The vendor's reason">
          <p>
            <VendorText>{error}</VendorText>
          </p>
        </Notice>
      )}
      {vanishedAt !== null && (
        <Notice tone="bad" title={`Vanished ${ago(vanishedAt, now)}`}>
          <p>The provider was read to its end without it. What follows is what was last seen.</p>
        </Notice>
      )}
      {stale && vanishedAt === null && (
        <Notice
          tone="warning"
          title={seenAt === null ? "Not read so far" : `As it was ${ago(seenAt, now)}`}
        >
          <p>It was not read since. What follows may be another by now.</p>
        </Notice>
      )}
    </>
  );
}

function KeyFigures({ audience, now }: { audience: AudienceDetail; now: number }): VNode {
  const { size, matched, matchRate, growth, updatedAt } = audience;
  const figures: readonly (readonly [string, ComponentChildren])[] = [
    ["Size", <SizeCell key="size" value={size} />],
    ["Matched", <SizeCell key="matched" value={matched} />],
    ["Match rate", <span key="rate">{rate(matchRate)}</span>],
    ["7 days", <GrowthCell key="growth" value={growth} />],
    ["Updated", <span key="updated">{updatedAt === null ? "–" : ago(updatedAt, now)}</span>],
  ];
  return (
    <dl class="key-figures">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
