import type { MemberChunks, WriteContext } from "../core/writing/contract.ts";
import { writeFreshRows } from "./fresh-rows.ts";
import type { FileWriting } from "./fresh-rows.ts";
import { asNew, refuseTaken } from "./put.ts";

/** Makes a file with these members: under its name there is all of it, or nothing. */
export async function makeFile<Raw>(
  file: string,
  members: MemberChunks,
  writing: FileWriting<Raw>,
  context: WriteContext,
): Promise<void> {
  const { system } = writing;
  await refuseTaken(file, system, context); // before anybody is read
  const put = asNew(file, system, context);
  context.onReceipt?.(await writeFreshRows(file, members, { ...writing, put }, context));
}
