import type { MemberChunks, WriteContext } from "../core/writing/contract.ts";
import { isPacked } from "./bytes.ts";
import type { FileFormat, RowWriter } from "./format.ts";
import { asNew, refuseTaken } from "./put.ts";
import { replaceFile } from "./replace.ts";
import type { FileSystem } from "./system.ts";

export interface MakeSetup<Raw> {
  readonly format: FileFormat<Raw>;
  readonly system: FileSystem;
}

/** Makes a file with these members: under its name there is all of it, or nothing. */
export async function makeFile<Raw>(
  file: string,
  members: MemberChunks,
  { format, system }: MakeSetup<Raw>,
  context: WriteContext,
): Promise<void> {
  await refuseTaken(file, system, context); // before anybody is read
  const writer: RowWriter = format.begin();
  let count = 0;

  async function* texts(): AsyncGenerator<string, void, undefined> {
    for await (const chunk of members) {
      count += chunk.length;
      yield writer.write(chunk);
    }
  }

  const put = asNew(file, system, context);
  const options = { isPacked: isPacked(file), system, signal: context.signal, put };
  await replaceFile(file, options, async (draft) => {
    await draft.write(texts());
    return writer.mend?.();
  });
  const { refused, dropped } = writer;
  const written = count - refused;
  context.onWritten?.(written);
  context.onReceipt?.({ written, refused, dropped: Object.fromEntries(dropped) });
}
