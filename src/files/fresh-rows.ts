import type { MemberChunks, MemberReceipt, WriteContext } from "../core/writing/contract.ts";
import { isPacked } from "./bytes.ts";
import type { FileFormat } from "./format.ts";
import type { Put } from "./put.ts";
import { replaceFile } from "./replace.ts";
import type { FileSystem } from "./system.ts";

/** How files are written. */
export interface FileWriting<Raw> {
  readonly format: FileFormat<Raw>;
  readonly system: FileSystem;
}

export interface FreshRows<Raw> extends FileWriting<Raw> {
  /** How what is ready gets its name. */
  readonly put: Put;
  /** Looks at what is ready, before it does. @throws whatever speaks against it */
  readonly check?: ((receipt: MemberReceipt) => void) | undefined;
}

/** Writes members in the form of a new file: under its name there is all of it, or what was there before. */
export async function writeFreshRows<Raw>(
  file: string,
  members: MemberChunks,
  { format, system, put, check }: FreshRows<Raw>,
  context: WriteContext,
): Promise<MemberReceipt> {
  const writer = format.begin();
  let count = 0;

  async function* texts(): AsyncGenerator<string, void, undefined> {
    for await (const chunk of members) {
      count += chunk.length;
      yield writer.write(chunk);
    }
  }

  const receipt = (): MemberReceipt => {
    const { refused, dropped } = writer;
    return { written: count - refused, refused, dropped: Object.fromEntries(dropped) };
  };
  const options = { isPacked: isPacked(file), system, signal: context.signal, put };
  await replaceFile(file, options, async (draft) => {
    await draft.write(texts());
    check?.(receipt());
    return writer.mend?.();
  });
  const done = receipt();
  context.onWritten?.(done.written);
  return done;
}
