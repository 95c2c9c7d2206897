import type { MemberInput } from "../../core/model.ts";
import { oneByOne } from "../../core/one-by-one.ts";
import type { Handful } from "../../core/one-by-one.ts";
import { readParts } from "../ledger/index.ts";
import type { PlannedPart } from "../planning-record.ts";
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
  readonly before?: ((part: PlannedPart, kept: number) => Promise<void>) | undefined;
}

/** The last door: nobody on a suppression list passes it, whatever the plan says. */
function permitted(part: PlannedPart, writer: Writer): readonly MemberInput[] {
  if (writer.lists.length === 0) {
    return part.members;
  }
  const out = suppressedIn(part, writer.lists);
  return out.size === 0 ? part.members : part.members.filter((_member, index) => !out.has(index));
}

/** The members of a run, part by part, and one part in memory. */
export function membersToWrite(
  session: Session,
  writer: Writer,
  { from = 1, before }: MembersOptions = {},
): MembersToWrite {
  const { store, run, signal = new AbortController().signal } = session;
  let failure: unknown;
  async function* handfuls(): AsyncGenerator<Handful<MemberInput>, void, undefined> {
    try {
      for await (const part of readParts(store, run, from)) {
        const items = permitted(part, writer);
        await before?.(part, items.length);
        yield { items, signal };
      }
    } catch (error) {
      failure = error;
      throw error;
    }
  }
  return { source: oneByOne(handfuls()), failure: () => failure };
}
