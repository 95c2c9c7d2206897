import type { Fit, MemberChunks } from "./contract.ts";
import { amended } from "../amended.ts";
import { AudienceError, invalidArgument, isAudienceError } from "../errors.ts";
import type { IdentifierKind, LossReason, MemberInput } from "../model.ts";
import type { Normalize } from "./normalize.ts";
import { inHandfuls, isInHandfuls } from "../paging/one-by-one.ts";
import { createPreparation } from "./preparation.ts";
import { createRepeats } from "./repeats.ts";
import { unlessAborted } from "../unless-aborted.ts";

/** Members to be written, as a list or as a stream. */
export type MemberSource = Iterable<MemberInput> | AsyncIterable<MemberInput>;

/** A member that is not written, by its place: no value of it is told. */
export interface Rejection {
  /** Counting from 1. */
  readonly position: number;
  readonly reason: LossReason;
  readonly message: string;
}

/** What became of the members of a write so far. */
export interface Tally {
  readonly read: number;
  readonly rejected: number;
  readonly reasons: Readonly<Partial<Record<LossReason, number>>>;
  /** The first hundred. */
  readonly rejections: readonly Rejection[];
  /** What had to be left out of members that were written, attribute or kind of identifier, and of how many. */
  readonly dropped: Readonly<Record<string, number>>;
}

export interface MemberStream {
  /** Reads up to the first members that can be written; false = there are none. */
  start(): Promise<boolean>;
  readonly members: MemberChunks;
  tally(): Tally;
  /** Lets go of the source, read to its end or not. */
  close(): void;
}

export interface MemberStreamSetup {
  readonly source: MemberSource;
  readonly accepts: readonly IdentifierKind[];
  readonly normalize: Normalize;
  /** Whether nobody comes twice. */
  readonly distinct?: boolean | undefined;
  /** What the vendor takes of a member with good identifiers. */
  readonly fit: ((member: MemberInput) => Fit) | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onRejected: ((rejection: Rejection) => void) | undefined;
}

/**
 * Handed on together: a step of an asynchronous loop costs as much as the work on a member. More of them would live
 * longer, and cost the collector more than they save.
 */
const chunkSize = 100;
const maximumKept = 100;

function isIterable(source: unknown): source is MemberSource {
  return (
    typeof source === "object" &&
    source !== null &&
    (Symbol.iterator in source || Symbol.asyncIterator in source)
  );
}

export function isMember(given: unknown): given is MemberInput {
  return (
    typeof given === "object" &&
    given !== null &&
    "identifiers" in given &&
    typeof given.identifiers === "object" &&
    given.identifiers !== null
  );
}

/** What the source threw, as an error of this library. */
function sourceFailure(cause: unknown, read: number): AudienceError {
  const where = `The members could not be read beyond number ${read}`;
  if (isAudienceError(cause)) {
    return amended(cause, `${where}: ${cause.message}`, { cause });
  }
  const message = `${where}: their source failed; its error is the cause.`;
  return new AudienceError("invalid_argument", message, { cause });
}

/** Counts what is left out, member by member. */
function createTally(onRejected: MemberStreamSetup["onRejected"]) {
  const rejections: Rejection[] = [];
  const reasons = new Map<LossReason, number>();
  const dropped = new Map<string, number>();
  let rejected = 0;
  return {
    drop(names: readonly string[]): void {
      for (const name of names) {
        const count = dropped.get(name);
        if (count !== undefined || dropped.size < maximumKept) {
          dropped.set(name, (count ?? 0) + 1);
        }
      }
    },
    reject(rejection: Rejection): void {
      rejected += 1;
      reasons.set(rejection.reason, (reasons.get(rejection.reason) ?? 0) + 1);
      if (rejections.length < maximumKept) {
        rejections.push(rejection);
      }
      onRejected?.(rejection);
    },
    so: (read: number): Tally => ({
      read,
      rejected,
      reasons: Object.fromEntries(reasons),
      rejections: [...rejections],
      dropped: Object.fromEntries(dropped),
    }),
  };
}

/**
 * Makes members fit for the vendor on their way there; those that cannot be written, and those that were given before,
 * are counted and told.
 */
export function createMemberStream(setup: MemberStreamSetup): MemberStream {
  const { source, accepts, normalize, fit, signal } = setup;
  if (!isIterable(source)) {
    throw invalidArgument("members must be a list or a stream of { identifiers, attributes }.");
  }
  const tally = createTally(setup.onRejected);
  let preparationOf: ReturnType<typeof createPreparation> | undefined = createPreparation(
    { accepts, fit },
    normalize,
    setup.distinct === true ? () => false : createRepeats(),
  );
  let read = 0;

  function prepare(given: unknown): MemberInput | undefined {
    read += 1;
    if (!isMember(given)) {
      throw invalidArgument(`Member ${read} is no { identifiers, attributes }.`);
    }
    const prepared = preparationOf?.(given);
    if (prepared === undefined) {
      return undefined; // read to its end
    }
    if ("reason" in prepared) {
      tally.reject({ position: read, reason: prepared.reason, message: prepared.message });
      return undefined;
    }
    tally.drop(prepared.dropped);
    return prepared.member;
  }

  let chunk: MemberInput[] = [];

  /** Gives the chunk once it is full. */
  function add(given: unknown): readonly MemberInput[] | undefined {
    const member = prepare(given);
    if (member === undefined || chunk.push(member) < chunkSize) {
      return undefined;
    }
    const full = chunk;
    chunk = [];
    return full;
  }

  async function* chunks(): AsyncGenerator<readonly MemberInput[], void, undefined> {
    try {
      if (isInHandfuls(source)) {
        for await (const { items } of source[inHandfuls]()) {
          for (const given of items) {
            const full = add(given);
            if (full !== undefined) {
              yield full;
            }
          }
        }
      } else {
        for await (const given of source) {
          const full = add(given);
          if (full !== undefined) {
            yield full;
          }
        }
      }
    } catch (error) {
      throw sourceFailure(error, read);
    }
    preparationOf = undefined; // what is still to be done with them all needs the memory
    if (chunk.length > 0) {
      yield chunk;
    }
  }

  const generator = chunks();
  /** A source that hangs must not hold up what an abort has to clean up. */
  const next = (): Promise<IteratorResult<readonly MemberInput[], void>> =>
    unlessAborted(signal, () => generator.next());
  let first: IteratorResult<readonly MemberInput[], void> | undefined;
  async function* members(): AsyncGenerator<readonly MemberInput[], void, undefined> {
    for (let step = first ?? (await next()); step.done !== true; step = await next()) {
      yield step.value;
    }
  }

  return {
    async start() {
      first = await next();
      return first.done !== true;
    },
    members: members(),
    tally: () => tally.so(read),
    close() {
      generator.return().catch(() => undefined);
    },
  };
}
