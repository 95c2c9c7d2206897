import { sql } from "kysely";
import type { Kysely, Transaction } from "kysely";

import { StoreError } from "./error.ts";
import { steps } from "./schema.ts";
import type { ColumnTypes, Tables } from "./schema.ts";

/** Any number, the same in every process. */
const upgradeLock = 4_017_220_519;

type WithSteps = Kysely<Tables & { readonly audiencekit_schema: { readonly name: string } }>;

/** Two processes may open a new store at once: the second waits, and finds it made. */
async function lockOut(transaction: Transaction<Tables>, types: ColumnTypes): Promise<void> {
  await (types.integer === "bigint"
    ? sql`select pg_advisory_xact_lock(${upgradeLock})`.execute(transaction)
    : // The first write of a transaction makes it the only writer; this one changes nothing.
      sql`pragma user_version = 1`.execute(transaction));
}

/**
 * Makes the tables that are not there yet, all or none.
 * @throws StoreError `newer` for a store with tables that this version does not know
 */
export async function upgrade(
  database: Kysely<Tables>,
  types: ColumnTypes,
  label: string,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await lockOut(transaction, types);
    await transaction.schema
      .createTable("audiencekit_schema")
      .ifNotExists()
      .addColumn("name", "text", (column) => column.primaryKey())
      .execute();
    // The one table that is not among the types, for it is older than all of them.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const known = transaction as unknown as WithSteps;
    const rows = await known.selectFrom("audiencekit_schema").select("name").execute();
    const made = new Set(rows.map(({ name }) => name));
    const unknown = [...made].filter((name) => !steps.some((step) => step.name === name));
    if (unknown.length > 0) {
      const message = `${label} was written by a newer version of audiencekit (${unknown.join(", ")}). Nothing was changed: update audiencekit, or name another store with --database.`;
      throw new StoreError("newer", message);
    }
    // A step makes the very tables that the types describe, so it gets a database without them.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const untyped = transaction as unknown as Kysely<unknown>;
    for (const { name, up } of steps) {
      if (!made.has(name)) {
        await up(untyped, types);
        await known.insertInto("audiencekit_schema").values({ name }).execute();
      }
    }
  });
}
