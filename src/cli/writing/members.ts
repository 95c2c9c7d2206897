import type { AnyAdapter, Capability } from "../../core/contract.ts";
import type { MemberChunks } from "../../core/writing/contract.ts";
import { createMemberStream } from "../../core/writing/member-stream.ts";
import type { Normalize } from "../../core/writing/normalize.ts";
import type { MemberWriteOptions, WriteResult } from "../../core/writing/writing.ts";
import { takingOf } from "../../core/writing/taking.ts";
import { usageFailure } from "../failures.ts";
import type { Io } from "../io.ts";
import type { MemberFile } from "./member-file.ts";
import type { MembersOutcome, RejectedRows } from "./outcome.ts";
import { watchWrite } from "./progress.ts";
import { createRejections } from "./rejections.ts";

export interface MembersSetup {
  readonly file: MemberFile;
  readonly normalize: Normalize;
  /** What the write is repeated under; the vendors that know such keys do it once. */
  readonly key: string;
  /** Whether its progress is shown. */
  readonly watched: boolean;
}

/** A write that is only tried. */
export interface Rehearsal {
  readonly operation: Capability;
  readonly provider: string;
  /** The audience that they are to be put on; `undefined` = one that is made, or made anew, with them. */
  readonly id?: string | undefined;
}

/** The members of a file on their way to a vendor, with what became of them. */
export interface MembersRun {
  /** What is handed to the library with them. */
  readonly options: MemberWriteOptions;
  /** All of them as a write would take them, and none of them written. @throws Failure where it would take nobody */
  rehearse(adapter: AnyAdapter, rehearsal: Rehearsal): Promise<MembersOutcome>;
  /** What became of them in the end. */
  outcome(result: WriteResult): MembersOutcome;
  /** What became of them until now. */
  soFar(): MembersOutcome;
  end(): void;
}

/** What only the end of a write tells. */
type Ending = Pick<WriteResult, "dropped" | "pending"> & Partial<Pick<WriteResult, "rejected">>;

/** Rows of which the audience itself, such as a file, has no place for any identifier; it does not say which. */
function noPlaceFor(rows: number): readonly RejectedRows[] {
  const message = "has no identifier that this audience has a place for";
  return rows === 0 ? [] : [{ reason: "NO_MATCHABLE_IDENTIFIER", message, rows, lines: [] }];
}

async function readThrough(chunks: MemberChunks): Promise<void> {
  const iterator = chunks[Symbol.asyncIterator]();
  while ((await iterator.next()).done !== true);
}

export function createMembersRun(setup: MembersSetup, io: Io): MembersRun {
  const { file, normalize, key } = setup;
  const { signal } = io;
  const rejections = createRejections();
  let rejected = 0;
  let written = 0;
  const onRejected: NonNullable<MemberWriteOptions["onRejected"]> = ({ reason, message }) => {
    rejected += 1;
    const words = message.replace("no defaultCountry is given", "no --default-country is given");
    rejections.add(reason, words, file.line()); // told while the member is the last that was given
  };
  const stop = watchWrite(io, setup.watched, () => ({
    read: file.given(),
    written,
    fraction: file.fraction(),
  }));

  function outcomeOf({ dropped, pending, ...ending }: Ending): MembersOutcome {
    const unreadable = file.unreadable();
    const read = file.given() + unreadable.rows;
    const refused = Math.max(0, (ending.rejected ?? 0) - rejected);
    const all = rejected + refused + unreadable.rows;
    return {
      read,
      carried: read - all,
      written,
      rejected: all,
      rejections: [...rejections.list(), ...noPlaceFor(refused), ...unreadable.groups],
      dropped,
      pending: pending ?? null,
    };
  }

  return {
    options: {
      signal,
      normalize,
      idempotencyKey: key,
      onRejected,
      onWritten: (members) => {
        written = members;
      },
    },
    async rehearse(adapter, { operation, provider, id }) {
      const source = file.members;
      const { accepts = [], fit } = await takingOf(adapter, provider, id, signal, operation);
      const stream = createMemberStream({ source, accepts, normalize, fit, signal, onRejected });
      try {
        await stream.start();
        await readThrough(stream.members);
        const outcome = outcomeOf(stream.tally());
        const needsSomebody = operation === "replaceMembers" || adapter.createsWithMembers === true;
        if (outcome.carried === 0 && needsSomebody) {
          throw usageFailure(
            "--file: there is nobody in it who can be written, and somebody is needed.",
          );
        }
        return outcome;
      } finally {
        stream.close();
      }
    },
    outcome(result) {
      written = result.written;
      return outcomeOf(result);
    },
    soFar: () => outcomeOf({ dropped: {} }),
    end: stop,
  };
}
