import { isStoreError, StoreError } from "./error.ts";
import type { Store } from "./open.ts";

const damage = /not a database|malformed|SQLITE_(?:CORRUPT|NOTADB)/i;
/** SQLite's numbers for a disk that is full, one that does not answer, and a file that may not be written. */
const unwritable: ReadonlySet<unknown> = new Set([13, 10, 8]);
const unwritableWords =
  /ENOSPC|EIO|EROFS|disk (?:is full|I\/O error)|no space left|could not extend/i;
/** PostgreSQL's class of errors for what has run out. */
const runOut = /^53/;

const fieldOf = (error: unknown, field: string): unknown =>
  typeof error === "object" && error !== null ? Reflect.get(error, field) : undefined;

/** What went wrong with a store in use, in words that name it. */
export function storeFailure({ label }: Pick<Store, "label">, cause: unknown): StoreError {
  if (isStoreError(cause)) {
    return cause;
  }
  const words = (cause instanceof Error ? cause.message : "").split("\n")[0]?.slice(0, 200) ?? "";
  // Not the engine's own error: it may hold the row that it was about.
  const plain = { cause: new Error(words) };
  const number = fieldOf(cause, "errcode");
  // An extended code has more in its upper bits.
  const primary = typeof number === "number" ? number & 0xff : undefined;
  if (damage.test(words)) {
    const message = `${label} is damaged. Nothing was begun that is not written down: restore it from a backup.`;
    return new StoreError("damaged", message, plain);
  }
  const code = fieldOf(cause, "code");
  if (
    unwritable.has(primary) ||
    unwritableWords.test(words) ||
    (typeof code === "string" && runOut.test(code))
  ) {
    const message = `Nothing more can be written to ${label}. What was not written down was not sent: make room, and repeat the command.`;
    return new StoreError("unwritable", message, plain);
  }
  const message = `The store ${label} does not answer as it should: ${words}.`;
  return new StoreError("unavailable", message, plain);
}
