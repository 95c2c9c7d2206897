import { sql } from "kysely";

import { storeFailure } from "./failure.ts";
import type { Store } from "./open.ts";

/**
 * Lets go of what deleted rows have left behind in the files of a store: pages that are free were overwritten when they
 * became so, and the log of the latest writes is emptied.
 * @returns whether nothing is left; another process that is reading can hold it up
 */
export async function eraseTraces(store: Store): Promise<boolean> {
  const { database, engine } = store;
  try {
    if (engine === "postgres") {
      await sql`vacuum migration_parts, migration_journal, migration_suppressed, migration_runs`.execute(
        database,
      );
      return true;
    }
    const { rows } = await sql<{ readonly busy: number }>`pragma wal_checkpoint(truncate)`.execute(
      database,
    );
    return rows[0]?.busy === 0;
  } catch (error) {
    throw storeFailure(store, error);
  }
}
