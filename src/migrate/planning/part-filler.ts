import type { MemberInput } from "../../core/model.ts";
import { markBytes, packInto } from "../marks.ts";
import type { Marks } from "../marks.ts";
import { between } from "../ledger/index.ts";
import type { PartText } from "../ledger/index.ts";

/** Fills parts with members, none of which is ever in two. */
export interface PartFiller {
  add(member: MemberInput, marks: Marks): void;
  /** Identifiers that were added since the last time. */
  readonly entries: number;
  /** All that was added since the last time, in parts; their bytes are lent until the next is added. */
  take(): readonly PartText[];
  /** Members in all parts that were taken. */
  readonly members: number;
  /** Parts that were taken. */
  readonly parts: number;
  /** Identifiers of all members that were taken. */
  readonly identifiers: number;
}

/** What was taken before this process began. */
export type Taken = Pick<PartFiller, "parts" | "members" | "identifiers">;

/**
 * Bytes outside of the heap, and the same ones for every part: what lives as long as a part does would wait for a full
 * collection, one part beside the other.
 */
interface Filling {
  text: Buffer;
  textEnd: number;
  marks: Buffer;
  marksEnd: number;
  size: number;
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

const firstLength = 1 << 16;
/** Bytes that a character can take at the most. */
const widest = 3;

const empty = (): Filling => ({
  text: Buffer.allocUnsafeSlow(firstLength),
  textEnd: 0,
  marks: Buffer.allocUnsafeSlow(firstLength),
  marksEnd: 0,
  size: 0,
  entries: 0,
});

/** The same bytes, with room for so many behind their end. */
function withRoom(bytes: Buffer, end: number, more: number): Buffer {
  if (bytes.length - end >= more) {
    return bytes;
  }
  const wider = Buffer.allocUnsafeSlow(Math.max(bytes.length * 2, end + more));
  bytes.copy(wider, 0, 0, end);
  return wider;
}

function put(filling: Filling, member: MemberInput, marks: Marks): void {
  const line = (filling.size === 0 ? "[" : between) + JSON.stringify(member);
  filling.text = withRoom(filling.text, filling.textEnd, line.length * widest + 1);
  filling.textEnd += filling.text.write(line, filling.textEnd);
  filling.marks = withRoom(filling.marks, filling.marksEnd, markBytes(marks));
  filling.marksEnd = packInto(filling.marks, filling.marksEnd, marks);
  filling.size += 1;
}

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
      if (filling.size > 0 && filling.entries + entries > partSize) {
        filling = empty();
        fillings.push(filling);
      }
      put(filling, member, marks);
      filling.entries += entries;
    },
    get entries() {
      return fillings.reduce((sum, { entries }) => sum + entries, 0);
    },
    take() {
      const taken = fillings.filter((filling) => filling.size > 0);
      const done = taken.map((filling): PartText => {
        parts += 1;
        members += filling.size;
        identifiers += filling.entries;
        const { size, text, textEnd, marks, marksEnd } = filling;
        const end = textEnd + text.write("]", textEnd);
        const fingerprints = marks.subarray(0, marksEnd);
        return { number: parts, size, members: text.subarray(0, end), fingerprints };
      });
      const [again = empty()] = fillings;
      fillings = [{ ...again, textEnd: 0, marksEnd: 0, size: 0, entries: 0 }];
      return done;
    },
  };
}
