import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";

import type { Series } from "../data/model.ts";
import { useMedia } from "../parts/use-media.ts";
import { number, shortNumber } from "../text/numbers.ts";
import { moment, tick } from "../text/times.ts";
import { chartData } from "./chart-data.ts";

const height = 280;

/** Size and matches over time. What was not read is left empty, never drawn over and never zero. */
export function Chart({ series, label }: { series: Series; label: string }): VNode {
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number | null>(null);
  const dark = useMedia("(prefers-color-scheme: dark)");
  const chosen = document.documentElement.dataset["theme"];
  const data = chartData(series);

  useEffect(() => {
    const element = box.current;
    if (element === null) {
      return undefined;
    }
    const plot = new uPlot(options(element, setAt), data, element);
    const observer = new ResizeObserver(() => {
      plot.setSize({ width: element.clientWidth, height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
    // The colours are read when the chart is made, so another theme makes another chart.
  }, [series, dark, chosen]);

  const last = data[0].length - 1;
  const shown = at ?? last;
  const point = series.points[shown];
  const unit = series.unit === null ? "" : ` ${series.unit}`;
  return (
    <figure class="chart">
      <figcaption class="legend">
        <span class="legend-at">{point === undefined ? "" : moment(point.at)}</span>
        <span class="legend-size">
          Size{" "}
          <b class="figure">
            {point?.gap === true ? "not read" : `${number(point?.size ?? null)}${unit}`}
          </b>
        </span>
        {data[2].some((value) => value !== null) && (
          <span class="legend-matched">
            Matched <b class="figure">{number(point?.matched ?? null)}</b>
          </span>
        )}
      </figcaption>
      <div ref={box} class="plot" role="img" aria-label={label} />
    </figure>
  );
}

function options(element: HTMLElement, follow: (at: number | null) => void): uPlot.Options {
  const style = getComputedStyle(element);
  // A probe turns a colour of the style sheet, which depends on the theme, into one that a canvas understands.
  const colour = (name: string): string => {
    const probe = element.appendChild(document.createElement("span"));
    probe.style.color = `var(${name})`;
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
  };
  const axis = {
    stroke: colour("--muted"),
    font: `12px ${style.fontFamily}`,
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { show: false },
  };
  return {
    width: element.clientWidth,
    height,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    padding: [12, 12, 0, 0],
    scales: { y: { range: { min: { pad: 0.1, soft: 0, mode: 2 }, max: { pad: 0.1 } } } },
    series: [
      {},
      { stroke: colour("--accent"), width: 2, spanGaps: false, fill: colour("--accent-wash") },
      { stroke: colour("--good"), width: 2, spanGaps: false, dash: [6, 4] },
    ],
    axes: [
      {
        ...axis,
        grid: { show: false },
        space: 80,
        size: 34,
        values: (plot, splits) => {
          const { min = 0, max = 0 } = plot.scales["x"] ?? {};
          return splits.map((value) => tick(value * 1000, ((max ?? 0) - (min ?? 0)) * 1000));
        },
      },
      {
        ...axis,
        size: 64,
        values: (_, splits) => splits.map((value) => shortNumber(value)),
      },
    ],
    hooks: {
      setCursor: [
        (plot) => {
          follow(plot.cursor.idx ?? null);
        },
      ],
    },
  };
}
