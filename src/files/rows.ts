import type { DiagnosticCode } from "../core/diagnostics.ts";
import type { Member } from "../core/model.ts";

/** Where a row begins; of a packed file, in what was packed. */
export interface Position {
  /** In bytes. */
  readonly offset: number;
  /** Counting from 1. */
  readonly line: number;
}

/** One row of a file: a member, or what is wrong with it. No value of it is told. */
export interface Row<Raw> {
  /** The line it begins on. */
  readonly line: number;
  /** Where the next row begins. */
  readonly next: Position;
  /** `undefined` = it could not be read. */
  readonly member: Member<Raw> | undefined;
  /** Why it could not be read; continues "line 3:". */
  readonly problem?: string | undefined;
  /** The file ended within it: whatever is put behind it would become a part of it. */
  readonly isOpen?: boolean | undefined;
  readonly notes?: readonly RowNote[] | undefined;
}

/** Something about a row that could be read. */
export interface RowNote {
  readonly code: DiagnosticCode;
  /** A name of a field, where it is the same for all rows. @default the line */
  readonly path?: string | undefined;
  readonly message: string;
}

/** Turns the bytes of a file into rows. */
export interface RowReader<Raw> {
  /** The rows that end within this piece. */
  read(chunk: Buffer): Promise<readonly Row<Raw>[]>;
  /** The rows that end with the file. */
  end(): Promise<readonly Row<Raw>[]>;
}

/** A longer row is no row: a quote is open, or the file is of another kind. */
export const longestRow: number = 16 * 1024 * 1024;

/** Line breaks of all three kinds, which may be mixed. */
export function countBreaks(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}

const notUtf8 =
  "holds bytes that are no UTF-8, or the mark of a character that was broken before; save the file as UTF-8";
const holdsNul = "holds a NUL character";

/** What must not get through: the mark of a character that could not be read, and NUL, where programs stop reading. */
export function damageIn(text: string): string | undefined {
  if (text.includes("\ufffd")) {
    return notUtf8;
  }
  return text.includes("\0") ? holdsNul : undefined;
}
