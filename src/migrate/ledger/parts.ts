import { createHash } from "node:crypto";

import type { MemberInput } from "../../core/model.ts";
import type { Store } from "../../store/index.ts";
import { MigrationError } from "../error.ts";
import type { PlannedPart } from "../planning-record.ts";
import { ask, damaged, decode, encode, parse } from "./database.ts";
import type { Writing } from "./database.ts";

export interface PartSize {
  readonly number: number;
  /** How many members it has. */
  readonly size: number;
}

function digestOf(members: string, fingerprints: string): string {
  return createHash("sha256").update(members).update("\n").update(fingerprints).digest("hex");
}

const isMembers = (value: unknown): value is readonly MemberInput[] =>
  Array.isArray(value) &&
  value.every(
    (member: unknown) => typeof member === "object" && member !== null && "identifiers" in member,
  );

/** @throws MigrationError `busy` where somebody else has put this part down: two are planning the same */
export async function insertPart(
  transaction: Writing,
  run: string,
  part: PlannedPart,
): Promise<void> {
  const members = JSON.stringify(part.members);
  const fingerprints = encode(part.fingerprints);
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto("migration_parts")
    .values({
      run,
      number: part.number,
      size: part.members.length,
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

/** @throws MigrationError `damaged` where its members are not what was put there */
export async function readPart(store: Store, run: string, number: number): Promise<PlannedPart> {
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
  const members = parse(row.members, store, run, what);
  if (!isMembers(members) || members.length !== row.size) {
    throw damaged(store, run, what);
  }
  return { number, members, fingerprints: decode(row.fingerprints) };
}

/**
 * The parts of a run in their order, one in memory at a time.
 * @param from the first that is read
 * @throws MigrationError `damaged` for one whose members are not what was put there
 */
export async function* readParts(
  store: Store,
  run: string,
  from = 1,
): AsyncGenerator<PlannedPart, void, undefined> {
  for (const { number } of await listParts(store, run)) {
    if (number >= from) {
      yield readPart(store, run, number);
    }
  }
}
