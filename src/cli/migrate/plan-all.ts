import type { Plan } from "../../migrate/index.ts";
import { guardAgainstLoss } from "../../migrate/guards.ts";
import { exitCodes, worstOf } from "../exit.ts";
import type { ExitCode } from "../exit.ts";
import type { Io } from "../io.ts";
import type { Ends } from "./ends.ts";
import { makePlans } from "./make-plans.ts";
import type { OpenMigration } from "./open.ts";
import type { PlanCommandOptions } from "./options.ts";
import { exitOfPlan, goOnText, json, nextCommand, planText, writePage } from "./output.ts";
import { createWatch } from "./progress.ts";

function after({ id, members }: Plan, options: PlanCommandOptions): string {
  return members === 0
    ? "\nNothing was written.\n"
    : `\nNothing was written. To do it: ${nextCommand("apply", id, options)}\n`;
}

/** Makes the plans, and says what they are. */
export async function planAll(
  ends: Ends,
  opened: OpenMigration,
  options: PlanCommandOptions,
  io: Io,
): Promise<ExitCode> {
  const watch = createWatch(options, io);
  const plans: Plan[] = [];
  const codes: ExitCode[] = [];
  try {
    for await (const plan of makePlans(ends, opened, options, watch, io)) {
      plans.push(plan);
      if (options.html !== undefined) {
        await writePage(plan, options.html, options.all === true, io);
      }
      if (options.json !== true) {
        await io.stdout.write(
          `${plans.length > 1 ? "\n" : ""}${planText(plan, io)}${after(plan, options)}`,
        );
      }
      const problem = guardAgainstLoss(plan, options);
      if (problem !== undefined) {
        await io.stderr.write(`${plan.id}: ${problem}\n`);
      }
      codes.push(problem === undefined ? exitOfPlan(plan) : exitCodes.guard);
    }
  } finally {
    watch.clear();
    if (io.signal.aborted && options.withheld === undefined) {
      await io.stderr.write(goOnText("run the same command again; what was read is kept"));
    }
  }
  if (options.json === true) {
    await io.stdout.write(json({ plans }));
  }
  return codes.find((code) => code === exitCodes.guard) ?? worstOf(codes);
}
