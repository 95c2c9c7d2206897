import { randomUUID } from "node:crypto";

import type { LeaseRow, Store } from "../../store/index.ts";
import { MigrationError } from "../error.ts";
import { ask } from "./database.ts";
import type { Writing } from "./database.ts";
import { thisMachine } from "./machine.ts";
import type { Machine } from "./machine.ts";

/** Says that nobody else is at work on something. */
export interface Lease extends AsyncDisposable {
  /**
   * Makes a write a part of it: somebody who has taken it over waits until the write is whole, and where it was taken
   * over already nothing is written.
   * @throws MigrationError `busy`
   */
  hold(transaction: Writing): Promise<void>;
}

export interface LeaseOptions {
  /** Epoch milliseconds. @default Date.now */
  readonly now?: (() => number) | undefined;
  /** @default this process */
  readonly machine?: Machine | undefined;
}

/** How long a machine that is not heard of keeps it, in ms. */
const lifetime = 60_000;
const heartbeat = 15_000;
/** By then it has run out. */
const mostMissed = 4;
/** Nobody takes a lease for so long: what claims it was torn, or written by a clock that is wrong. In ms. */
const absurd = 60 * lifetime;
/** Those who want the same at the same time try so often. */
const tries = 5;

/** What is held in this very process: a holder that is not here any more has let go without saying so. */
const held = new Set<string>();

function isAbandoned(row: LeaseRow, machine: Machine, now: number): boolean {
  if (row.host !== machine.host) {
    return row.expires_at <= now || row.expires_at > now + absurd;
  }
  return row.pid === machine.pid && row.started === machine.started
    ? !held.has(row.holder)
    : !machine.isRunning(row.pid, row.started);
}

function taken(name: string, row: LeaseRow, machine: Machine, now: number): MigrationError {
  const near = row.host === machine.host;
  const where = near
    ? row.pid === machine.pid
      ? "this very process"
      : `process ${row.pid}`
    : "another machine";
  const wait = near ? lifetime : Math.max(row.expires_at - now, 1000);
  const message = `Somebody is at work on ${name} already: ${where}. Wait for it or stop it, and repeat the command.`;
  return new MigrationError("busy", message, { run: name, retryAfter: wait });
}

function lost(name: string): MigrationError {
  const message = `Another process has taken ${name} over, for this one was not heard of. It goes on there; nothing was written here since.`;
  return new MigrationError("busy", message, { run: name, retryAfter: lifetime });
}

/** Puts it down as ours if it is as it was found; false = somebody was faster. */
async function seize(store: Store, row: LeaseRow, found: LeaseRow | undefined): Promise<boolean> {
  if (found === undefined) {
    const { numInsertedOrUpdatedRows } = await store.database
      .insertInto("leases")
      .values(row)
      .onConflict((conflict) => conflict.column("name").doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }
  const { numUpdatedRows } = await store.database
    .updateTable("leases")
    .set(row)
    .where("name", "=", row.name)
    .where("holder", "=", found.holder)
    .where("expires_at", "=", found.expires_at)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/**
 * Takes a lease, also from a process that has died with it.
 * @throws MigrationError `busy` while another process that is alive has it
 */
export async function takeLease(
  store: Store,
  name: string,
  options: LeaseOptions = {},
): Promise<Lease> {
  const { now = Date.now, machine = thisMachine() } = options;
  const { host, pid, started } = machine;
  const holder = randomUUID();
  const find = (): Promise<LeaseRow | undefined> =>
    store.database.selectFrom("leases").selectAll().where("name", "=", name).executeTakeFirst();
  // Before it is put down, or another call of this process would take it for that of one who has let go.
  held.add(holder);
  try {
    for (let attempt = 1; ; attempt += 1) {
      const found = await ask(store, find);
      if (found !== undefined && (attempt > tries || !isAbandoned(found, machine, now()))) {
        throw taken(name, found, machine, now());
      }
      const row = { name, holder, host, pid, started, expires_at: now() + lifetime };
      if (await ask(store, () => seize(store, row, found))) {
        break;
      }
    }
  } catch (error) {
    held.delete(holder);
    throw error;
  }

  const mine = (database: Pick<Writing, "updateTable">) =>
    database
      .updateTable("leases")
      .set({ expires_at: now() + lifetime })
      .where("name", "=", name)
      .where("holder", "=", holder)
      .executeTakeFirst();
  let missed = 0;
  // A beat that fails is made up for by the next; that it was taken over shows with the next write.
  const beat = async (): Promise<void> => {
    const beaten = await mine(store.database).catch(() => undefined);
    missed = beaten?.numUpdatedRows === 1n ? 0 : missed + 1;
    if (missed === mostMissed) {
      clearInterval(timer);
    }
  };
  const timer = setInterval(() => void beat(), heartbeat);
  timer.unref();
  return {
    async hold(transaction) {
      const { numUpdatedRows } = await mine(transaction);
      if (numUpdatedRows !== 1n) {
        throw lost(name);
      }
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      held.delete(holder);
      await store.database
        .deleteFrom("leases")
        .where("name", "=", name)
        .where("holder", "=", holder)
        .execute()
        .catch(() => undefined); // it runs out by itself
    },
  };
}

/** Whether somebody who is alive is at work on this. */
export async function isLeased(
  store: Store,
  name: string,
  { now = Date.now, machine = thisMachine() }: LeaseOptions = {},
): Promise<boolean> {
  const row = await ask(store, () =>
    store.database.selectFrom("leases").selectAll().where("name", "=", name).executeTakeFirst(),
  );
  return row !== undefined && !isAbandoned(row, machine, now());
}
