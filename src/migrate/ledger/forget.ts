import type { Store } from "../../store/index.ts";
import { transact } from "./database.ts";
import type { Lease } from "./lease.ts";

/** Erases everybody from a run; what is kept is that there was one, with what is said of it here. */
export async function eraseRun(
  store: Store,
  run: string,
  lease: Lease,
  record: object | undefined,
): Promise<void> {
  await transact(store, async (transaction) => {
    await lease.hold(transaction);
    await transaction.deleteFrom("migration_parts").where("run", "=", run).execute();
    await transaction.deleteFrom("migration_journal").where("run", "=", run).execute();
    await transaction.deleteFrom("migration_suppressed").where("run", "=", run).execute();
    await transaction
      .updateTable("migration_runs")
      .set({
        state: "forgotten",
        salt: "", // without it, marks that are in a backup say even less
        plan: record === undefined ? null : JSON.stringify(record),
        tally: null,
        continuation: null,
        updated_at: Date.now(),
      })
      .where("id", "=", run)
      .execute();
  });
}
