import type { Adapter, MemberInput } from "../../src/core/adapter.ts";
import type { MemberReceipt, MemberWrite, WriteContext } from "../../src/core/writing/contract.ts";
import { recordOf, scripted } from "../support/core-vendor.ts";

/** What a vendor does with the members of a write. */
export type Take = (write: MemberWrite, context: WriteContext) => Promise<MemberReceipt>;

/** Reads all that come and takes them. */
export const takeAll: Take = async ({ members }, { onWritten }) => {
  let written = 0;
  for await (const chunk of members) {
    written += chunk.length;
    onWritten?.(written);
  }
  return { written };
};

/** A vendor that members are written to, which keeps what it was given. */
export function createWriter(take: Take = takeAll) {
  const chunks: (readonly MemberInput[])[] = [];
  const contexts: WriteContext[] = [];
  const receive: Take = async ({ id, members }, context) => {
    contexts.push(context);
    async function* kept() {
      for await (const chunk of members) {
        chunks.push([...chunk]);
        yield chunk;
      }
    }
    return take({ id, members: kept() }, context);
  };
  const adapter = {
    ...scripted(),
    accepts: ["email", "phone"],
    create: async ({ name }) => ({ ...recordOf("new"), name }),
    update: async (id, { name = "" }) => ({ ...recordOf(id), name }),
    delete: async () => undefined,
    addMembers: receive,
    removeMembers: receive,
    replaceMembers: receive,
  } satisfies Adapter;
  return {
    adapter,
    /** The handfuls in which members came. */
    chunks,
    contexts,
    emails: () => chunks.flat().flatMap(({ identifiers }) => identifiers.email ?? []),
  };
}

/** So many people, each with an email of their own. */
export const crowd = (count: number): readonly MemberInput[] =>
  Array.from({ length: count }, (_, index) => ({
    identifiers: { email: [`person${index + 1}@example.com`] },
  }));
