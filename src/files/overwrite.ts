import type { MemberChunks, MemberReceipt, WriteContext } from "../core/writing/contract.ts";
import { isPacked, stampOf } from "./bytes.ts";
import { failure } from "./failure.ts";
import type { FileFormat, RowWriter } from "./format.ts";
import { inPlaceOf } from "./put.ts";
import { replaceFile } from "./replace.ts";
import type { FileSystem } from "./system.ts";

export interface OverwriteSetup<Raw> {
  readonly format: FileFormat<Raw>;
  readonly system: FileSystem;
}

/**
 * Writes a file anew with these members and nobody else, in the form of a new file: a column that the old one lacks
 * would be lost, and an old one that is damaged is no hindrance.
 */
export async function overwrite<Raw>(
  file: string,
  members: MemberChunks,
  { format, system }: OverwriteSetup<Raw>,
  context: WriteContext,
): Promise<MemberReceipt> {
  const stamp = await stampOf(file, system);
  const writer: RowWriter = format.begin();
  let count = 0;

  async function* texts(): AsyncGenerator<string, void, undefined> {
    for await (const chunk of members) {
      count += chunk.length;
      yield writer.write(chunk);
    }
  }

  const put = inPlaceOf(file, stamp, system, context);
  const options = { isPacked: isPacked(file), system, signal: context.signal, put };
  await replaceFile(file, options, async (draft) => {
    await draft.write(texts());
    if (count === writer.refused) {
      const words =
        "was given nobody of whom the columns hold an identifier, which would empty the file. Name other columns, or delete it.";
      throw failure(context, "invalid_argument", words);
    }
    return writer.mend?.();
  });
  const { refused, dropped } = writer;
  const written = count - refused;
  context.onWritten?.(written);
  return { written, refused, dropped: Object.fromEntries(dropped) };
}
