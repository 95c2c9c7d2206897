import type { Store } from "../../store/index.ts";
import { ask, damaged, parse, transact } from "./database.ts";
import type { Writing } from "./database.ts";
import type { Lease } from "./lease.ts";
import type { RunState } from "./runs.ts";

export type Phase = "apply" | "undo";

/** What a step does: makes the audience, writes one part of the members, waits, takes off, deletes. */
export type StepKind = "create" | "part" | "wait" | "remove" | "delete";

/** One write of a run. Its intent is in the store before it is sent, its outcome after it was answered. */
export interface Step {
  readonly number: number;
  readonly kind: StepKind;
  readonly state: "intent" | "done";
  /** What the vendor tells repeats of it by. */
  readonly key: string;
  /** No person and no secret. */
  readonly detail: Readonly<Record<string, unknown>>;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number | null;
}

const kinds: readonly StepKind[] = ["create", "part", "wait", "remove", "delete"];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** In their order. @throws MigrationError `damaged` */
export async function readSteps(store: Store, run: string, phase: Phase): Promise<readonly Step[]> {
  const rows = await ask(store, () =>
    store.database
      .selectFrom("migration_steps")
      .selectAll()
      .where("run", "=", run)
      .where("phase", "=", phase)
      .orderBy("number")
      .execute(),
  );
  return rows.map((row) => {
    const what = `Step ${row.number}`;
    const kind = kinds.find((word) => word === row.kind);
    const detail = parse(row.detail, store, run, what);
    if (kind === undefined || !isRecord(detail) || !["intent", "done"].includes(row.state)) {
      throw damaged(store, run, what);
    }
    return {
      number: row.number,
      kind,
      state: row.state === "done" ? "done" : "intent",
      key: row.idempotency_key,
      detail,
      startedAt: row.started_at,
      endedAt: row.ended_at,
    };
  });
}

async function putStep(transaction: Writing, run: string, phase: Phase, step: Step): Promise<void> {
  const values = {
    kind: step.kind,
    state: step.state,
    idempotency_key: step.key,
    detail: JSON.stringify(step.detail),
    started_at: step.startedAt,
    ended_at: step.endedAt,
  };
  await transaction
    .insertInto("migration_steps")
    .values({ run, phase, number: step.number, ...values })
    .onConflict((conflict) => conflict.columns(["run", "phase", "number"]).doUpdateSet(values))
    .execute();
}

/** Where a run goes with what is put down. */
export interface Recording {
  readonly phase: Phase;
  readonly steps: readonly Step[];
  /** @default as it was */
  readonly state?: RunState | undefined;
}

/** Puts down intents and outcomes: all of them or none, and none where the lease was lost. */
export async function record(
  store: Store,
  run: string,
  lease: Lease,
  { phase, steps, state }: Recording,
): Promise<void> {
  await transact(store, async (transaction) => {
    await lease.hold(transaction);
    for (const step of steps) {
      await putStep(transaction, run, phase, step);
    }
    await transaction
      .updateTable("migration_runs")
      .set({ updated_at: Date.now(), ...(state !== undefined && { state }) })
      .where("id", "=", run)
      .execute();
  });
}

/** The sum of what the details of some steps say under this name. */
export function sumOf(steps: readonly Step[], name: string): number {
  return steps.reduce((sum, { detail }) => {
    const value = detail[name];
    return sum + (typeof value === "number" ? value : 0);
  }, 0);
}
