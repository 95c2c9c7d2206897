import { vendors } from "../support/dialects.ts";
import type { Fault } from "../support/fault.ts";
import { bodyFaults } from "./bodies.ts";
import { cursorFaults } from "./cursors.ts";
import { pageFaults } from "./pages.ts";
import { recordFaults } from "./records.ts";
import { refusalFaults } from "./refusals.ts";
import { secretFaults } from "./secrets.ts";
import { scriptFaults } from "./scripts.ts";
import { shiftFaults } from "./shifts.ts";
import { waitFaults } from "./waits.ts";
import { wireFaults } from "./wires.ts";

/** Everything that can go wrong with a listing, and what is required then. */
export const faults: readonly Fault[] = [
  ...cursorFaults,
  ...pageFaults,
  ...shiftFaults,
  ...bodyFaults,
  ...recordFaults,
  ...refusalFaults,
  ...waitFaults,
  ...wireFaults,
  ...secretFaults,
  ...scriptFaults,
];

/** The line that the suite ends with and that docs/reliability.md quotes. */
export function figure(met: number): string {
  const cells = faults.length * vendors.length;
  return `listing faults met: ${met} of ${cells} (${faults.length} faults x ${vendors.length} vendors)`;
}

/** How many faults there are of each kind, as lines of a table. */
export function rowCounts(): readonly string[] {
  const rows = [...new Set(faults.map(({ row }) => row))];
  return rows.map((row) => `| ${row} | ${faults.filter((fault) => fault.row === row).length} |`);
}
