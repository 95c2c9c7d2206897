import type { ComponentChildren } from "preact";

import type { AudienceView } from "../data/model.ts";
import type { SortKey } from "../list/selection.ts";
import { Age } from "../parts/age.tsx";
import { GrowthCell } from "../parts/growth-cell.tsx";
import { MatchRate } from "../parts/match-rate.tsx";
import { SizeCell } from "../parts/size-cell.tsx";
import { Sparkline } from "../parts/sparkline.tsx";
import { StatusCell } from "../parts/status-cell.tsx";
import { VendorText } from "../parts/vendor-text.tsx";
import { audienceLink } from "../route.ts";

export interface Column {
  /** Names the column's place in the style sheet. */
  readonly name: string;
  readonly title: string;
  readonly sort?: SortKey;
  /** Figures are sorted from the top first. */
  readonly first?: "descending";
  cell(audience: AudienceView, now: number): ComponentChildren;
}

export const columns: readonly Column[] = [
  {
    name: "name",
    title: "Name",
    sort: "name",
    cell: (audience) => (
      <a class="name" href={audienceLink(audience)} tabIndex={-1} title={audience.name}>
        <VendorText>{audience.name === "" ? audience.id : audience.name}</VendorText>
      </a>
    ),
  },
  {
    name: "provider",
    title: "Provider",
    sort: "provider",
    cell: ({ provider }) => <VendorText class="muted">{provider}</VendorText>,
  },
  {
    name: "status",
    title: "Status",
    sort: "status",
    cell: (audience, now) => (
      <>
        <StatusCell {...audience} />
        {audience.stale && <Stale at={audience.seenAt} now={now} />}
      </>
    ),
  },
  {
    name: "size",
    title: "Size",
    sort: "size",
    first: "descending",
    cell: ({ size }) => <SizeCell value={size} />,
  },
  {
    name: "matched",
    title: "Matched",
    sort: "matched",
    first: "descending",
    cell: ({ matchRate }) => <MatchRate value={matchRate} />,
  },
  {
    name: "growth",
    title: "7 days",
    sort: "growth",
    first: "descending",
    cell: ({ growth }) => <GrowthCell value={growth} />,
  },
  {
    name: "trend",
    title: "Growth",
    cell: ({ trend }) => <Sparkline points={trend} width={88} height={24} />,
  },
  {
    name: "updated",
    title: "Updated",
    sort: "updated",
    first: "descending",
    cell: ({ updatedAt }, now) => <Age at={updatedAt} now={now} />,
  },
];

function Stale({ at, now }: { at: string | null; now: number }): ComponentChildren {
  return (
    <span class="stale">
      as of <Age at={at} now={now} />
    </span>
  );
}
