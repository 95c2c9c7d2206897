import type { WriteJournal } from "../../core/writing/contract.ts";
import type { Store } from "../../store/index.ts";
import { ask, transact } from "./database.ts";
import type { Lease } from "./lease.ts";

/** What an adapter puts down within one step, to find it again in another process. */
export function openJournal(store: Store, run: string, step: string, lease: Lease): WriteJournal {
  return {
    async read(name) {
      const row = await ask(store, () =>
        store.database
          .selectFrom("migration_journal")
          .select("value")
          .where("run", "=", run)
          .where("step", "=", step)
          .where("name", "=", name)
          .executeTakeFirst(),
      );
      return row?.value;
    },
    async write(name, value) {
      await transact(store, async (transaction) => {
        await lease.hold(transaction);
        await transaction
          .insertInto("migration_journal")
          .values({ run, step, name, value })
          .onConflict((conflict) =>
            conflict.columns(["run", "step", "name"]).doUpdateSet({ value }),
          )
          .execute();
      });
    },
  };
}

/** What was put down within one step, by its name. */
export async function readJournal(
  store: Store,
  run: string,
  step: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await ask(store, () =>
    store.database
      .selectFrom("migration_journal")
      .select(["name", "value"])
      .where("run", "=", run)
      .where("step", "=", step)
      .execute(),
  );
  return new Map(rows.map(({ name, value }) => [name, value]));
}
