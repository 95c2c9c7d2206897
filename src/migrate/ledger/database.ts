import type { Transaction } from "kysely";

import { storeFailure } from "../../store/index.ts";
import type { Store, Tables } from "../../store/index.ts";
import { isMigrationError, MigrationError } from "../error.ts";

export type Writing = Transaction<Tables>;

/** Does all of it or nothing; what the engine says against it names the store. */
export async function transact<Result>(
  store: Store,
  work: (transaction: Writing) => Promise<Result>,
): Promise<Result> {
  try {
    return await store.database.transaction().execute(work);
  } catch (error) {
    throw isMigrationError(error) ? error : storeFailure(store, error);
  }
}

/** A single read or write. */
export async function ask<Result>(store: Store, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw storeFailure(store, error);
  }
}

/** What was kept as JSON. */
export function parse(text: string, store: Store, run: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged(store, run, what);
  }
}

export function damaged(store: Store, run: string, what: string): MigrationError {
  const message = `${what} of the migration ${run} in ${store.label} is damaged, and nothing of it was written. Restore the store from a backup, or make the plan anew.`;
  return new MigrationError("damaged", message, { run });
}

export function noSuchRun(store: Store, run: string): MigrationError {
  const message = `There is no migration ${run} in ${store.label}. See those there are with: audiencekit migrate status`;
  return new MigrationError("not_found", message, { run });
}
