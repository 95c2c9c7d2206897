import type { AudienceRef } from "../core/model.ts";
import type { Store } from "../store/index.ts";
import { isLeased, listParts, listRunIds, loadRun, readSteps, sumOf } from "./ledger/index.ts";
import type { LeaseOptions, RunState, Step } from "./ledger/index.ts";

/** Where a run stands. */
export interface MigrationStatus {
  readonly run: string;
  readonly state: RunState;
  /** For people to read: `sonarly:abc → batch`. */
  readonly label: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly updatedAt: Date;
  /** Members of the plan; of one that is being made, so far. */
  readonly members: number;
  /** Of them, those that are known to be written. */
  readonly written: number;
  /** `null` = it is not there yet. */
  readonly target: AudienceRef | null;
  /** Whether a write was begun that is not known to be done; applying it again finds out. */
  readonly inDoubt: boolean;
  /** Whether a process is at work on it now. */
  readonly busy: boolean;
}

/** Members who were put on a suppression list after the plan was made, or were not taken after all. */
const leftOut = (steps: readonly Step[]): number =>
  sumOf(steps, "withheld") + sumOf(steps, "rejected");

const isInDoubt = ({ state, kind, detail }: Step): boolean =>
  state === "intent" && kind !== "wait" && detail["refused"] !== true;

/** @throws MigrationError `not_found`, `damaged` */
export async function migrationStatus(
  run: string,
  { store, ...options }: LeaseOptions & { readonly store: Store },
): Promise<MigrationStatus> {
  const { state, label, createdAt, updatedAt, plan } = await loadRun(store, run);
  const steps = await readSteps(store, run, "apply");
  const parts = await listParts(store, run);
  const found = parts.reduce((sum, { size }) => sum + size, 0);
  const members = state === "planning" ? found : (plan?.members ?? found);
  const done = steps.filter((step) => step.state === "done");
  const first = steps.find(({ kind }) => kind === "create");
  const id = first?.detail["id"];
  const isThere = first?.state === "done" && typeof id === "string" && plan !== undefined;
  const withMembers = isThere && plan.to.createsWithMembers && plan.to.id === null;
  return {
    run,
    state,
    label,
    createdAt,
    updatedAt,
    members,
    written:
      (withMembers || state === "applied" ? members : sumOf(done, "members")) - leftOut(done),
    target: isThere ? { provider: plan.to.provider, id } : null,
    inDoubt: steps.some(isInDoubt),
    busy: await isLeased(store, run, options),
  };
}

/** All runs, the latest first. */
export async function listMigrations(
  options: LeaseOptions & { readonly store: Store },
): Promise<readonly MigrationStatus[]> {
  const statuses: MigrationStatus[] = [];
  for (const run of await listRunIds(options.store)) {
    statuses.push(await migrationStatus(run, options));
  }
  return statuses;
}
