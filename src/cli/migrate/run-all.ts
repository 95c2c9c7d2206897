import { guardAgainstLoss, nothingToApply } from "../../migrate/guards.ts";
import { listMigrations, loadPlan } from "../../migrate/index.ts";
import type { ApplyResult, MigrationTarget, Plan } from "../../migrate/index.ts";
import type { Store } from "../../store/index.ts";
import { exitCodes, worstOf } from "../exit.ts";
import type { ExitCode } from "../exit.ts";
import type { Io } from "../io.ts";
import { parseReference } from "../reference.ts";
import { applyOne } from "./apply-one.ts";
import { targetOf } from "./ends.ts";
import type { Ends } from "./ends.ts";
import { makePlans } from "./make-plans.ts";
import type { OpenMigration } from "./open.ts";
import type { PlanCommandOptions } from "./options.ts";
import { exitOfPlan, exitOfResult, json, planText, resultText, writePage } from "./output.ts";
import { createWatch } from "./progress.ts";

interface Run {
  readonly plan: Plan;
  /** `null` = there was nobody to be carried. */
  readonly result: ApplyResult | null;
}

function isFrom({ from }: Plan, ends: Ends): boolean {
  if (ends.file !== undefined) {
    return from.file?.path === ends.file.file;
  }
  const { provider, id } = parseReference(ends.from);
  return from.provider === provider && from.id === id;
}

function isTo({ to }: Plan, target: MigrationTarget): boolean {
  if (to.provider !== target.provider || (target.path ?? null) !== to.path) {
    return false;
  }
  if (target.path !== undefined) {
    return true; // a file is there since the first run has made it
  }
  return "id" in target
    ? to.id === target.id
    : [to.create?.name, to.create?.displayName].includes(target.name);
}

/** The migration between the same two that was interrupted while it wrote: its target may be half full. */
async function interrupted(
  ends: Ends,
  store: Store,
  options: PlanCommandOptions,
): Promise<Plan | undefined> {
  if (options.all === true || options.name?.includes("{name}") === true) {
    return undefined;
  }
  const target = await targetOf(ends, options, "");
  for (const { run, state } of await listMigrations({ store })) {
    const plan = state === "applying" ? await loadPlan(store, run) : undefined;
    const isOurs = (plan?.emulated === true) === ends.emulated;
    if (plan !== undefined && isOurs && isFrom(plan, ends) && isTo(plan, target)) {
      return plan;
    }
  }
  return undefined;
}

/** Plans and applies, one after the other. */
export async function runAll(
  ends: Ends,
  opened: OpenMigration,
  options: PlanCommandOptions,
  io: Io,
): Promise<ExitCode> {
  const earlier = await interrupted(ends, opened.store, options);
  const runs: Run[] = [];
  const codes: ExitCode[] = [];
  async function carryOut(plan: Plan): Promise<void> {
    const isGuarded = guardAgainstLoss(plan, options) !== undefined;
    const problem = isGuarded ? undefined : nothingToApply(plan);
    if (problem !== undefined) {
      await io.stderr.write(`${plan.id}: ${problem} Nothing was written.\n`);
      runs.push({ plan, result: null });
      codes.push(plan.summary.read === 0 ? exitCodes.complete : exitCodes.partial);
      return;
    }
    const sourceCheck = plan === earlier; // any other was read just now
    const result = await applyOne(plan.id, opened, { ...options, sourceCheck }, io);
    runs.push({ plan, result });
    const code = exitOfResult(result);
    codes.push(code === exitCodes.complete ? exitOfPlan(plan) : code);
    if (options.json !== true) {
      await io.stdout.write(`\n${resultText(result, options)}`);
    }
  }

  if (earlier === undefined) {
    const watch = createWatch(options, io);
    for await (const plan of makePlans(ends, opened, options, watch, io)) {
      if (options.html !== undefined) {
        await writePage(plan, options.html, options.all === true, io);
      }
      if (options.json !== true) {
        await io.stdout.write(planText(plan, io));
      }
      await carryOut(plan);
    }
  } else {
    await io.stderr.write(`Going on with ${earlier.id}, which was interrupted.\n`);
    await carryOut(earlier);
  }
  if (options.json === true) {
    await io.stdout.write(json({ runs }));
  }
  return worstOf(codes);
}
