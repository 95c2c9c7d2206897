import type { AudienceError } from "../core/errors.ts";
import { identifierKinds } from "../core/model.ts";
import type { IdentifierKind } from "../core/model.ts";
import type { RowNote } from "./rows.ts";
import { plainSpelling, usualMeaning } from "./spellings.ts";
import type { Meaning } from "./spellings.ts";

/** A column by its header, or by its number, counting from 1. */
export type ColumnName = string | number;

/**
 * Which column holds what: identifiers by their kind (`email`, `phone`, `externalId`, `linkedinUrl`), attributes by the
 * name they are to have. An empty list = none does, whatever a header says.
 */
export type ColumnChoice = Readonly<Record<string, ColumnName | readonly ColumnName[]>>;

export interface Column {
  /** As the file has it; a file without headers has none. */
  readonly header: string;
  readonly meaning: Meaning;
}

export interface Columns {
  readonly list: readonly Column[];
  readonly notes: readonly RowNote[];
}

const isIdentifier = (field: string): field is IdentifierKind =>
  identifierKinds.some((kind) => kind === field);

export const meaningOf = (field: string): Meaning =>
  isIdentifier(field) ? { identifier: field } : { attribute: field };

export function namesIn(choice: ColumnChoice, field: string): readonly ColumnName[] {
  const names = choice[field] ?? [];
  return typeof names === "string" || typeof names === "number" ? [names] : names;
}

/** No header is an address or an international phone; a row of people holds them. */
const looksLikeValue = /^[^\s@]+@[^\s@]+\.[^\s@]+$|^\+\d[\d\s().-]{6,}$/;

/** Says what each column of a file holds. `refuse` makes the error for a header that cannot be understood. */
export function readColumns(
  header: readonly string[],
  hasHeader: boolean,
  choice: ColumnChoice,
  refuse: (words: string) => AudienceError,
): Columns {
  const list: (Column | undefined)[] = header.map(() => undefined);
  const notes: RowNote[] = [];
  const taken = new Set<string>();
  const chosen = new Set(Object.keys(choice));
  let hasId = false;

  function indexOf(field: string, name: ColumnName): number {
    if (typeof name === "number") {
      if (!Number.isInteger(name) || name < 1 || name > header.length) {
        throw refuse(`has ${header.length} columns, and columns.${field} asks for number ${name}`);
      }
      return name - 1;
    }
    const exact = header.indexOf(name);
    const wanted = plainSpelling(name);
    const index = exact >= 0 ? exact : header.findIndex((cell) => plainSpelling(cell) === wanted);
    if (!hasHeader || index < 0) {
      throw refuse(
        `has no column that is called as columns.${field} says; give the header or the column's number, counting from 1`,
      );
    }
    return index;
  }

  /** A name that no other attribute has. */
  function ownName(index: number, cell: string): string {
    const wanted = hasHeader && cell !== "" ? cell : `column ${index + 1}`;
    let name = wanted;
    for (let number = 2; taken.has(name); number += 1) {
      name = `${wanted} (${number})`;
    }
    if (name !== wanted) {
      const message = `has the name of another column; it is told apart by a number at its end`;
      notes.push({ code: "unexpected_field", path: `column ${index + 1}`, message });
    }
    return name;
  }

  function set(index: number, meaning: Meaning): void {
    if (meaning.attribute !== undefined) {
      taken.add(meaning.attribute);
    }
    list[index] = { header: header[index] ?? "", meaning };
  }

  if (hasHeader && header.some((cell) => looksLikeValue.test(cell.trim()))) {
    throw refuse(
      "begins with what looks like a person, not with headers; pass header: false and columns, such as { email: 1 }",
    );
  }
  for (const field of chosen) {
    for (const name of namesIn(choice, field)) {
      const index = indexOf(field, name);
      if (list[index] !== undefined) {
        throw refuse(`has one column ${index + 1}, and columns gives it two meanings`);
      }
      set(index, meaningOf(field));
    }
  }
  for (const [index, cell] of header.entries()) {
    if (list[index] !== undefined) {
      continue;
    }
    const usual = hasHeader ? usualMeaning(cell) : undefined;
    const isFree =
      usual !== undefined &&
      !chosen.has(usual.identifier ?? usual.attribute) &&
      (usual.attribute === undefined || !taken.has(usual.attribute));
    if (isFree && usual.identifier === "externalId" && hasId) {
      throw refuse(
        `has several columns that look like an id of your own; say which it is with columns, such as { externalId: ${index + 1} }`,
      );
    }
    hasId ||= isFree && usual.identifier === "externalId";
    set(index, isFree ? usual : { attribute: ownName(index, cell.trim()) });
  }
  const columns = list.filter((column) => column !== undefined);
  if (!columns.some(({ meaning }) => meaning.identifier !== undefined)) {
    throw refuse(
      "has no column that is known to hold an email, a phone, an id of your own or a LinkedIn address; say which with columns, such as { email: 2 }, and header: false if the first line is a person",
    );
  }
  return { list: columns, notes };
}
