import type { Store } from "../../store/index.ts";
import type { Plan } from "../plan.ts";
import { ask, damaged, noSuchRun, parse } from "./database.ts";

const states = [
  "planning",
  "planned",
  "applying",
  "applied",
  "undoing",
  "undone",
  "forgotten",
] as const;

export type RunState = (typeof states)[number];

/** A run, as it is kept. */
export interface StoredRun {
  readonly id: string;
  readonly state: RunState;
  /** For people to read: `sonarly:abc → batch`. */
  readonly label: string;
  /** `undefined` while it is being made, and when it was forgotten. */
  readonly plan: Plan | undefined;
  readonly salt: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly updatedAt: Date;
}

const isPlan = (value: unknown): value is Plan =>
  typeof value === "object" &&
  value !== null &&
  ["id", "from", "to", "summary", "parts", "members", "digest"].every((key) => key in value);

/** @throws MigrationError `not_found`, `damaged`, and `unsupported` for one of a newer version */
export async function loadRun(store: Store, run: string): Promise<StoredRun> {
  const row = await ask(store, () =>
    store.database
      .selectFrom("migration_runs")
      .selectAll()
      .where("id", "=", run)
      .executeTakeFirst(),
  );
  if (row === undefined) {
    throw noSuchRun(store, run);
  }
  const state = states.find((word) => word === row.state);
  const plan = row.plan === null ? undefined : parse(row.plan, store, run, "The plan");
  if (state === undefined || (plan !== undefined && !isPlan(plan))) {
    throw damaged(store, run, state === undefined ? "The state" : "The plan");
  }
  return {
    id: row.id,
    state,
    label: row.label,
    plan,
    salt: row.salt,
    createdAt: row.created_at,
    updatedAt: new Date(row.updated_at),
  };
}

/** The plan of a run; `undefined` = it is not made yet, or was forgotten. @throws MigrationError `not_found`, `damaged` */
export async function loadPlan(store: Store, run: string): Promise<Plan | undefined> {
  return (await loadRun(store, run)).plan;
}

/** The ids of all runs, the latest first. */
export async function listRunIds(store: Store): Promise<readonly string[]> {
  const rows = await ask(store, () =>
    store.database
      .selectFrom("migration_runs")
      .select("id")
      .orderBy("created_at", "desc")
      .orderBy("id")
      .execute(),
  );
  return rows.map(({ id }) => id);
}
