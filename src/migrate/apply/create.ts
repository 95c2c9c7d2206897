import { isAudienceError } from "../../core/errors.ts";
import type { AudienceRef } from "../../core/model.ts";
import { isMigrationError, MigrationError } from "../error.ts";
import type { PartSize, Step } from "../ledger/index.ts";
import { findCreated, isInDoubt, keyLifetime, namesakes } from "./doubt.ts";
import type { Before } from "./doubt.ts";
import { membersToWrite } from "./members.ts";
import { numberIn, textIn } from "./session.ts";
import type { Session } from "./session.ts";
import { asPlanned, countsOf } from "./writing.ts";
import type { Writer } from "./writing.ts";

/** The step that every run begins with: the target is made, or found as it was planned. */
export const targetStep = 1;
const tries = 4;

/** The audience that a run writes to, and how it stood before. */
export interface Target {
  readonly ref: AudienceRef;
  readonly made: boolean;
  readonly before: Before;
}

export function targetOf(session: Pick<Session, "steps" | "plan">): Target | undefined {
  const step = session.steps.get(targetStep);
  const id = textIn(step, "id");
  if (step?.state !== "done" || id === undefined) {
    return undefined;
  }
  const { provider } = session.plan.to;
  return {
    ref: { provider, id },
    made: step.detail["made"] === true,
    before: { size: numberIn(step, "size") ?? null, updatedAt: textIn(step, "updatedAt") ?? null },
  };
}

function stepOf(session: Session, detail: Step["detail"], attempt: number): Step {
  return {
    number: targetStep,
    kind: "create",
    state: "intent",
    key: `${session.run}.create.${attempt}`,
    detail: { ...detail, attempt },
    startedAt: session.now(),
    endedAt: null,
  };
}

const done = (session: Session, step: Step, detail: Step["detail"]): Step => ({
  ...step,
  state: "done",
  detail: { ...step.detail, ...detail },
  endedAt: session.now(),
});

const namesakesOf = (step: Step): ReadonlySet<string> => {
  const ids = step.detail["namesakes"];
  return new Set(Array.isArray(ids) ? ids.map(String) : []);
};

/** What an adapter has put down that it was about to send, in rows and in members. */
interface Sent {
  readonly rows: number;
  readonly members: number;
}

/** `undefined` = nothing was sent, or it may be sent again without harm. */
export function sentIn(journal: ReadonlyMap<string, string>): Sent | undefined {
  const kept: unknown = JSON.parse(journal.get("file") ?? "null");
  if (typeof kept !== "object" || kept === null) {
    return undefined;
  }
  const rows: unknown = Reflect.get(kept, "rows");
  const members: unknown = Reflect.get(kept, "members");
  return typeof rows === "number" && typeof members === "number" ? { rows, members } : undefined;
}

/** It was not to be, and is known not to have been done; under a new key it can be asked again. */
const isRefused = (error: unknown): boolean =>
  (isAudienceError(error) || isMigrationError(error)) &&
  ["rejected", "conflict", "invalid_argument", "unsupported"].includes(error.code);

function nobodyLeft({ id, to }: Session["plan"]): MigrationError {
  const message = `Everybody in the plan has been put on a suppression list since it was made, and ${to.provider} makes no audience without people. Nothing was written.`;
  return new MigrationError("unsupported", message, { run: id });
}

/** Sends the creation, with its members where the vendor takes it with them only. */
async function send(session: Session, writer: Writer, step: Step): Promise<Step> {
  const { audiences, plan, signal } = session;
  const { provider, create, createsWithMembers } = plan.to;
  const draft = { name: create?.name ?? plan.to.name, ...create };
  let handed = 0;
  const before = async ({ number }: PartSize, kept: number): Promise<void> => {
    handed += kept;
    if (number === plan.parts && handed === 0) {
      throw nobodyLeft(plan);
    }
  };
  const members = createsWithMembers ? membersToWrite(session, writer, { before }) : undefined;
  try {
    const made = await audiences.create(
      { provider, ...draft, ...(members !== undefined && { members: members.source }) },
      {
        signal,
        idempotencyKey: step.key,
        journal: session.journal(step.key),
        normalize: asPlanned,
        distinct: true,
        onWritten: (count) => writer.tell(count),
      },
    );
    if (made.written === null) {
      return done(session, step, { id: made.id, made: true });
    }
    const counts = countsOf(made.written);
    // A file that an earlier process has sent was not read again.
    const sent = sentIn(await session.journaled(step.key));
    const withheld = plan.members - (sent === undefined ? handed : sent.members + counts.rejected);
    return done(session, step, { id: made.id, made: true, ...sent, ...counts, withheld });
  } catch (error) {
    throw members?.failure() ?? error;
  }
}

/** Looks for what a creation in doubt has made; gives the step done, or the one to be sent. */
async function settle(session: Session, writer: Writer, step: Step): Promise<Step> {
  const { createsWithMembers } = session.plan.to;
  const { plan } = session;
  const sent = sentIn(await session.journaled(step.key));
  if (createsWithMembers && sent === undefined) {
    return writer.digest === step.detail["suppressed"] ? step : again(session, writer, step);
  }
  const finding =
    writer.decision === "absent"
      ? "absent"
      : await findCreated(session, namesakesOf(step), sent?.rows ?? 0, writer.decision);
  if (finding !== "absent") {
    const { id } = finding.found;
    const withheld = plan.members - (sent?.members ?? plan.members);
    return done(session, step, { id, made: true, adopted: true, ...sent, withheld });
  }
  const isOld = session.now() - step.startedAt > keyLifetime;
  return isOld || writer.mismatched || writer.digest !== step.detail["suppressed"]
    ? again(session, writer, step)
    : step;
}

/** Another write, under another key: the first was not carried out, or was one of other members. */
function again(session: Session, writer: Writer, step: Step): Step {
  writer.mismatched = false;
  const attempt = (numberIn(step, "attempt") ?? 1) + 1;
  const detail = { ...step.detail, suppressed: writer.digest, refused: false };
  return stepOf(session, detail, attempt);
}

/** Makes the target, or finds it as an earlier process has left it. */
export async function ensureTarget(session: Session, writer: Writer): Promise<Target> {
  const { audiences, plan, signal } = session;
  const { id, provider } = plan.to;
  let step = session.steps.get(targetStep);
  if (step === undefined && id !== null) {
    const { size, updatedAt } = await audiences.get({ provider, id }, { signal });
    const before = { size: size?.value ?? null, updatedAt: updatedAt?.toISOString() ?? null };
    const found = stepOf(session, { id, made: false, ...before }, 1);
    await session.put([done(session, found, {})], "applying");
  } else if (step === undefined) {
    const named = await namesakes(session, plan.to.create?.name ?? plan.to.name);
    const ids = named.map((audience) => audience.id);
    step = stepOf(session, { namesakes: ids, suppressed: writer.digest }, 1);
    await session.put([step], "applying");
    await createOnce(session, writer, step, 1);
  } else if (step.state === "intent" && step.detail["refused"] === true) {
    step = again(session, writer, step);
    await session.put([step]);
    await createOnce(session, writer, step, 1);
  } else if (step.state === "intent") {
    await createOnce(session, writer, step, 0);
  }
  const target = targetOf(session);
  if (target === undefined) {
    throw new TypeError("The step of the target is done and names no target.");
  }
  return target;
}

/** @param sent how often it was sent by this process and is known not to be in doubt */
async function createOnce(
  session: Session,
  writer: Writer,
  intent: Step,
  sent: 0 | 1,
): Promise<Step> {
  let step = intent;
  let doubt = sent === 0;
  for (let attempt = 1; ; attempt += 1) {
    if (doubt) {
      const settled = await settle(session, writer, step);
      if (settled !== step) {
        await session.put([settled]);
        step = settled;
      }
      if (step.state === "done") {
        return step;
      }
    }
    try {
      const made = await send(session, writer, step);
      await session.put([made]);
      return made;
    } catch (error) {
      const isThere = doubt && isAudienceError(error) && error.code === "conflict";
      if (attempt >= tries || !(isInDoubt(error) || isThere)) {
        if (!doubt && isRefused(error)) {
          await session.put([{ ...step, detail: { ...step.detail, refused: true } }]);
        }
        throw error;
      }
      writer.note(error);
      doubt = true;
      await session.sleep(1000 * 2 ** attempt, session.signal);
    }
  }
}
