import { createCompactSet } from "../core/compact-set.ts";
import { invalidArgument } from "../core/errors.ts";
import { isMember } from "../core/writing/member-stream.ts";
import type { MemberSource } from "../core/writing/member-stream.ts";
import { identifierKinds } from "../core/model.ts";
import { isHashed } from "../core/writing/normalize.ts";
import { hashWords } from "../core/text-hash.ts";
import type { Marking, Marks } from "./marks.ts";
import { unpackMarks } from "./marks.ts";
import type { OpenPart } from "./ledger/index.ts";
import { createSum } from "./sum.ts";

/** People who are never to be written, on any path. */
export interface Suppression {
  /** Whether one of these marks is on the list. */
  has(marks: Marks): boolean;
  /** As it is saved with a run: 12 bytes for each identifier, without the identifiers. */
  bytes(): Uint8Array;
  /** Rows of the list. */
  readonly rows: number;
  /** Rows that name nobody. */
  readonly blank: number;
  /** What tells it from another, by the salt of the marking. */
  readonly digest: string;
}

const bytesOfMark = hashWords * 4;

function isOn(set: ReturnType<typeof createCompactSet>, marks: Marks): boolean {
  for (let at = 0; at < marks.length; at += hashWords) {
    if (set.hasHash(marks[at] ?? 0, marks[at + 1] ?? 0, marks[at + 2] ?? 0)) {
      return true;
    }
  }
  return false;
}

/**
 * Reads a suppression list: each row names a person by one identifier or by several.
 * @throws AudienceError when a row cannot be read, or holds hashes: who is on it could not be told, and would be written
 */
export async function readSuppression(
  source: MemberSource,
  marking: Marking,
  signal?: AbortSignal,
): Promise<Suppression> {
  const set = createCompactSet(new Uint32Array(hashWords));
  const sum = createSum(marking.salt);
  let rows = 0;
  let blank = 0;
  for await (const row of source) {
    signal?.throwIfAborted();
    rows += 1;
    if (!isMember(row)) {
      throw invalidArgument(`Row ${rows} of the suppression list is no { identifiers }.`);
    }
    const hashed = identifierKinds.find(
      (kind) => kind !== "externalId" && row.identifiers[kind]?.some(isHashed),
    );
    if (hashed !== undefined) {
      throw invalidArgument(
        `Row ${rows} of the suppression list holds a hashed ${hashed}, which cannot be compared with plain ones. Give the list with plain identifiers, or take these people off the source before.`,
      );
    }
    const marks: Marks = [];
    marking.add(row.identifiers, marks);
    sum.addMarks(marks);
    blank += marks.length === 0 ? 1 : 0;
    for (let at = 0; at < marks.length; at += hashWords) {
      set.addHash(marks[at] ?? 0, marks[at + 1] ?? 0, marks[at + 2] ?? 0);
    }
  }
  return {
    rows,
    blank,
    digest: sum.digest(),
    has: (marks) => isOn(set, marks),
    bytes: () => new Uint8Array(set.hashes().buffer),
  };
}

/** The list that was saved with a run. */
export function savedSuppression(bytes: Uint8Array): Pick<Suppression, "has"> {
  const set = createCompactSet(new Uint32Array(hashWords));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + bytesOfMark <= bytes.length; at += bytesOfMark) {
    set.addHash(
      view.getUint32(at, true),
      view.getUint32(at + 4, true),
      view.getUint32(at + 8, true),
    );
  }
  return { has: (marks) => isOn(set, marks) };
}

/**
 * The last look before a part goes to a vendor: the places of those in it who are on one of the lists. A part that does
 * not say by what its members are known is refused.
 * @throws AudienceError `invalid_argument`
 */
export function suppressedIn(
  part: Pick<OpenPart, "number" | "size" | "fingerprints">,
  lists: readonly Pick<Suppression, "has">[],
): ReadonlySet<number> {
  const found = new Set<number>();
  let index = 0;
  for (const marks of unpackMarks(part.fingerprints)) {
    if (lists.some((list) => list.has(marks))) {
      found.add(index);
    }
    index += 1;
  }
  if (index !== part.size) {
    const message = `Part ${part.number} of the plan does not say by what its members are known, so nobody can be kept back. Plan again.`;
    throw invalidArgument(message);
  }
  return found;
}
