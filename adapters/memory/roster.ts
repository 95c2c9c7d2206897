import type { Member, MemberInput } from "../../src/core/adapter.ts";

/** A member to be held in memory. */
export type MemoryMember = Partial<Omit<Member, "raw">>;

/** Whom a member is recognized by; sharing one of them is being the same. */
const marksOf = ({ identifiers = {} }: Pick<MemoryMember, "identifiers">): readonly string[] =>
  Object.entries(identifiers).flatMap(([kind, values]) =>
    values.map((value) => `${kind} ${value}`),
  );

/** The members of one audience, each once. */
export interface Roster {
  readonly members: readonly MemoryMember[];
  add(member: MemberInput): void;
  remove(member: MemberInput): void;
}

export function createRoster(held: readonly MemoryMember[]): Roster {
  const known = new Map<string, MemoryMember>();
  const roster = new Set<MemoryMember>();
  let list: readonly MemoryMember[] | undefined = held;
  const put = (member: MemoryMember): void => {
    roster.add(member);
    for (const mark of marksOf(member)) {
      known.set(mark, member);
    }
  };
  held.forEach(put);
  return {
    get members() {
      list ??= [...roster];
      return list;
    },
    add({ identifiers, attributes = {} }) {
      const member = structuredClone({ identifiers, attributes });
      if (!marksOf(member).some((mark) => known.has(mark))) {
        put(member);
        list = undefined;
      }
    },
    remove(member) {
      for (const mark of marksOf(member)) {
        const found = known.get(mark);
        if (found !== undefined) {
          roster.delete(found);
          marksOf(found).forEach((other) => known.delete(other));
          list = undefined;
        }
      }
    },
  };
}
