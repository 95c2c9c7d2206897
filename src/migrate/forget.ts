import { eraseTraces } from "../store/index.ts";
import type { Store } from "../store/index.ts";
import { eraseRun, loadRun, takeLease } from "./ledger/index.ts";
import type { LeaseOptions } from "./ledger/index.ts";
import type { Plan } from "./plan.ts";

export interface ForgetOptions extends LeaseOptions {
  readonly store: Store;
}

export interface ForgetResult {
  readonly run: string;
  /**
   * Whether the files of the store hold nothing of it any more; false = another process was reading. Then repeat it
   * later.
   */
  readonly erased: boolean;
}

/** What may be kept: what was done, and how many were concerned. */
const recordOf = (plan: Plan): Plan => ({
  ...plan,
  from: { ...plan.from, file: null, members: { ...plan.from.members, digest: "" } },
  summary: {
    ...plan.summary,
    losses: plan.summary.losses.map((loss) => ({ ...loss, examples: [] })),
  },
});

/**
 * Erases the members of a run, whom it was not to write, and everything else that is of people. That there was such a
 * run, and its figures, stay. Done again it does no more.
 * @throws MigrationError `not_found`, or `busy` while somebody is at work on it
 */
export async function forgetMigration(
  run: string,
  { store, ...options }: ForgetOptions,
): Promise<ForgetResult> {
  await loadRun(store, run);
  {
    await using lease = await takeLease(store, run, options);
    const { plan } = await loadRun(store, run);
    await eraseRun(store, run, lease, plan && recordOf(plan));
  }
  return { run, erased: await eraseTraces(store) };
}
