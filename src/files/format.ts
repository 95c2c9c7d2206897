import type { AudienceFit } from "../core/writing/contract.ts";
import type { AudienceError } from "../core/errors.ts";
import type { MemberInput } from "../core/model.ts";
import type { Mend } from "./replace.ts";
import type { Position, RowNote, RowReader } from "./rows.ts";

/** How the people in one kind of file are read and written. */
export interface FileFormat<Raw> {
  /** How many of a file's first bytes `recognize` looks at. */
  readonly headLength: number;
  /**
   * Finds out how a file is written; `undefined` = there is nothing in it.
   * @param refuse makes the error for a file that cannot be understood; continues "the file"
   */
  recognize(
    head: Buffer,
    refuse: (words: string) => AudienceError,
  ): Promise<KnownFile<Raw> | undefined>;
  /** Writes a file that has nothing in it yet. */
  begin(): RowWriter;
  /** What `begin` has a place for. */
  readonly fit: AudienceFit;
}

/** A file whose form is known. */
export interface KnownFile<Raw> {
  /** Where its first row begins. */
  readonly start: Position;
  /** What was noticed about it as a whole. */
  readonly notes: readonly RowNote[];
  rows(start: Position): RowReader<Raw>;
  /** Writes rows in the form of those that are there. */
  append(): RowWriter;
  /** What `append` has a place for. */
  readonly fit: AudienceFit;
  /** What ends a line of it. */
  readonly lineBreak: string;
}

/** Turns members into the text of a file, one handful after the other. */
export interface RowWriter {
  write(members: readonly MemberInput[]): string;
  /** What there was no place for, and of how many members. */
  readonly dropped: ReadonlyMap<string, number>;
  /** Members of which there was no place for any identifier; they are not in the text. */
  readonly refused: number;
  /** Once all is written: gives what makes the text whole, if columns came that its first rows lack. */
  mend?(): Mend | undefined;
}
