import type { CallContext } from "../core/call-context.ts";
import { openFile } from "./bytes.ts";
import type { OpenFile } from "./bytes.ts";
import { failure } from "./failure.ts";
import type { FileFormat, KnownFile } from "./format.ts";
import type { Position, Row, RowNote } from "./rows.ts";
import type { FileSystem } from "./system.ts";

/** The rows of one file, read ahead by a piece of it and no more. */
export interface RowSource<Raw> {
  /** Changes whenever the file does. */
  readonly stamp: string;
  /** What was noticed about the file as a whole. */
  readonly notes: readonly RowNote[];
  /** `undefined` = there is nothing in it. */
  readonly known: KnownFile<Raw> | undefined;
  /** Where the next row begins. */
  position(): Position;
  /** The next row, left where it is; `undefined` = it is still to be read. A promise for each would be dear. */
  peek(): Row<Raw> | undefined;
  /** The next row, read if need be; `undefined` = there is none. */
  reach(): Promise<Row<Raw> | undefined>;
  /** Goes on behind the row that was looked at. */
  take(): void;
  /** Whether what was read so far ends with a line break. */
  endsLine(): boolean;
  /** Whether the file was what it was when it was opened, as long as it was read; at the end, whether it still is. */
  isUnchanged(isEnd: boolean): Promise<boolean>;
  /** Lets go of the file; may be called at any time and more than once. */
  close(): Promise<void>;
}

const breaks: ReadonlySet<unknown> = new Set([10, 13]);
const nowhere: Position = { offset: 0, line: 1 };

async function* rowsOf<Raw>(
  file: OpenFile,
  known: KnownFile<Raw>,
  start: Position,
): AsyncGenerator<readonly Row<Raw>[], void, undefined> {
  const reader = known.rows(start);
  for await (const chunk of file.chunks(start.offset)) {
    yield await reader.read(chunk);
  }
  yield await reader.end();
}

/** @param from where to go on; it is believed only if the file has not changed since */
export async function openRows<Raw>(
  path: string,
  format: FileFormat<Raw>,
  system: FileSystem,
  context: CallContext,
  from?: { readonly position: Position; readonly stamp: string },
): Promise<RowSource<Raw>> {
  const file = await openFile(path, system);
  try {
    if (from !== undefined && from.stamp !== file.stamp) {
      throw changed(context);
    }
    const known = await format.recognize(await file.head(format.headLength), (words) =>
      failure(context, "invalid_response", `cannot read the file: it ${words}.`),
    );
    let position = from?.position ?? known?.start ?? nowhere;
    const batches = known === undefined ? undefined : rowsOf(file, known, position);
    let rows: readonly Row<Raw>[] = [];
    let index = 0;
    return {
      stamp: file.stamp,
      notes: known?.notes ?? [],
      known,
      position: () => position,
      peek: () => rows[index],
      async reach() {
        while (index >= rows.length) {
          const batch = await batches?.next();
          if (batch === undefined || batch.done === true) {
            return undefined;
          }
          rows = batch.value;
          index = 0;
        }
        return rows[index];
      },
      take() {
        position = rows[index]?.next ?? position;
        index += 1;
      },
      endsLine: () => breaks.has(file.lastByte()),
      isUnchanged: file.isUnchanged,
      close: file.close,
    };
  } catch (cause) {
    await file.close();
    throw cause;
  }
}

export function changed(context: CallContext): Error {
  return failure(
    context,
    "conflict",
    "found that the file has changed since it was begun. Start anew, so that nobody is missed or given twice.",
  );
}
