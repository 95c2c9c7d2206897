import type { VNode } from "preact";
import { useState } from "preact/hooks";

import type { Series } from "../data/model.ts";
import { number } from "../text/numbers.ts";
import { moment } from "../text/times.ts";

/** The chart in figures, for those who do not see it or want to know exactly. Made when it is opened. */
export function FiguresTable({ series }: { series: Series }): VNode {
  const [open, setOpen] = useState(false);
  return (
    <details
      class="disclosure"
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
      }}
    >
      <summary>The same in figures</summary>
      {open && (
        <div class="scroll" tabIndex={0} role="region" aria-label="History in figures">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">Read</th>
                <th scope="col">Size{series.unit === null ? "" : `, ${series.unit}`}</th>
                <th scope="col">Matched</th>
              </tr>
            </thead>
            <tbody>
              {series.points.toReversed().map((point) => (
                <tr key={point.at}>
                  <td>{moment(point.at)}</td>
                  <td>{point.gap ? "not read" : number(point.size)}</td>
                  <td>{point.gap ? "" : number(point.matched)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
