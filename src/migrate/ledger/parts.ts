import { createHash } from "node:crypto";

import type { MemberInput } from "../../core/model.ts";
import type { Store } from "../../store/index.ts";
import { MigrationError } from "../error.ts";
import { membersIn } from "./part-text.ts";
import type { PartText, PlannedPart } from "./planning-record.ts";
import { ask, damaged, decode, encode } from "./database.ts";
import type { Writing } from "./database.ts";

export interface PartSize {
  readonly number: number;
  /** How many members it has. */
  readonly size: number;
}

function digestOf(members: string, fingerprints: string): string {
  return createHash("sha256").update(members).update("\n").update(fingerprints).digest("hex");
}

/** @throws MigrationError `busy` where somebody else has put this part down: two are planning the same */
export async function insertPart(transaction: Writing, run: string, part: PartText): Promise<void> {
  const { members } = part;
  const fingerprints = encode(part.fingerprints);
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto("migration_parts")
    .values({
      run,
      number: part.number,
      size: part.size,
      members,
      digest: digestOf(members, fingerprints),
      fingerprints,
    })
    .onConflict((conflict) => conflict.columns(["run", "number"]).doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) {
    const message = `Another process is making the plan ${run}, too: it has put down what this one was about to. Nothing is lost; let it finish, or stop it and repeat the command.`;
    throw new MigrationError("busy", message, { run });
  }
}

/** The parts there are, without who is in them. @throws MigrationError `damaged` where one is missing */
export async function listParts(store: Store, run: string): Promise<readonly PartSize[]> {
  const parts = await ask(store, () =>
    store.database
      .selectFrom("migration_parts")
      .select(["number", "size"])
      .where("run", "=", run)
      .orderBy("number")
      .execute(),
  );
  const missing = parts.findIndex(({ number }, index) => number !== index + 1);
  if (missing !== -1) {
    throw damaged(store, run, `Part ${missing + 1}`); // there is one behind it
  }
  return parts;
}

/** A part that is about to be read. */
export interface OpenPart extends PartSize, Pick<PlannedPart, "fingerprints"> {
  /** Its members, a handful at a time. @throws MigrationError `damaged` */
  handfuls(): Generator<readonly MemberInput[], void, undefined>;
}

/** @throws MigrationError `damaged` where its members are not what was put there */
export async function openPart(store: Store, run: string, number: number): Promise<OpenPart> {
  const row = await ask(store, () =>
    store.database
      .selectFrom("migration_parts")
      .select(["members", "fingerprints", "digest", "size"])
      .where("run", "=", run)
      .where("number", "=", number)
      .executeTakeFirst(),
  );
  const what = `Part ${number}`;
  if (row === undefined || digestOf(row.members, row.fingerprints) !== row.digest) {
    throw damaged(store, run, what);
  }
  const { members, size } = row;
  function* handfuls(): Generator<readonly MemberInput[], void, undefined> {
    let count = 0;
    try {
      for (const some of membersIn(members)) {
        count += some.length;
        yield some;
      }
    } catch (error) {
      throw error instanceof SyntaxError ? damaged(store, run, what) : error;
    }
    if (count !== size) {
      throw damaged(store, run, what);
    }
  }
  return { number, size, fingerprints: decode(row.fingerprints), handfuls };
}

/** A part and all of its members. @throws MigrationError `damaged` */
export async function readPart(store: Store, run: string, number: number): Promise<PlannedPart> {
  const { fingerprints, handfuls } = await openPart(store, run, number);
  return { number, members: [...handfuls()].flat(), fingerprints };
}

/**
 * The parts of a run in their order, one in memory at a time.
 * @param from the first that is read
 * @throws MigrationError `damaged` for one whose members are not what was put there
 */
export async function* openParts(
  store: Store,
  run: string,
  from = 1,
): AsyncGenerator<OpenPart, void, undefined> {
  for (const { number } of await listParts(store, run)) {
    if (number >= from) {
      yield openPart(store, run, number);
    }
  }
}
