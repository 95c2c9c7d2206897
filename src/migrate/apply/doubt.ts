import { isAudienceError } from "../../core/errors.ts";
import type { AudienceError } from "../../core/errors.ts";
import type { Audience, AudienceRef } from "../../core/model.ts";
import { lookUntil } from "../../core/writing/patience.ts";
import { MigrationError } from "../error.ts";
import type { Session } from "./session.ts";

/** What a person has found out about a write that is unclear. */
export type Decision = "written" | "absent";

/** What became of a write whose outcome is not known: it is there, or it is not. */
export type Finding<Found> = { readonly found: Found } | "absent";

/** What a vendor may take for a write that it has taken in, in ms. */
const longestWork = 10 * 60_000;
/** How long a vendor knows a key at the least, in ms; Whop says a day. */
export const keyLifetime: number = 23 * 3_600_000;

/** Refused, for an earlier request under this key was another one. */
export const isMismatch = (error: AudienceError): boolean =>
  error.vendorCode === "idempotency_key_mismatch";

/** Whether a write that failed in this way has to be looked for before it is sent again. */
export function isInDoubt(error: unknown): error is AudienceError {
  return isAudienceError(error) && (error.ambiguous || isMismatch(error));
}

export function unclear(session: Session, what: string, target?: AudienceRef): MigrationError {
  const { run, plan } = session;
  const where = `${plan.to.provider}, ${JSON.stringify(plan.to.name)}`;
  const message = `${what} (${where}). Nothing was sent again, for that could write people twice. Look there yourself, then repeat the command and say what you have found: written, or absent.`;
  return new MigrationError("unclear", message, { run, target });
}

const showsWithin = ({ adapter }: Session): number => adapter.writes?.showsWithin ?? 30_000;

/** All audiences of the target that bear the name; their vendor was read to its end. */
export async function namesakes(session: Session, name: string): Promise<readonly Audience[]> {
  const { audiences, plan, signal } = session;
  const { provider } = plan.to;
  const { items, report } = await audiences.list({ providers: [provider], signal }).collect();
  const error = report.providers[provider]?.error ?? null;
  if (error !== null) {
    throw error;
  }
  return items.filter((audience) => audience.name === name || audience.id === name);
}

/** Whether an audience can be what a write of so many members has made. */
function isLike({ size }: Audience, rows: number): boolean {
  return size === null || size.value === 0 || size.value === rows;
}

/**
 * Looks for the audience that may have been made: of its name, not there before, and of its size. One that is not
 * shown yet is waited for.
 * @param before ids of those that bore the name before
 * @param rows how many members went with it
 * @param decision what a person has seen there
 */
export async function findCreated(
  session: Session,
  before: ReadonlySet<string>,
  rows: number,
  decision: Decision | undefined,
): Promise<Finding<Audience>> {
  const total = showsWithin(session);
  const look = async (): Promise<readonly Audience[] | undefined> => {
    const named = await namesakes(session, session.plan.to.create?.name ?? session.plan.to.name);
    const fresh = named.filter(({ id }) => !before.has(id));
    return fresh.length > 0 ? fresh : undefined;
  };
  const patience = { first: 1000, longest: 8000, total };
  const fresh = (await lookUntil(look, patience, session, session.signal)) ?? [];
  const [only] = fresh;
  if (only === undefined) {
    return "absent";
  }
  if (fresh.length > 1 || !(isLike(only, rows) || decision === "written")) {
    const what =
      fresh.length > 1
        ? "The answer to the creation was lost, and more than one audience of this name has appeared since"
        : "The answer to the creation was lost, and an audience of this name has appeared since that holds another number of members";
    throw unclear(session, what);
  }
  return { found: only };
}

/** An audience as it stood before a write. */
export interface Before {
  readonly size: number | null;
  readonly updatedAt: string | null;
}

/**
 * Looks whether members that were sent as one have come: the audience has grown by just so many, or has not changed.
 * @throws MigrationError `unclear` for any other change
 */
export async function findAdded(
  session: Session,
  ref: AudienceRef,
  before: Before,
  rows: number,
): Promise<Finding<Audience>> {
  let waited = 0;
  const shown = showsWithin(session);
  const sleep: Session["sleep"] = async (milliseconds, signal) => {
    await session.sleep(milliseconds, signal);
    waited += milliseconds;
  };
  let latest: Audience | undefined;
  const look = async (): Promise<Audience | undefined> => {
    const audience = await session.audiences.get(ref, { signal: session.signal });
    latest = audience;
    const same =
      audience.size?.value === before.size &&
      audience.updatedAt?.toISOString() === before.updatedAt;
    const settled = audience.status !== "processing" && (!same || waited >= shown);
    return settled ? audience : undefined;
  };
  const patience = { first: 1000, longest: 8000, total: longestWork };
  await lookUntil(look, patience, { sleep }, session.signal);
  const size = latest?.size?.value;
  if (latest !== undefined && latest.status !== "processing") {
    if (before.size !== null && size === before.size + rows) {
      return { found: latest };
    }
    if (size === before.size && latest.updatedAt?.toISOString() === before.updatedAt) {
      return "absent";
    }
  }
  const what =
    "The answer to the writing of the members was lost, and the audience has changed since, but not by their number";
  throw unclear(session, what, ref);
}
