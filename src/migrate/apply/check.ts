import { stat } from "node:fs/promises";

import type { Audience, Count } from "../../core/model.ts";
import { MigrationError } from "../error.ts";
import { fingerprintFile } from "../file-fingerprint.ts";
import { guardAgainstLoss, nothingToApply } from "../guards.ts";
import type { Guards } from "../guards.ts";
import { look } from "../look.ts";
import type { FileFingerprint, Plan } from "../plan.ts";
import type { Session } from "./session.ts";
import { changesOfMembers } from "./source-members.ts";

/** @throws MigrationError `guard`, or `unsupported` where nobody is left to be written */
export function checkGuards(plan: Plan, guards: Guards): void {
  const lost = guardAgainstLoss(plan, guards);
  const problem = lost ?? nothingToApply(plan);
  if (problem !== undefined) {
    const message = `${problem} Nothing was written. See who stays behind and why with: audiencekit migrate show ${plan.id}`;
    throw new MigrationError(lost === undefined ? "unsupported" : "guard", message, {
      run: plan.id,
    });
  }
}

const words = (count: Count | null): string =>
  count === null ? "an unknown number" : `${count.value} ${count.unit}`;

async function changesOfFile({ path, bytes, digest }: FileFingerprint): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    return [`The source file ${path} is not there any more.`];
  }
  if (found.size !== bytes) {
    return [`The source file ${path} had ${bytes} bytes and now has ${found.size}.`];
  }
  return (await fingerprintFile(path)).digest === digest
    ? []
    : [`The source file ${path} was changed.`];
}

type State = Pick<Audience, "name" | "size"> & { readonly updatedAt: string | null };

function changesOf(what: string, before: State, now: Audience | undefined): readonly string[] {
  if (now === undefined) {
    return [`The ${what} is not there any more.`];
  }
  const changes: string[] = [];
  if (now.name !== before.name) {
    changes.push(`The ${what} was renamed.`);
  }
  if (now.size?.value !== before.size?.value || now.size?.unit !== before.size?.unit) {
    changes.push(`The ${what} held ${words(before.size)} and now holds ${words(now.size)}.`);
  }
  const updatedAt = now.updatedAt?.toISOString() ?? null;
  if (changes.length === 0 && updatedAt !== before.updatedAt) {
    changes.push(`The ${what} was changed at ${updatedAt ?? "an unknown time"}.`);
  }
  return changes;
}

/** How the source is looked at. */
export interface SourceCheck {
  /** Of the plan's fingerprints. */
  readonly salt: string;
  /** Whether members are read again where the vendor does not tell that they have changed. */
  readonly readAgain: boolean;
}

async function changesOfSource(
  session: Session,
  { salt, readAgain }: SourceCheck,
): Promise<readonly string[]> {
  const { provider, id, file, name, size, updatedAt } = session.plan.from;
  if (file !== null) {
    return changesOfFile(file);
  }
  if (provider === null || id === null) {
    return []; // a stream of the caller's own; the plan says that it is not checked
  }
  const ref = { provider, id };
  const changes = session.audiences.supports(ref, "get")
    ? changesOf("source", { name, size, updatedAt }, await look(session, ref))
    : [];
  const isTold = size !== null && updatedAt !== null;
  return isTold || changes.length > 0 || !readAgain
    ? changes
    : changesOfMembers(session, ref, salt);
}

async function changesOfTarget(session: Session): Promise<readonly string[]> {
  const { provider, id, before } = session.plan.to;
  return id === null || before === null
    ? []
    : changesOf("target", before, await look(session, { provider, id }));
}

/** @throws MigrationError `stale` where the source or the target is not what it was when the plan was made */
export async function checkStale(session: Session, check: SourceCheck): Promise<void> {
  const { run } = session;
  const differences = [
    ...(await changesOfSource(session, check)),
    ...(await changesOfTarget(session)),
  ];
  if (differences.length > 0) {
    const message = `The plan is stale: ${differences.join(" ")} Nothing was written. Plan again.`;
    throw new MigrationError("stale", message, { run, differences });
  }
}
