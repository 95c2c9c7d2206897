import type { Contents } from "./files/contents.ts";
import { readRows } from "./files/contents.ts";

/** Identity field to CSV header, as the audience was made with. */
export type ColumnMapping = Readonly<Record<string, string>>;

/** A file that was taken into an audience. */
export interface TakenFile {
  readonly fileId: string;
  readonly contents: Contents;
  /** Rows with neither email nor phone. */
  readonly skipped: number;
}

/** Where the people of an audience came from. */
export interface WhopSource {
  readonly mapping: ColumnMapping;
  readonly taken: readonly TakenFile[];
}

/** A person as the rows had it: every mapped cell that was not empty, exactly as sent. */
export type WhopPerson = Readonly<Record<string, string>>;

/** What audiences that were not made through the API are taken to be mapped by. */
export const assumedMapping: ColumnMapping = { email: "email", phone: "phone" };

/**
 * A mapped header is in the CSV once, or there is no saying which cells are meant. Blank cells count
 * as empty.
 */
export function unusableHeader(mapping: ColumnMapping, { header }: Contents): string | undefined {
  return Object.values(mapping).find(
    (name) => header.filter((candidate) => candidate === name).length !== 1,
  );
}

const columnOf = (field: string, mapping: ColumnMapping, header: readonly string[]): number =>
  mapping[field] === undefined ? -1 : header.indexOf(mapping[field]);

/** "Rows with neither email nor phone are skipped" (api-reference/audiences/create-audience). */
export function countSkipped({ header, filled }: Contents, mapping: ColumnMapping): number {
  const columns = [columnOf("email", mapping, header), columnOf("phone", mapping, header)];
  let skipped = 0;
  for (const [cells, rows] of filled)
    if (columns.every((column) => cells[column] !== "1")) skipped += rows;
  return skipped;
}

/**
 * Everybody on an audience, in the order they came. Two rows are one person where their email and
 * phone are the same to the letter, and the first stays as it is ("people already in the audience
 * stay", api-reference/audiences/add-people); whether Whop folds any further is undocumented.
 */
export function peopleOf({ mapping, taken }: WhopSource): readonly WhopPerson[] {
  const people = new Map<string, WhopPerson>();
  for (const { contents } of taken) {
    if (contents.chunks === null)
      throw new RangeError('These people were counted, not kept: ask with keep: "rows".');
    const columns = Object.keys(mapping).map(
      (field) => [field, columnOf(field, mapping, contents.header)] as const,
    );
    readRows(contents.chunks, (cells) => {
      const person: Record<string, string> = {};
      for (const [field, column] of columns) {
        const cell = cells[column];
        if (cell !== undefined && cell.trim() !== "") person[field] = cell;
      }
      const { email, phone } = person;
      if (email === undefined && phone === undefined) return;
      const key = `${email?.length} ${email} ${phone}`;
      if (!people.has(key)) people.set(key, person);
    });
  }
  return [...people.values()];
}
