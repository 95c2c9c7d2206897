import type { MemberChunks, MemberReceipt, WriteContext } from "../core/writing/contract.ts";
import { stampOf } from "./bytes.ts";
import { failure } from "./failure.ts";
import { writeFreshRows } from "./fresh-rows.ts";
import type { FileWriting } from "./fresh-rows.ts";
import { inPlaceOf } from "./put.ts";

/**
 * Writes a file anew with these members and nobody else, in the form of a new file: a column that the old one lacks
 * would be lost, and an old one that is damaged is no hindrance.
 */
export async function overwrite<Raw>(
  file: string,
  members: MemberChunks,
  writing: FileWriting<Raw>,
  context: WriteContext,
): Promise<MemberReceipt> {
  const { system } = writing;
  const put = inPlaceOf(file, await stampOf(file, system), system, context);
  const check = ({ written }: MemberReceipt): void => {
    if (written === 0) {
      const words =
        "was given nobody of whom the columns hold an identifier, which would empty the file. Name other columns, or delete it.";
      throw failure(context, "invalid_argument", words);
    }
  };
  return writeFreshRows(file, members, { ...writing, put, check }, context);
}
