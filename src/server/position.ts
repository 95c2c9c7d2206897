import * as z from "zod";

const written = z.tuple([z.string(), z.int().min(0), z.string()]);

/** Where a list is continued: behind an item, or, when that is gone, at its place. */
interface Position {
  readonly offset: number;
  /** The last item that was given. */
  readonly after: string;
}

/** @param question what the list was asked for; a token of another one is refused */
function writePosition(question: string, { offset, after }: Position): string {
  return Buffer.from(JSON.stringify([question, offset, after])).toString("base64url");
}

/** @returns `undefined` for what is no token of this question */
function readPosition(question: string, token: string): Position | undefined {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(token, "base64url").toString());
  } catch {
    return undefined;
  }
  const { data } = written.safeParse(value);
  return data === undefined || data[0] !== question
    ? undefined
    : { offset: data[1], after: data[2] };
}

/** The index at which a list goes on; the list may have changed in between. */
function resume<Item>(
  items: readonly Item[],
  { offset, after }: Position,
  keyOf: (item: Item) => string,
): number {
  const expected = items[offset - 1];
  if (expected !== undefined && keyOf(expected) === after) {
    return offset;
  }
  const place = items.findIndex((item) => keyOf(item) === after);
  return place < 0 ? Math.min(offset, items.length) : place + 1;
}

export interface PageQuestion<Item> {
  /** What the list was asked for, without the page. */
  readonly question: string;
  readonly size: number;
  readonly token: string | undefined;
  readonly keyOf: (item: Item) => string;
}

/** A page of a list and the token of the rest; `undefined` for a token of another question. */
export function pageOf<Item>(
  items: readonly Item[],
  { question, size, token, keyOf }: PageQuestion<Item>,
): { readonly items: readonly Item[]; readonly token: string | null } | undefined {
  const position = token === undefined ? undefined : readPosition(question, token);
  if (token !== undefined && position === undefined) {
    return undefined;
  }
  const start = position === undefined ? 0 : resume(items, position, keyOf);
  const end = Math.min(start + size, items.length);
  const last = items[end - 1];
  const isEnd = end === items.length || last === undefined;
  return {
    items: items.slice(start, end),
    token: isEnd ? null : writePosition(question, { offset: end, after: keyOf(last) }),
  };
}
