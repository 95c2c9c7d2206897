import { identifierKinds } from "../core/model.ts";
import type { MemberInput } from "../core/model.ts";
import { readPart } from "./ledger/index.ts";
import type { Session } from "./apply/index.ts";
import { savedSuppression, suppressedIn } from "./suppression.ts";
import type { Suppression } from "./suppression.ts";

/** The lists that the last door went by. */
export function listsIn(bytes: Uint8Array | null): readonly Pick<Suppression, "has">[] {
  return bytes === null ? [] : [savedSuppression(bytes)];
}

/** Whether a run has begun to write a part. */
function isBegun({ steps, plan }: Session, part: number): boolean {
  const first = [...steps.values()].find(({ kind }) => kind === "create");
  const withTarget = plan.to.createsWithMembers && plan.to.id === null;
  return withTarget ? first !== undefined : steps.get(part + (first?.number ?? 1))?.kind === "part";
}

/** Who was written by a run, or may have been, a part at a time. */
export async function* writtenBy(
  session: Session,
  lists: readonly Pick<Suppression, "has">[],
): AsyncGenerator<readonly MemberInput[], void, undefined> {
  const { store, plan, run, signal } = session;
  for (let number = 1; number <= plan.parts; number += 1) {
    signal?.throwIfAborted();
    if (isBegun(session, number)) {
      const part = await readPart(store, run, number);
      const out = suppressedIn({ ...part, size: part.members.length }, lists);
      yield part.members.filter((_member, index) => !out.has(index));
    }
  }
}

export const identifiersOf = ({ identifiers }: MemberInput): number =>
  identifierKinds.reduce((sum, kind) => sum + (identifiers[kind]?.length ?? 0), 0);
