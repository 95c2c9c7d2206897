import { invalidArgument } from "../../core/errors.ts";
import { identifierKey } from "../../core/writing/identifier-key.ts";
import { isMember } from "../../core/writing/member-stream.ts";
import type { MemberSource } from "../../core/writing/member-stream.ts";
import { identifierKinds } from "../../core/model.ts";
import type { IdentifierKind, MemberInput } from "../../core/model.ts";
import { hashWords } from "../../core/text-hash.ts";
import { createCompactIndex } from "./compact-index.ts";
import type { Marking, Marks } from "../marks.ts";
import { createSum } from "../sum.ts";
import { createTextStore } from "./text-store.ts";

type Identifiers = MemberInput["identifiers"];

/** What the crosswalk has to say of a member. */
export type Crossing =
  /** It does not know the person. */
  | { readonly found: false }
  /** It says two things: two rows with different ids, or an id that is not the person's own. */
  | { readonly found: true; readonly conflict: true }
  | {
      readonly found: true;
      readonly conflict: false;
      /** All that is known of the person now, and what that adds of the kinds that were asked for. */
      readonly identifiers: Identifiers;
      readonly gained: boolean;
    };

/** Which identifiers belong to one person; each row is one. */
export interface Crosswalk {
  /** @param marks of the member; those of the rows it is on are added */
  cross(member: MemberInput, marks: Marks, accepts: readonly IdentifierKind[]): Crossing;
  readonly rows: number;
  /** What tells it from another, by the salt of the marking. */
  readonly digest: string;
}

/** As it is kept: for each kind, in the order of the model, its values. */
const pack = (identifiers: Identifiers): string =>
  JSON.stringify(identifierKinds.map((kind) => identifiers[kind] ?? []));

function unpack(text: string): Identifiers {
  // Made above, of texts, and never out of the hands of this file.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const lists = JSON.parse(text) as readonly (readonly string[])[];
  const identifiers: { [Kind in IdentifierKind]?: readonly string[] } = {};
  for (const [index, kind] of identifierKinds.entries()) {
    const values = lists[index] ?? [];
    if (values.length > 0) {
      identifiers[kind] = values;
    }
  }
  return identifiers;
}

const keysOf = (kind: IdentifierKind, identifiers: Identifiers): string =>
  JSON.stringify(
    [...new Set((identifiers[kind] ?? []).map((value) => identifierKey(kind, value)))].toSorted(),
  );

/** Whether rows that are meant to be one person say different things of a kind. */
function disagree(rows: readonly Identifiers[], kind: IdentifierKind): boolean {
  const said = rows.filter((row) => (row[kind]?.length ?? 0) > 0);
  return new Set(said.map((row) => keysOf(kind, row))).size > 1;
}

const count = (kind: IdentifierKind, of: Identifiers): number => of[kind]?.length ?? 0;

/** Adds the values of these kinds that are not there yet. */
function joined(own: Identifiers, row: Identifiers, kinds: readonly IdentifierKind[]): Identifiers {
  const all: { [Kind in IdentifierKind]?: readonly string[] } = { ...own };
  for (const kind of kinds) {
    const held = all[kind] ?? [];
    const keys = new Set(held.map((value) => identifierKey(kind, value)));
    const fresh = (row[kind] ?? []).filter((value) => !keys.has(identifierKey(kind, value)));
    if (fresh.length > 0) {
      all[kind] = [...held, ...fresh];
    }
  }
  return all;
}

/** @throws AudienceError when a row cannot be read */
export async function readCrosswalk(
  source: MemberSource,
  marking: Marking,
  signal?: AbortSignal,
): Promise<Crosswalk> {
  const index = createCompactIndex();
  const store = createTextStore();
  const sum = createSum(marking.salt);
  for await (const row of source) {
    signal?.throwIfAborted();
    if (!isMember(row)) {
      throw invalidArgument(`Row ${store.size + 1} of the crosswalk is no { identifiers }.`);
    }
    const marks: Marks = [];
    marking.add(row.identifiers, marks);
    for (let at = 0; at < marks.length; at += hashWords) {
      index.add(marks[at] ?? 0, marks[at + 1] ?? 0, marks[at + 2] ?? 0, store.size);
    }
    const packed = pack(row.identifiers);
    store.add(packed);
    sum.addText(packed);
  }
  return {
    rows: store.size,
    digest: sum.digest(),
    cross(member, marks, accepts) {
      const numbers: number[] = [];
      for (let at = 0; at < marks.length; at += hashWords) {
        index.find(marks[at] ?? 0, marks[at + 1] ?? 0, marks[at + 2] ?? 0, numbers);
      }
      if (numbers.length === 0) {
        return { found: false };
      }
      const rows = numbers.map((number) => unpack(store.get(number)));
      for (const row of rows) {
        marking.add(row, marks);
      }
      const own = member.identifiers;
      // Of emails and phones a person may have several; of an id of one's own there is one.
      const isOther = accepts.includes("externalId") && disagree([own, ...rows], "externalId");
      if (isOther || accepts.some((kind) => disagree(rows, kind))) {
        return { found: true, conflict: true };
      }
      const identifiers = rows.reduce((all, row) => joined(all, row, accepts), own);
      const gained = accepts.some((kind) => count(kind, identifiers) > count(kind, own));
      return { found: true, conflict: false, identifiers, gained };
    },
  };
}
