import { createCompactSet } from "../../core/compact-set.ts";
import type { AudienceRef } from "../../core/model.ts";
import { hashWords } from "../../core/text-hash.ts";
import { createIdentity } from "../identity.ts";
import { openParts } from "../ledger/index.ts";
import { createMarking, unpackMarks } from "../marks.ts";
import type { Marks } from "../marks.ts";
import { pagesOf } from "../planning/index.ts";
import { createSum } from "../sum.ts";
import type { Session } from "./session.ts";

/** Who is on the source now. */
interface Found {
  readonly count: number;
  readonly digest: string;
  /** Whether somebody is among them by any of these. */
  readonly has: (marks: Marks) => boolean;
}

async function readSource(session: Session, ref: AudienceRef, salt: string): Promise<Found> {
  const { audiences, plan, signal } = session;
  const normalize = createIdentity({ defaultCountry: plan.defaultCountry ?? undefined });
  const marking = createMarking(salt, normalize);
  const sum = createSum(salt);
  const known = createCompactSet(new Uint32Array(hashWords));
  let members = 0;
  let unreadable = 0;
  for await (const page of pagesOf(audiences.listMembers(ref, { signal }), undefined)) {
    ({ unreadable } = page);
    members += page.items.length;
    for (const { identifiers, attributes } of page.items) {
      const marks: Marks = [];
      marking.add(identifiers, marks);
      sum.addMember(marks, attributes);
      for (let at = 0; at < marks.length; at += hashWords) {
        known.addHash(marks[at] ?? 0, marks[at + 1] ?? 0, marks[at + 2] ?? 0);
      }
    }
  }
  return {
    count: members + unreadable,
    digest: sum.digest(),
    has(marks) {
      for (let at = 0; at < marks.length; at += hashWords) {
        if (known.hasHash(marks[at] ?? 0, marks[at + 1] ?? 0, marks[at + 2] ?? 0)) {
          return true;
        }
      }
      return false;
    },
  };
}

/** How many of those who are to be written are not on the source any more. */
async function countGone({ store, run }: Session, { has }: Found): Promise<number> {
  let gone = 0;
  for await (const { fingerprints } of openParts(store, run)) {
    for (const marks of unpackMarks(fingerprints)) {
      gone += marks.length > 0 && !has(marks) ? 1 : 0;
    }
  }
  return gone;
}

/** Reads the source once more, where nothing else shows whether it is what the plan was made of. */
export async function changesOfMembers(
  session: Session,
  ref: AudienceRef,
  salt: string,
): Promise<readonly string[]> {
  const { members: before } = session.plan.from;
  const now = await readSource(session, ref, salt);
  if (now.count === before.count && now.digest === before.digest) {
    return [];
  }
  const gone = await countGone(session, now);
  const fresh = Math.max(0, now.count - before.count + gone);
  return fresh === 0 && gone === 0
    ? [`The source has ${now.count} members as before, and what is known of some has changed.`]
    : [
        `The source had ${before.count} members and now has ${now.count}: of those who would be written ${gone} are gone, and at least ${fresh} are new.`,
      ];
}
