import type { Store } from "../../store/index.ts";
import { MigrationError } from "../error.ts";
import type { PlanningBegin, PlanningState, PlanningStep } from "./planning-record.ts";
import { ask, noSuchRun, parse, transact } from "./database.ts";
import type { Lease } from "./lease.ts";
import { insertPart, listParts } from "./parts.ts";
import { insertSuppressed, readSuppressed } from "./suppressed.ts";

/** The newest run that was asked for in these words, and was not forgotten. */
export async function findRun(
  store: Store,
  inputs: string,
): Promise<{ readonly id: string; readonly state: string } | undefined> {
  return ask(store, () =>
    store.database
      .selectFrom("migration_runs")
      .select(["id", "state"])
      .where("inputs", "=", inputs)
      .where("state", "!=", "forgotten")
      .orderBy("created_at", "desc")
      .orderBy("id", "desc")
      .executeTakeFirst(),
  );
}

/** Where the planning of a run stands; `undefined` = there is no such run. */
export async function loadPlanningState(
  store: Store,
  run: string,
): Promise<PlanningState | undefined> {
  const found = await ask(store, () =>
    store.database
      .selectFrom("migration_runs")
      .selectAll()
      .where("id", "=", run)
      .executeTakeFirst(),
  );
  if (found === undefined) {
    return undefined;
  }
  const { tally, continuation, created_at, inputs, label, salt, plan } = found;
  return {
    createdAt: created_at,
    inputs,
    label,
    salt,
    suppressed: await readSuppressed(store, run),
    parts: (await listParts(store, run)).length,
    tally: tally === null ? null : parse(tally, store, run, "The tally"),
    continuationToken: continuation,
    planned: plan !== null,
  };
}

/**
 * Begins to make a plan, or goes on with one.
 * @returns `undefined` for a new one, or what an earlier process had done
 * @throws MigrationError `invalid_argument` where the earlier one was asked for something else
 */
export async function beginPlanning(
  store: Store,
  run: string,
  begin: PlanningBegin,
): Promise<PlanningState | undefined> {
  const { createdAt, inputs, label, salt, suppressed } = begin;
  const isNew = await transact(store, async (transaction) => {
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto("migration_runs")
      .values({
        id: run,
        state: "planning",
        inputs,
        label,
        salt,
        plan: null,
        tally: null,
        continuation: null,
        created_at: createdAt,
        updated_at: Date.now(),
      })
      .onConflict((conflict) => conflict.column("id").doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 1n) {
      return false;
    }
    if (suppressed !== null) {
      await insertSuppressed(transaction, run, suppressed);
    }
    return true;
  });
  if (isNew) {
    return undefined;
  }
  const state = await loadPlanningState(store, run);
  if (state?.inputs !== inputs) {
    const message = `The planning of ${run} in ${store.label} was begun with another source, target or option. Repeat it as it was, or forget it with: audiencekit migrate forget ${run}`;
    throw new MigrationError("invalid_argument", message, { run });
  }
  return state;
}

/**
 * Keeps parts, what was counted and where to go on: all of it, or nothing.
 * @param lease of the process that plans; where it was lost, nothing is kept
 * @throws MigrationError `not_found` where no such plan is being made (any more), `busy`
 */
export async function saveParts(
  store: Store,
  run: string,
  step: PlanningStep,
  lease?: Lease,
): Promise<void> {
  await transact(store, async (transaction) => {
    await lease?.hold(transaction);
    const { numUpdatedRows } = await transaction
      .updateTable("migration_runs")
      .set({
        tally: JSON.stringify(step.tally),
        continuation: step.continuationToken,
        updated_at: Date.now(),
      })
      .where("id", "=", run)
      .where("state", "=", "planning")
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) {
      throw noSuchRun(store, run);
    }
    for (const part of step.parts) {
      await insertPart(transaction, run, part);
    }
  });
}

/** Keeps the plan: from now on it does not change. */
export async function finishPlanning(store: Store, run: string, plan: object): Promise<void> {
  const { numUpdatedRows } = await ask(store, () =>
    store.database
      .updateTable("migration_runs")
      .set({
        state: "planned",
        plan: JSON.stringify(plan),
        tally: null,
        continuation: null,
        updated_at: Date.now(),
      })
      .where("id", "=", run)
      .where("state", "=", "planning")
      .executeTakeFirst(),
  );
  if (numUpdatedRows !== 1n) {
    throw noSuchRun(store, run);
  }
}
