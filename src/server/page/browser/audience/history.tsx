import type { VNode } from "preact";

import type { Series } from "../data/model.ts";
import type { Reader } from "../data/resource.ts";
import { Empty } from "../parts/empty.tsx";
import { ResourceView } from "../parts/resource-view.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { number, several } from "../text/numbers.ts";
import { date } from "../text/times.ts";
import { Chart } from "./chart.tsx";
import { FiguresTable } from "./figures-table.tsx";

export function History({ reader, name }: { reader: Reader<Series>; name: string }): VNode {
  return (
    <section class="panel" aria-label="History">
      <header class="panel-head">
        <h2>History, 90 days</h2>
      </header>
      <ResourceView reader={reader} loading={<Skeleton kind="chart" rows={1} />}>
        {(series) =>
          series.points.some(({ size }) => size !== null) ? (
            <>
              <Chart series={series} label={`${name}: ${inWords(series)}`} />
              <FiguresTable series={series} />
            </>
          ) : (
            <Empty title="No figures yet">
              <p>The vendor gives no size, or there is one snapshot only. A line needs two.</p>
            </Empty>
          )
        }
      </ResourceView>
    </section>
  );
}

/** What the line shows, for those who do not see it. */
function inWords({ points, unit }: Series): string {
  const known = points.filter(({ size, gap }) => size !== null && !gap);
  const [first, last] = [known[0], known.at(-1)];
  const gaps = points.filter(({ gap }) => gap).length;
  if (first === undefined || last === undefined) {
    return "no figures";
  }
  const of = unit === null ? "" : ` ${unit}`;
  const from = `${number(first.size)}${of} on ${date(first.at)}`;
  const to = `${number(last.size)}${of} on ${date(last.at)}`;
  return `from ${from} to ${to}${gaps > 0 ? `, with ${several(gaps, "gap")}` : ""}`;
}
