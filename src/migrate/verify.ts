import type { Audiences, Providers } from "../core/facade.ts";
import { createCompactSet } from "../core/compact-set.ts";
import type { Audience, AudienceRef, CountUnit, MemberInput } from "../core/model.ts";
import { hashWords } from "../core/text-hash.ts";
import type { Store } from "../store/index.ts";
import { anyAudiences } from "./any-audiences.ts";
import { numberIn, openReading, planOf, targetOf } from "./apply/index.ts";
import type { Session, Target } from "./apply/index.ts";
import { MigrationError } from "./error.ts";
import { createIdentity } from "./identity.ts";
import { loadPlanningState } from "./ledger/index.ts";
import { look } from "./look.ts";
import { createMarking } from "./marks.ts";
import type { Marks } from "./marks.ts";
import type { Plan } from "./plan.ts";
import { identifiersOf, listsIn, writtenBy } from "./written.ts";

export interface VerifyOptions {
  readonly store: Store;
  readonly signal?: AbortSignal | undefined;
}

/** One thing that was compared. */
export interface VerifyCheck {
  readonly what: "target" | "status" | "size" | "members";
  /** `null` = it cannot be told, now or with this vendor. */
  readonly agrees: boolean | null;
  readonly message: string;
}

export interface VerifyResult {
  readonly run: string;
  readonly target: AudienceRef;
  /** Whether all that could be compared agrees, and something could. */
  readonly verified: boolean;
  readonly checks: readonly VerifyCheck[];
}

/** How many of a unit the run has written. */
interface Written {
  readonly people: number;
  readonly ids: number;
  readonly rows: number | undefined;
}

async function countWritten(
  session: Session,
  lists: Parameters<typeof writtenBy>[1],
): Promise<Written> {
  let people = 0;
  let ids = 0;
  for await (const members of writtenBy(session, lists)) {
    people += members.length;
    ids += members.reduce((sum, member) => sum + identifiersOf(member), 0);
  }
  return { people, ids, rows: await rowsOf(session) };
}

/** As the adapter has put it down when it had made the file. */
async function rowsOf(session: Session): Promise<number | undefined> {
  for (const step of [...session.steps.values()].toReversed()) {
    const kept: unknown = JSON.parse((await session.journaled(step.key)).get("file") ?? "null");
    const rows: unknown = Reflect.get(Object(kept), "rows");
    if (typeof rows === "number") {
      return rows;
    }
    const told = numberIn(step, "rows");
    if (told !== undefined) {
      return told;
    }
  }
  return undefined;
}

function statusCheck({ status, error }: Audience): VerifyCheck {
  const what = "status";
  if (status === "ready") {
    return { what, agrees: true, message: "The vendor says that it is ready." };
  }
  if (status === "partial" || status === "failed") {
    const said = error === null ? "" : " The vendor gives a reason: see get.";
    return { what, agrees: false, message: `The vendor says that it is ${status}.${said}` };
  }
  return { what, agrees: null, message: `The vendor says that it is ${status}; look again later.` };
}

function sizeCheck({ size }: Audience, target: Target, written: Written): VerifyCheck {
  const what = "size";
  if (size === null) {
    return { what, agrees: null, message: "The vendor does not say how many it holds." };
  }
  const count: Readonly<Record<CountUnit, number | undefined>> = written;
  const ours = count[size.unit];
  const before = target.made ? 0 : target.before.size;
  if (ours === undefined || before === null) {
    const message = `Its size is ${size.value}, counted in ${size.unit}, and what it should be is not known.`;
    return { what, agrees: null, message };
  }
  const most = before + ours;
  // Rows come on top; somebody who was there before is there once.
  const least = size.unit === "rows" || before === 0 ? most : Math.max(before, ours);
  const should = least === most ? String(most) : `${least} to ${most}`;
  const message = `Its size is ${size.value}, counted in ${size.unit}; it should be ${should}.`;
  return { what, agrees: size.value >= least && size.value <= most, message };
}

/** Remembers who is on an audience, and knows them again across spellings. */
function createAttendance(salt: string) {
  const marking = createMarking(salt, createIdentity());
  const set = createCompactSet(new Uint32Array(hashWords));
  const triples = ({
    identifiers,
  }: MemberInput): readonly (readonly [number, number, number])[] => {
    const marks: Marks = [];
    marking.add(identifiers, marks);
    return Array.from({ length: marks.length / hashWords }, (_, index) => {
      const [one = 0, two = 0, three = 0] = marks.slice(index * hashWords);
      return [one, two, three];
    });
  };
  return {
    add: (member: MemberInput): void => triples(member).forEach((mark) => set.addHash(...mark)),
    /** With every identifier that was written. */
    has: (member: MemberInput): boolean => triples(member).every((mark) => set.hasHash(...mark)),
  };
}

async function membersCheck(
  session: Session,
  ref: AudienceRef,
  lists: Parameters<typeof writtenBy>[1],
  salt: string,
): Promise<VerifyCheck> {
  const { audiences, adapter, signal } = session;
  const what = "members";
  if (!audiences.supports(ref, "listMembers")) {
    const why = adapter.lacks?.listMembers ?? "Its vendor does not give members back.";
    return { what, agrees: null, message: `Who is on it cannot be verified. ${why}` };
  }
  const there = createAttendance(salt);
  for await (const page of audiences.listMembers(ref, { signal }).byPage()) {
    page.items.forEach(there.add);
  }
  let missing = 0;
  let count = 0;
  for await (const members of writtenBy(session, lists)) {
    count += members.length;
    missing += members.filter((member) => !there.has(member)).length;
  }
  const message =
    missing === 0
      ? `All ${count} members that were written are on it.`
      : `Of the ${count} members that were written, ${missing} are not on it.`;
  return { what, agrees: missing === 0, message };
}

/**
 * Compares what the vendor shows with what the ledger says was written. What cannot be compared is said, not guessed.
 * @throws MigrationError `unsupported` while nothing was written; AudienceError where the vendor cannot be asked
 */
export async function verifyMigration<P extends Providers>(
  audiences: Audiences<P>,
  planOrId: Plan | string,
  options: VerifyOptions,
): Promise<VerifyResult> {
  const { store } = options;
  const [{ id: run, state, salt }, plan] = await planOf(store, planOrId);
  const session = await openReading(anyAudiences(audiences), plan, options);
  const target = targetOf(session);
  if (target === undefined || state === "forgotten" || state === "undone") {
    const message = `There is nothing to verify of the migration ${run}: it is ${state}.`;
    throw new MigrationError("unsupported", message, { run });
  }
  const { ref } = target;
  const audience = await look(session, ref);
  const checks: VerifyCheck[] = [];
  if (audience === undefined) {
    const message = "The vendor does not know the audience any more.";
    checks.push({ what: "target", agrees: false, message });
  } else {
    checks.push({ what: "target", agrees: true, message: "The audience is there." });
    const lists = listsIn((await loadPlanningState(store, run))?.suppressed ?? null);
    checks.push(statusCheck(audience));
    checks.push(sizeCheck(audience, target, await countWritten(session, lists)));
    checks.push(await membersCheck(session, ref, lists, salt));
  }
  const told = checks.filter(({ what, agrees }) => what !== "target" && agrees !== null);
  const verified = checks.every(({ agrees }) => agrees !== false) && told.length > 0;
  return { run, target: ref, verified, checks };
}
