import type { CallContext } from "../core/call-context.ts";
import type { MemberPageRequest, ProviderPage } from "../core/contract.ts";
import type { Member } from "../core/model.ts";
import { failure, guarded } from "./failure.ts";
import type { FileFormat } from "./format.ts";
import type { Place } from "./place.ts";
import { changed, openRows } from "./row-source.ts";
import type { RowSource } from "./row-source.ts";
import type { Position, Row, RowNote } from "./rows.ts";
import type { FileSystem } from "./system.ts";

/** What is done about a row that cannot be read. */
export type OnMalformed = "report" | "stop";

export interface MemberPagesSetup<Raw> {
  readonly place: Place;
  readonly format: FileFormat<Raw>;
  readonly system: FileSystem;
  readonly onMalformed: OnMalformed;
  readonly maxPageSize: number;
}

type Ask<Raw> = (
  request: MemberPageRequest,
  context: CallContext,
) => Promise<ProviderPage<Member<Raw>>>;

type PageNote = NonNullable<ProviderPage<unknown>["notes"]>[number];

/** A page of enormous rows is cut short, so that it does not fill the memory; in bytes of the file. */
const largestPage = 4 * 1024 * 1024;
/** Noted one by one; the others are counted. */
const maximumNotes = 100;
const cursorPattern = /^(\d{1,15})\.(\d{1,15})\.([\da-z]+-[\da-z]+)$/;

const cursorOf = (stamp: string, { offset, line }: Position): string =>
  `${offset}.${line}.${stamp}`;

function readCursor(
  cursor: string,
  context: CallContext,
): { readonly position: Position; readonly stamp: string } {
  const [, offset, line, stamp] = cursorPattern.exec(cursor) ?? [];
  if (stamp === undefined) {
    throw failure(
      context,
      "invalid_argument",
      "was given a cursor that is none of its own. Start anew.",
    );
  }
  return { position: { offset: Number(offset), line: Number(line) }, stamp };
}

/** Gathers one page. */
function createPage<Raw>(notes: readonly RowNote[]) {
  const items: Member<Raw>[] = [];
  const kept: PageNote[] = [];
  let refused = 0;
  function note({ code, path, message }: RowNote, line: number): void {
    if (kept.length < maximumNotes) {
      kept.push({ code, path: path ?? `line ${line}`, message });
    }
  }
  for (const each of notes) {
    note(each, 1);
  }
  return {
    items,
    add({ line, member, problem = "cannot be read", notes: own = [] }: Row<Raw>): void {
      if (member === undefined) {
        refused += 1;
        note({ code: "invalid_record", message: problem }, line);
      } else {
        items.push(member);
      }
      for (const each of own) {
        note(each, line);
      }
    },
    done: (next: string | undefined): ProviderPage<Member<Raw>> => ({
      items,
      more: next !== undefined,
      next,
      refused,
      notes: kept,
    }),
  };
}

/**
 * Pages of the members in a file. The pages of one listing share one open file, which is known by the listing's signal
 * and let go of with it; a cursor leads another process to the same place.
 */
export function createMemberPages<Raw>(setup: MemberPagesSetup<Raw>): Ask<Raw> {
  const { place, format, system, onMalformed } = setup;
  /** Open files of listings under way, each waiting for its next page. */
  const waiting = new WeakMap<
    AbortSignal,
    { readonly cursor: string; readonly source: RowSource<Raw> }
  >();

  async function sourceFor(
    { id, cursor }: MemberPageRequest,
    context: CallContext,
  ): Promise<RowSource<Raw>> {
    const { signal } = context;
    const kept = signal && waiting.get(signal);
    if (signal !== undefined && kept?.cursor === `${id}/${cursor}`) {
      waiting.delete(signal);
      return kept.source;
    }
    const from = cursor === undefined ? undefined : readCursor(cursor, context);
    const source = await openRows(await place.find(id, context), format, system, context, from);
    if (signal?.aborted === true) {
      await source.close();
      signal.throwIfAborted();
    }
    const close = async (): Promise<void> => {
      signal?.removeEventListener("abort", onAbort);
      await source.close();
    };
    const onAbort = (): void => {
      close().catch(() => undefined); // nobody is left to be told
    };
    signal?.addEventListener("abort", onAbort);
    return { ...source, close };
  }

  async function readPage(
    source: RowSource<Raw>,
    request: MemberPageRequest,
    context: CallContext,
  ): Promise<ProviderPage<Member<Raw>>> {
    const size = Math.min(request.pageSize, setup.maxPageSize);
    const start = source.position().offset;
    const page = createPage<Raw>(request.cursor === undefined ? source.notes : []);
    const isFull = (): boolean =>
      page.items.length >= size ||
      (page.items.length > 0 && source.position().offset - start >= largestPage);
    let row = source.peek() ?? (await source.reach());
    while (row !== undefined && !isFull()) {
      if (row.member === undefined && onMalformed === "stop") {
        if (page.items.length > 0) {
          break; // what was sound is handed over first
        }
        const words = `stopped at line ${row.line}, which ${row.problem ?? "cannot be read"}. Mend it, or leave onMalformed at "report".`;
        throw failure(context, "invalid_response", words);
      }
      page.add(row);
      source.take();
      row = source.peek() ?? (await source.reach());
    }
    if (!(await source.isUnchanged(row === undefined))) {
      throw changed(context);
    }
    return page.done(row === undefined ? undefined : cursorOf(source.stamp, source.position()));
  }

  return (request, context) =>
    guarded(context, async () => {
      const { signal } = context;
      const source = await sourceFor(request, context);
      try {
        const page = await readPage(source, request, context);
        signal?.throwIfAborted();
        if (page.next === undefined || signal === undefined) {
          await source.close();
        } else {
          waiting.set(signal, { cursor: `${request.id}/${page.next}`, source });
        }
        return page;
      } catch (cause) {
        await source.close();
        throw cause;
      }
    });
}
