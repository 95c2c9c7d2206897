import { sql } from "kysely";

import type { Store } from "../store/index.ts";
import { packDelta } from "./delta.ts";
import { deltaOf } from "./observe.ts";
import type { Absence, Observation } from "./observe.ts";
import type { History } from "./read.ts";
import { storeRecords } from "./records.ts";

/** A snapshot that is in the store. */
export interface StoredSnapshot {
  readonly id: number;
  readonly takenAt: Date;
}

/** What was observed of a provider, and what became of the audiences that were missing. */
export type Finding = Observation & { readonly absences: ReadonlyMap<string, Absence> };

/** Any number, the same in every process: one at a time changes the history. */
export const snapshotLock = 4_017_220_520;

/** Stored by another process since the history was read: the difference must be worked out anew. */
const overtaken = Symbol("overtaken");

async function attempt(
  store: Store,
  history: History,
  findings: readonly Finding[],
  now: number,
): Promise<StoredSnapshot | typeof overtaken> {
  const last = history.snapshots.at(-1);
  // Later than the one before, also where the clock was put back in between.
  const at = Math.max(now, (last?.at ?? 0) + 1);
  return store.database.transaction().execute(async (transaction) => {
    if (store.engine === "postgres") {
      await sql`select pg_advisory_xact_lock(${snapshotLock})`.execute(transaction);
    }
    const newest = await transaction
      .selectFrom("history_snapshots")
      .select("id")
      .orderBy("id", "desc")
      .executeTakeFirst();
    if (newest?.id !== last?.id) {
      return overtaken;
    }
    const id = (last?.id ?? 0) + 1;
    await transaction.insertInto("history_snapshots").values({ id, taken_at: at }).execute();
    for (const [place, finding] of findings.entries()) {
      const { provider, vendor, state, error, audiences, absences } = finding;
      const delta = deltaOf(history.providers.get(provider), finding, absences, at);
      await transaction
        .insertInto("history_readings")
        .values({
          snapshot: id,
          provider,
          place,
          vendor,
          state,
          audiences: audiences.length,
          error_code: error?.code ?? null,
          error_message: error?.message ?? null,
          delta: packDelta(delta),
        })
        .execute();
      const found = [...absences.values()].filter((absence) => typeof absence === "object");
      const withRecords = [...audiences, ...found].filter(({ raw }) => raw !== undefined);
      const seen = new Map(withRecords.map(({ id: key, raw }) => [key, raw]));
      await storeRecords(transaction, provider, seen, delta.gone);
    }
    return { id, takenAt: new Date(at) };
  });
}

/** Stores what was found, all of it or nothing. */
export async function storeSnapshot(
  store: Store,
  history: History,
  findings: readonly Finding[],
  now: number,
): Promise<StoredSnapshot> {
  for (;;) {
    const stored = await attempt(store, history, findings, now);
    await history.refresh();
    if (stored !== overtaken) {
      return stored;
    }
  }
}
