import { sql } from "kysely";
import type { Transaction } from "kysely";

import type { Store, Tables } from "../store/index.ts";
import { joined, packDelta, unpackDelta } from "./delta.ts";
import type { Delta } from "./delta.ts";
import { snapshotLock } from "./store-snapshot.ts";

export interface RetentionOptions {
  /** Snapshots older than this are dropped, in ms. @default none is */
  readonly keep?: number | undefined;
  /** Keeps one a day of those older than 30 days, and one a week of those older than a year. @default false */
  readonly thin?: boolean | undefined;
  /** Epoch milliseconds. @default Date.now */
  readonly now?: (() => number) | undefined;
}

const day = 86_400_000;

interface Row {
  readonly snapshot: number;
  readonly provider: string;
  readonly state: string;
  readonly at: number;
}

/** What a snapshot is one of several of; of each such stretch of time, one is kept. */
function stretchOf(at: number, now: number): string | undefined {
  const age = now - at;
  if (age > 365 * day) {
    return `week ${Math.floor(at / (7 * day))}`;
  }
  return age > 30 * day ? `day ${Math.floor(at / day)}` : undefined;
}

/** The last complete one of each stretch, or the last, if none is. */
function representatives(rows: readonly Row[], now: number): ReadonlySet<number> {
  const broken = new Set(
    rows.filter(({ state }) => state !== "complete").map((row) => row.snapshot),
  );
  const chosen = new Map<string, number>();
  for (const { snapshot, at } of rows) {
    const stretch = stretchOf(at, now) ?? `alone ${snapshot}`;
    const before = chosen.get(stretch);
    if (before === undefined || broken.has(before) || !broken.has(snapshot)) {
      chosen.set(stretch, snapshot);
    }
  }
  return new Set(chosen.values());
}

/** What is kept whatever its age: where each provider stands, and when it was last read to its end. */
function lastOnes(rows: readonly Row[]): ReadonlySet<number> {
  const last = new Map<string, number>();
  for (const { provider, state, snapshot } of rows) {
    last.set(provider, snapshot);
    if (state === "complete") {
      last.set(`${provider} complete`, snapshot);
    }
  }
  return new Set(last.values());
}

/** Puts what the dropped readings of a provider had found into the next one that is kept. */
async function handOver(
  transaction: Transaction<Tables>,
  provider: string,
  dropped: ReadonlySet<number>,
): Promise<void> {
  const readings = await transaction
    .selectFrom("history_readings")
    .select("snapshot")
    .where("provider", "=", provider)
    .orderBy("snapshot")
    .execute();
  let pending: Delta | undefined;
  for (const { snapshot } of readings) {
    if (!dropped.has(snapshot) && pending === undefined) {
      continue;
    }
    const row = await transaction
      .selectFrom("history_readings")
      .select("delta")
      .where("provider", "=", provider)
      .where("snapshot", "=", snapshot)
      .executeTakeFirstOrThrow();
    const delta = unpackDelta(row.delta);
    const sum: Delta = pending === undefined ? delta : joined(pending, delta);
    if (dropped.has(snapshot)) {
      pending = sum;
      continue;
    }
    pending = undefined;
    await transaction
      .updateTable("history_readings")
      .set({ delta: packDelta(sum) })
      .where("provider", "=", provider)
      .where("snapshot", "=", snapshot)
      .execute();
  }
}

/**
 * Drops old snapshots, all that are to go or none. What they found first stays known: only the moments in between are
 * gone. The latest snapshot and each provider's latest complete one always stay.
 * @returns how many were dropped
 */
export async function pruneHistory(store: Store, options: RetentionOptions): Promise<number> {
  const { keep = Number.POSITIVE_INFINITY, thin = false, now = Date.now } = options;
  const present = now();
  return store.database.transaction().execute(async (transaction) => {
    if (store.engine === "postgres") {
      await sql`select pg_advisory_xact_lock(${snapshotLock})`.execute(transaction);
    }
    const rows: readonly Row[] = await transaction
      .selectFrom("history_readings")
      .innerJoin("history_snapshots", "history_snapshots.id", "history_readings.snapshot")
      .select(["snapshot", "provider", "state", "taken_at as at"])
      .orderBy("snapshot")
      .orderBy("place")
      .execute();
    const chosen = thin ? representatives(rows, present) : undefined;
    const last = lastOnes(rows);
    const goes = ({ snapshot, at }: Row): boolean =>
      !last.has(snapshot) && (present - at > keep || chosen?.has(snapshot) === false);
    const dropped = new Set(rows.filter(goes).map(({ snapshot }) => snapshot));
    for (const provider of new Set(rows.map((row) => row.provider))) {
      await handOver(transaction, provider, dropped);
    }
    for (const id of dropped) {
      await transaction.deleteFrom("history_readings").where("snapshot", "=", id).execute();
      await transaction.deleteFrom("history_snapshots").where("id", "=", id).execute();
    }
    return dropped.size;
  });
}
