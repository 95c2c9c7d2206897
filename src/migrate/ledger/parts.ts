import { createHash } from "node:crypto";

import type { MemberInput } from "../../core/model.ts";
import type { Store } from "../../store/index.ts";
import { MigrationError } from "../error.ts";
import { membersIn } from "./part-text.ts";
import type { PartText, PlannedPart } from "./planning-record.ts";
import { ask, damaged } from "./database.ts";
import type { Writing } from "./database.ts";

export interface PartSize {
  readonly number: number;
  /** How many members it has. */
  readonly size: number;
}

function digestOf(members: Uint8Array, fingerprints: Uint8Array): string {
  return createHash("sha256").update(members).update("\n").update(fingerprints).digest("hex");
}

/** @throws MigrationError `busy` where somebody else has put this part down: two are planning the same */
export async function insertPart(transaction: Writing, run: string, part: PartText): Promise<void> {
  const { members, fingerprints } = part;
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

/** Where one part after the other is put: what comes from a store is let go of while it is young. */
type Room = (bytes: Uint8Array) => Uint8Array;

function createRoom(): Room {
  let room = new Uint8Array(0);
  return (bytes) => {
    if (room.length < bytes.length) {
      room = new Uint8Array(bytes.length);
    }
    room.set(bytes);
    return room.subarray(0, bytes.length);
  };
}

interface Rooms {
  readonly forMembers: Room;
  readonly forFingerprints: Room;
}

const createRooms = (): Rooms => ({ forMembers: createRoom(), forFingerprints: createRoom() });

/** A part that is about to be read. */
export interface OpenPart extends PartSize, Pick<PlannedPart, "fingerprints"> {
  /** Its members, a handful at a time. @throws MigrationError `damaged` */
  handfuls(): Generator<readonly MemberInput[], void, undefined>;
}

/** @throws MigrationError `damaged` where its members are not what was put there */
async function openPart(
  store: Store,
  run: string,
  number: number,
  { forMembers, forFingerprints }: Rooms = createRooms(),
): Promise<OpenPart> {
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
  const { size } = row;
  const members = forMembers(row.members);
  const fingerprints = forFingerprints(row.fingerprints);
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
  return { number, size, fingerprints, handfuls };
}

/** A part and all of its members. @throws MigrationError `damaged` */
export async function readPart(store: Store, run: string, number: number): Promise<PlannedPart> {
  const { fingerprints, handfuls } = await openPart(store, run, number);
  return { number, members: [...handfuls()].flat(), fingerprints };
}

/**
 * The parts of a run in their order, one in memory at a time: each can be read until the next is asked for.
 * @param from the first that is read
 * @throws MigrationError `damaged` for one whose members are not what was put there
 */
export async function* openParts(
  store: Store,
  run: string,
  from = 1,
): AsyncGenerator<OpenPart, void, undefined> {
  const rooms = createRooms();
  for (const { number } of await listParts(store, run)) {
    if (number >= from) {
      yield openPart(store, run, number, rooms);
    }
  }
}
