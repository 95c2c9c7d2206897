import type { Audiences, Providers } from "../core/facade.ts";
import type { Audience, MemberInput } from "../core/model.ts";
import { handfulList } from "../core/paging/one-by-one.ts";
import type { Runtime } from "../core/runtime.ts";
import type { Store } from "../store/index.ts";
import { anyAudiences } from "./any-audiences.ts";
import { afterwards, openReading, openSession, planOf, targetOf } from "./apply/index.ts";
import type { Session, Target } from "./apply/index.ts";
import { MigrationError } from "./error.ts";
import { loadPlanningState, loadRun, takeLease } from "./ledger/index.ts";
import type { Machine, RunState, Step, StepKind } from "./ledger/index.ts";
import { look } from "./look.ts";
import type { Plan } from "./plan.ts";
import { identifiersOf, listsIn, writtenBy } from "./written.ts";

export interface UndoOptions {
  readonly store: Store;
  /** What stops it before it takes anything back. */
  readonly guards?: {
    /** Members that may be taken off at the most, also by deleting the audience. @default no limit */
    readonly maxRemoved?: number | undefined;
  };
  readonly signal?: AbortSignal | undefined;
  /** Epoch milliseconds. @default Date.now */
  readonly now?: (() => number) | undefined;
  /** Waits for so many ms, or rejects with the signal's reason. @default a timer */
  readonly sleep?: Runtime["sleep"] | undefined;
  /** Tells this process from others. @default as the system does */
  readonly machine?: Machine | undefined;
}

export interface UndoResult {
  readonly run: string;
  readonly state: RunState;
  /** Whether the audience that the run had made was deleted. */
  readonly deleted: boolean;
  /** Members that were taken off. */
  readonly removed: number;
  /** What could not be taken back, each in a sentence or two. */
  readonly left: readonly string[];
}

/** What is known of a target, and what may be done to it. */
interface Situation {
  readonly session: Session;
  readonly target: Target;
  readonly audience: Audience;
  /** Everybody whom the run has written, or may have. */
  readonly members: number;
  readonly identifiers: number;
  readonly lists: ReturnType<typeof listsIn>;
}

/** Batch shows another name beside the one that is its id, and a file is called without its ending. */
function isCalledAsMade({ to: { create, name } }: Plan, audience: Audience): boolean {
  const given = create?.name ?? name;
  return [given, create?.displayName].includes(audience.name) || audience.id === given;
}

/** Whether somebody else has touched an audience that the run has made; as far as its vendor shows it. */
function changesSince({ session, audience, members, identifiers }: Situation): string | undefined {
  const after = afterwards(session);
  if (!isCalledAsMade(session.plan, audience)) {
    return "it was renamed since";
  }
  const size = audience.size?.value;
  const expected = after.size ?? Math.max(members, identifiers);
  const isMore =
    after.size === undefined ? size !== undefined && size > expected : size !== after.size;
  if (isMore) {
    return `it holds ${size ?? "an unknown number of"} members and not ${expected} any more`;
  }
  const updatedAt = audience.updatedAt?.toISOString();
  return after.updatedAt !== undefined && updatedAt !== after.updatedAt
    ? `it was changed at ${updatedAt ?? "an unknown time"}`
    : undefined;
}

/** Why it cannot be told whom the run has added; `undefined` = it was everybody whom it wrote. */
function overlap({
  session,
  target,
  audience,
  members,
  identifiers,
}: Situation): string | undefined {
  const { size: before } = target.before;
  if (target.made || before === 0) {
    return undefined;
  }
  const after = afterwards(session).size ?? audience.size?.value;
  const added = audience.size?.unit === "ids" ? identifiers : members;
  return before !== null && after === before + added
    ? undefined
    : "Some of those whom the run has written were there before, and the vendor does not say who. Nobody was taken off; take them off by a list of your own with: audiencekit members remove";
}

const stepOf = (session: Session, number: number, kind: StepKind): Step => ({
  number,
  kind,
  state: "intent",
  key: `${session.run}.undo.${kind}`,
  detail: {},
  startedAt: session.now(),
  endedAt: null,
});

/** Does one thing, put down before and after. */
async function take(
  session: Session,
  step: Step,
  work: (key: string) => Promise<Step["detail"]>,
): Promise<void> {
  await session.put([step], "undoing");
  const detail = await work(step.key);
  await session.put([{ ...step, state: "done", detail, endedAt: session.now() }]);
}

/** Takes off everybody whom the run has written; done twice it is as if done once. */
async function remove(situation: Situation, undoing: Session): Promise<number> {
  const { session, target, lists } = situation;
  const { signal = new AbortController().signal } = session;
  let removed = 0;
  async function* handfuls() {
    for await (const items of writtenBy(session, lists)) {
      yield { items, signal };
    }
  }
  await take(undoing, stepOf(undoing, 1, "remove"), async (idempotencyKey) => {
    const members: AsyncIterable<MemberInput> = handfulList(handfuls);
    const options = { signal, idempotencyKey, normalize: (member: MemberInput) => ({ member }) };
    const result = await session.audiences.removeMembers(target.ref, members, options);
    removed = result.written;
    return { removed };
  });
  return removed;
}

async function situationOf(
  session: Session,
  target: Target,
  audience: Audience,
): Promise<Situation> {
  const lists = listsIn((await loadPlanningState(session.store, session.run))?.suppressed ?? null);
  let members = 0;
  let identifiers = 0;
  for await (const part of writtenBy(session, lists)) {
    members += part.length;
    identifiers += part.reduce((sum, member) => sum + identifiersOf(member), 0);
  }
  return { session, target, audience, members, identifiers, lists };
}

function checkLimit({ session, members }: Situation, most = Number.POSITIVE_INFINITY): void {
  if (members > most) {
    const message = `Undoing the migration would take ${members} members off, and at most ${most} were allowed. Nothing was taken back.`;
    throw new MigrationError("guard", message, { run: session.run });
  }
}

function notToBeUndone(run: string, state: RunState): MigrationError {
  const message = `There is nothing to take back of the migration ${run}: it is ${state}.`;
  return new MigrationError("unsupported", message, { run });
}

/** What is done to a target that is still there. */
async function takeBack(
  situation: Situation,
  undoing: Session,
): Promise<Pick<UndoResult, "deleted" | "removed" | "left">> {
  const { session, target } = situation;
  const { audiences, adapter } = session;
  const changed = target.made ? changesSince(situation) : "it was there before";
  if (changed === undefined && audiences.supports(target.ref, "delete")) {
    await take(undoing, stepOf(undoing, 2, "delete"), async (idempotencyKey) => {
      await audiences.delete(target.ref, { signal: session.signal, idempotencyKey });
      return { deleted: true };
    });
    return { deleted: true, removed: situation.members, left: [] };
  }
  const kept = target.made
    ? [
        `The audience was made by this run and is left, for ${changed ?? "its vendor deletes none"}.`,
      ]
    : [];
  if (!audiences.supports(target.ref, "removeMembers")) {
    const why = adapter.lacks?.removeMembers ?? "Its vendor takes nobody off an audience.";
    const left = `${situation.members} members stay on the audience. ${why}`;
    return { deleted: false, removed: 0, left: [...kept, left] };
  }
  const unknown = overlap(situation);
  return unknown === undefined
    ? { deleted: false, removed: await remove(situation, undoing), left: kept }
    : { deleted: false, removed: 0, left: [...kept, unknown] };
}

/**
 * Takes back what a run has written, and nothing else: an audience that it has made is deleted if nobody else has
 * touched it, as far as the vendor shows it, and members are taken off where the vendor can.
 * @throws MigrationError `guard`, `busy`, and `unsupported` where nothing was written; AudienceError for what a vendor
 * refuses. Repeated it goes on.
 */
export async function undoMigration<P extends Providers>(
  given: Audiences<P>,
  planOrId: Plan | string,
  options: UndoOptions,
): Promise<UndoResult> {
  const audiences = anyAudiences(given);
  const { store, now, machine } = options;
  const [{ id: run }, plan] = await planOf(store, planOrId);
  await using lease = await takeLease(store, run, { now, machine });
  const { state } = await loadRun(store, run);
  const session = await openReading(audiences, plan, options);
  const undoing = await openSession(audiences, plan, lease, "undo", options);
  const target = targetOf(session);
  if (target === undefined || !["applying", "applied", "undoing"].includes(state)) {
    throw notToBeUndone(run, state);
  }
  const audience = await look(session, target.ref);
  if (audience === undefined) {
    await undoing.put([], "undone");
    const left = undoing.steps.size === 0 ? ["The audience was deleted by somebody else."] : [];
    return { run, state: "undone", deleted: undoing.steps.size > 0, removed: 0, left };
  }
  const situation = await situationOf(session, target, audience);
  checkLimit(situation, options.guards?.maxRemoved);
  const taken = await takeBack(situation, undoing);
  const isTaken = taken.deleted || taken.removed > 0 || taken.left.length === 0;
  const end: RunState = isTaken ? "undone" : state;
  await undoing.put([], end);
  return { run, state: end, ...taken };
}
