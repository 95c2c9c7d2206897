import { isAudienceError } from "../../core/errors.ts";
import type { AudienceRef } from "../../core/model.ts";
import { listParts } from "../ledger/index.ts";
import type { PartSize, Step } from "../ledger/index.ts";
import { sentIn, targetStep } from "./create.ts";
import type { Target } from "./create.ts";
import { findAdded, isInDoubt, keyLifetime } from "./doubt.ts";
import { membersToWrite } from "./members.ts";
import { numberIn } from "./session.ts";
import type { Session } from "./session.ts";
import { asPlanned, countsOf } from "./writing.ts";
import type { Counts, Writer } from "./writing.ts";

const tries = 4;
/** A vendor may need a moment before it finds what was just made, in ms. */
const grace = 60_000;

/** The step that writes a part comes behind the target's. */
export const stepOfPart = (part: number): number => targetStep + part;

/** What one call has handed over, and what of it the vendor has taken. */
interface Sending {
  /** Parts whose members were handed over, in their order, and how many members were by their end. */
  readonly open: { readonly step: Step; readonly end: number }[];
  handed: number;
  taken: number;
}

function intentOf(
  session: Session,
  writer: Writer,
  part: PartSize,
  attempt: number,
  kept: number,
): Step {
  return {
    number: stepOfPart(part.number),
    kind: "part",
    state: "intent",
    key: `${session.run}.members.${attempt}`,
    detail: { attempt, members: part.size, withheld: part.size - kept, lists: writer.digest },
    startedAt: session.now(),
    endedAt: null,
  };
}

const doneAt = (step: Step, now: number, detail: Step["detail"] = {}): Step => ({
  ...step,
  state: "done",
  detail: { ...step.detail, ...detail },
  endedAt: now,
});

/** The parts that the vendor has taken whole. */
function taken({ open, taken: count }: Sending, now: number): readonly Step[] {
  const whole: Step[] = [];
  for (let first = open[0]; first !== undefined && first.end <= count; first = open[0]) {
    whole.push(doneAt(first.step, now));
    open.shift();
  }
  return whole;
}

/** Sends all parts from one on in one call; each part's intent is down before its members are handed over. */
async function send(
  session: Session,
  writer: Writer,
  target: Target,
  from: number,
  attempt: number,
): Promise<void> {
  const { audiences, signal, now } = session;
  const sending: Sending = { open: [], handed: 0, taken: 0 };
  const key = `${session.run}.members.${attempt}`;
  const { source, failure } = membersToWrite(session, writer, {
    from,
    async before({ number, size }, kept) {
      const step = intentOf(session, writer, { number, size }, attempt, kept);
      await session.put([...taken(sending, now()), step]);
      sending.handed += kept;
      sending.open.push({ step, end: sending.handed });
    },
  });
  const options = {
    signal,
    idempotencyKey: key,
    journal: session.journal(key),
    normalize: asPlanned,
    distinct: true,
    onWritten(count: number) {
      sending.taken = count;
      writer.tell(count);
    },
  };
  let counts: Counts;
  try {
    counts = countsOf(await audiences.addMembers(target.ref, source, options));
  } catch (error) {
    await session.put(taken(sending, now())).catch(() => undefined); // only spares a repeat
    throw failure() ?? error;
  }
  // What an earlier process had sent is not read again, so its parts were not handed over.
  const parts = await listParts(session.store, session.run);
  const last = parts.length;
  const rest = parts
    .filter(({ number }) => number >= from)
    .map(({ number, size }) => {
      const known = session.steps.get(stepOfPart(number));
      const step = known ?? intentOf(session, writer, { number, size }, attempt, size);
      return doneAt(step, now(), number === last ? { ...counts } : {});
    });
  await session.put(rest);
}

/** The first part that is not known to be written; `undefined` = all are. */
function firstOpen(session: Session, parts: readonly PartSize[]): number | undefined {
  return parts.find(({ number }) => session.steps.get(stepOfPart(number))?.state !== "done")
    ?.number;
}

interface Attempt {
  readonly number: number;
  /** Whether members may have been written that are not known to be. */
  readonly isOpen: boolean;
  readonly startedAt: number;
}

function latestAttempt(session: Session): Attempt {
  const open = [...session.steps.values()].filter(
    ({ kind, state }) => kind === "part" && state === "intent",
  );
  const number = Math.max(1, ...open.map((step) => numberIn(step, "attempt") ?? 1));
  const times = open.map(({ startedAt }) => startedAt);
  return { number, isOpen: open.length > 0, startedAt: Math.min(session.now(), ...times) };
}

async function adopt(session: Session, writer: Writer, rows: number): Promise<void> {
  const parts = await listParts(session.store, session.run);
  const open = parts.flatMap(({ number, size }) => {
    const step =
      session.steps.get(stepOfPart(number)) ?? intentOf(session, writer, { number, size }, 1, size);
    return step.state === "done" ? [] : [step];
  });
  await session.put(open.map((step) => doneAt(step, session.now(), { adopted: true, rows })));
}

/**
 * Finds out what became of members that were sent as one. Where nothing was put down, the adapter adds to a set, and
 * may be sent again.
 * @returns the attempt to be sent; `undefined` = they are there
 */
async function settle(
  session: Session,
  writer: Writer,
  target: Target,
  attempt: Attempt,
): Promise<number | undefined> {
  const sent = sentIn(await session.journaled(`${session.run}.members.${attempt.number}`));
  if (sent === undefined) {
    return attempt.number;
  }
  const { before, ref } = target;
  if (writer.decision === "written") {
    await adopt(session, writer, sent.rows);
    return undefined;
  }
  const finding =
    writer.decision === "absent" ? "absent" : await findAdded(session, ref, before, sent.rows);
  if (finding !== "absent") {
    await adopt(session, writer, sent.rows);
    return undefined;
  }
  const isOld = session.now() - attempt.startedAt > keyLifetime;
  const isOther = isOld || writer.mismatched || wasForOthers(session, writer);
  writer.mismatched = false;
  return isOther ? attempt.number + 1 : attempt.number;
}

/** Whether somebody in the parts was put on a suppression list since they were sent. */
function wasForOthers(session: Session, writer: Writer): boolean {
  const open = [...session.steps.values()].filter(
    ({ kind, state }) => kind === "part" && state === "intent",
  );
  return open.some(({ detail }) => detail["lists"] !== writer.digest);
}

function isTooEarly(session: Session, error: unknown, ref: AudienceRef): boolean {
  const made = session.steps.get(targetStep);
  return (
    isAudienceError(error) &&
    error.code === "not_found" &&
    made?.detail["id"] === ref.id &&
    made.detail["made"] === true &&
    session.now() - (made.endedAt ?? 0) < grace
  );
}

/** Writes the members that are not known to be written. */
export async function writeParts(session: Session, writer: Writer, target: Target): Promise<void> {
  const parts = await listParts(session.store, session.run);
  const members = new Map(parts.map(({ number, size }) => [number, size]));
  for (let count = 1; ; count += 1) {
    const from = firstOpen(session, parts);
    if (from === undefined) {
      return;
    }
    const latest = latestAttempt(session);
    const attempt = latest.isOpen ? await settle(session, writer, target, latest) : latest.number;
    if (attempt === undefined) {
      return;
    }
    const before = [...members].filter(([number]) => number < from);
    writer.progress.begin(before.reduce((sum, [, size]) => sum + size, 0));
    try {
      await send(session, writer, target, from, attempt);
      return;
    } catch (error) {
      const mayRepeat = isInDoubt(error) || isTooEarly(session, error, target.ref);
      if (count >= tries || !mayRepeat) {
        throw error;
      }
      if (isInDoubt(error)) {
        writer.note(error);
      }
      await session.sleep(1000 * 2 ** count, session.signal);
    }
  }
}
