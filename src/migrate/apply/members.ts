import type { MemberInput } from "../../core/model.ts";
import { handfulList } from "../../core/paging/one-by-one.ts";
import type { Handful } from "../../core/paging/one-by-one.ts";
import { openParts } from "../ledger/index.ts";
import type { PartSize } from "../ledger/index.ts";
import { suppressedIn } from "../suppression.ts";
import type { Session } from "./session.ts";
import type { Writer } from "./writing.ts";

/** Members on their way from the store to an adapter. */
export interface MembersToWrite {
  readonly source: AsyncIterable<MemberInput>;
  /** What the reading failed with, as it was thrown. */
  failure(): unknown;
}

export interface MembersOptions {
  /** The first part. @default 1 */
  readonly from?: number | undefined;
  /** Done before the members of a part are handed over. */
  readonly before?: ((part: PartSize, kept: number) => Promise<void>) | undefined;
}

const nobody: ReadonlySet<number> = new Set();

/** The members of a run, part by part: the text of one and a handful of its members are in memory. */
export function membersToWrite(
  session: Session,
  writer: Writer,
  { from = 1, before }: MembersOptions = {},
): MembersToWrite {
  const { store, run, signal = new AbortController().signal } = session;
  let failure: unknown;
  async function* handfuls(): AsyncGenerator<Handful<MemberInput>, void, undefined> {
    try {
      for await (const part of openParts(store, run, from)) {
        // The last door: nobody on a suppression list passes it, whatever the plan says.
        const out = writer.lists.length === 0 ? nobody : suppressedIn(part, writer.lists);
        await before?.(part, part.size - out.size);
        let passed = 0;
        for (const members of part.handfuls()) {
          const first = passed;
          passed += members.length;
          const isKept = (_member: MemberInput, index: number): boolean => !out.has(first + index);
          yield { items: out.size === 0 ? members : members.filter(isKept), signal };
        }
      }
    } catch (error) {
      failure = error;
      throw error;
    }
  }
  return { source: handfulList(handfuls), failure: () => failure };
}
