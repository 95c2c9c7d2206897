import type { Store } from "../../store/index.ts";
import { ask, transact } from "./database.ts";
import type { Writing } from "./database.ts";
import type { Lease } from "./lease.ts";

/** Of bytes: a row that fits every engine. */
const rowSize = 1_000_000;

/** Puts fingerprints behind those that are there. */
export async function insertSuppressed(
  transaction: Writing,
  run: string,
  fingerprints: Uint8Array,
): Promise<void> {
  const last = await transaction
    .selectFrom("migration_suppressed")
    .select(({ fn }) => fn.max("number").as("number"))
    .where("run", "=", run)
    .executeTakeFirst();
  let number = last?.number ?? 0;
  for (let at = 0; at < fingerprints.length; at += rowSize) {
    number += 1;
    const row = fingerprints.subarray(at, at + rowSize);
    await transaction
      .insertInto("migration_suppressed")
      .values({ run, number, fingerprints: row })
      .execute();
  }
}

/** All of them, one behind the other; `null` = there are none. */
export async function readSuppressed(store: Store, run: string): Promise<Uint8Array | null> {
  const rows = await ask(store, () =>
    store.database
      .selectFrom("migration_suppressed")
      .select("fingerprints")
      .where("run", "=", run)
      .orderBy("number")
      .execute(),
  );
  if (rows.length === 0) {
    return null;
  }
  return new Uint8Array(Buffer.concat(rows.map(({ fingerprints }) => fingerprints)));
}

/** Keeps more people from being written by this run. */
export async function addSuppressed(
  store: Store,
  run: string,
  lease: Lease,
  fingerprints: Uint8Array,
): Promise<void> {
  await transact(store, async (transaction) => {
    await lease.hold(transaction);
    await insertSuppressed(transaction, run, fingerprints);
  });
}
