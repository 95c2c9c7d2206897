import type { MemberInput } from "../core/model.ts";
import { packMarks } from "./marks.ts";
import type { Marks } from "./marks.ts";
import type { PlannedPart } from "./planning-record.ts";

/** Fills parts with members, none of which is ever in two. */
export interface PartFiller {
  add(member: MemberInput, marks: Marks): void;
  /** Identifiers that were added since the last time. */
  readonly entries: number;
  /** All that was added since the last time, in parts. */
  take(): readonly PlannedPart[];
  /** Members in all parts that were taken. */
  readonly members: number;
  /** Parts that were taken. */
  readonly parts: number;
  /** Identifiers of all members that were taken. */
  readonly identifiers: number;
}

/** What was taken before this process began. */
export type Taken = Pick<PartFiller, "parts" | "members" | "identifiers">;

interface Filling {
  readonly members: MemberInput[];
  readonly marks: Marks[];
  entries: number;
}

/** How many identifiers a member has. */
export const entriesOf = ({ identifiers }: MemberInput): number => {
  let count = 0;
  for (const kind in identifiers) {
    if (Object.hasOwn(identifiers, kind)) {
      count += Reflect.get(identifiers, kind)?.length ?? 0;
    }
  }
  return count;
};

const empty = (): Filling => ({ members: [], marks: [], entries: 0 });

/**
 * @param partSize identifiers of a part; a single member that has more is a part of its own
 * @param saved what an earlier process had taken
 */
export function createPartFiller(partSize: number, saved: Taken): PartFiller {
  let { parts, members, identifiers } = saved;
  let fillings = [empty()];
  return {
    get members() {
      return members;
    },
    get parts() {
      return parts;
    },
    get identifiers() {
      return identifiers;
    },
    add(member, marks) {
      const entries = entriesOf(member);
      let filling = fillings.at(-1) ?? empty();
      if (filling.members.length > 0 && filling.entries + entries > partSize) {
        filling = empty();
        fillings.push(filling);
      }
      filling.members.push(member);
      filling.marks.push(marks);
      filling.entries += entries;
    },
    get entries() {
      return fillings.reduce((sum, { entries }) => sum + entries, 0);
    },
    take() {
      const taken = fillings.filter((filling) => filling.members.length > 0);
      fillings = [empty()];
      return taken.map((filling) => {
        parts += 1;
        members += filling.members.length;
        identifiers += filling.entries;
        const fingerprints = packMarks(filling.marks);
        return { number: parts, members: filling.members, fingerprints };
      });
    },
  };
}
