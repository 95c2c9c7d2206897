import type { MemberChunks, MemberReceipt, WriteContext } from "../core/writing/contract.ts";
import type { MemberInput } from "../core/model.ts";
import { createRepeats } from "../core/writing/repeats.ts";
import { isPacked, openFile, stampOf } from "./bytes.ts";
import { failure } from "./failure.ts";
import type { KnownFile, RowWriter } from "./format.ts";
import type { FileWriting } from "./fresh-rows.ts";
import { inPlaceOf } from "./put.ts";
import { replaceFile } from "./replace.ts";
import { openRows } from "./row-source.ts";

/** What is known of a file that members are to be added to. */
interface Target<Raw> {
  readonly stamp: string;
  readonly known: KnownFile<Raw> | undefined;
  /** Whether somebody is there already. In one write nobody comes twice: that was seen to. */
  readonly isRepeat: (member: MemberInput) => boolean;
  /** What has to stand between the last row and the next. */
  readonly gap: string;
}

type Append = (
  file: string,
  members: MemberChunks,
  context: WriteContext,
) => Promise<MemberReceipt>;

/** Hands over what was waited for, and then the rest. */
async function* followed<Item>(
  first: Item,
  rest: AsyncIterable<Item>,
): AsyncGenerator<Item, void, undefined> {
  yield first;
  yield* rest;
}

/** Reads who is in a file, and how it ends. */
async function examine<Raw>(
  file: string,
  { format, system }: FileWriting<Raw>,
  context: WriteContext,
): Promise<Target<Raw>> {
  const isRepeat = createRepeats();
  const source = await openRows(file, format, system, context);
  try {
    for (let row = await source.reach(); row !== undefined; row = await source.reach()) {
      if (row.isOpen === true) {
        const words = `found that line ${row.line} of the file opens a quote that is never closed: what is added would be a part of it. Mend the file first.`;
        throw failure(context, "conflict", words);
      }
      if (row.member !== undefined) {
        isRepeat(row.member);
      }
      source.take();
      context.signal?.throwIfAborted();
    }
    const { stamp, known } = source;
    if (known === undefined) {
      return { stamp, known, isRepeat: () => false, gap: "" };
    }
    const gap = source.endsLine() ? "" : known.lineBreak;
    return { stamp, known, isRepeat, gap };
  } finally {
    await source.close();
  }
}

/**
 * Makes the function that adds members behind those of a file: each that is not there yet, in the file's own form. To
 * add somebody twice is to add them once.
 */
export function createAppend<Raw>(setup: FileWriting<Raw>): Append {
  const { format, system } = setup;
  /** Who is in the file that was written last: a long list may come in several writes. */
  let latest: { readonly file: string; readonly target: Target<Raw> } | undefined;

  async function targetOf(file: string, context: WriteContext): Promise<Target<Raw>> {
    const kept = latest;
    latest = undefined; // what is remembered from here on may come to nothing
    return kept?.file === file && kept.target.stamp === (await stampOf(file, system))
      ? kept.target
      : examine(file, setup, context);
  }

  return async (file, members, context) => {
    const { signal } = context;
    const target = await targetOf(file, context);
    const { known, isRepeat, stamp } = target;
    const writer: RowWriter = known?.append() ?? format.begin();
    let count = 0;

    async function* texts(): AsyncGenerator<string, void, undefined> {
      let gap = target.gap;
      for await (const chunk of members) {
        count += chunk.length;
        const fresh: readonly MemberInput[] = chunk.filter((member) => !isRepeat(member));
        const text = writer.write(fresh);
        if (text !== "") {
          yield gap + text;
          gap = "";
        }
      }
    }

    const source = texts();
    const first = await source.next();
    if (first.done !== true) {
      const put = inPlaceOf(file, stamp, system, context);
      const options = { isPacked: isPacked(file), system, signal, put };
      await replaceFile(file, options, async (draft) => {
        const old = await openFile(file, system);
        try {
          await draft.add(old.stored());
        } finally {
          await old.close();
        }
        await draft.write(followed(first.value, source));
        return writer.mend?.();
      });
    }
    if (known !== undefined) {
      const now = first.done === true ? stamp : await stampOf(file, system);
      latest = { file, target: { known, isRepeat, stamp: now, gap: "" } };
    }
    const { refused } = writer;
    const written = count - refused;
    context.onWritten?.(written);
    return { written, refused, dropped: Object.fromEntries(writer.dropped) };
  };
}
