import type { AudienceFit } from "../core/writing/contract.ts";
import { identifierKinds } from "../core/model.ts";
import type { IdentifierKind, MemberInput } from "../core/model.ts";
import { meaningOf, namesIn } from "./columns.ts";
import type { ColumnChoice, Columns } from "./columns.ts";
import { cellOf, createFitCells, fitOfSlots, slotsOf } from "./csv-cells.ts";
import type { FitCells, Slot } from "./csv-cells.ts";
import { fitOf } from "./fit.ts";
import type { RowWriter } from "./format.ts";
import type { Mend } from "./replace.ts";
import { usualMeaning } from "./spellings.ts";

/** Writes rows of cells as lines. */
export type Lines = (rows: readonly (readonly string[])[]) => string;

/** Reads the rows of a draft back. */
export type Records = (
  text: AsyncIterable<Buffer>,
) => AsyncIterable<readonly (readonly string[])[]>;

/** Makes rows of members, and counts what there is no place for. */
function createRowTally() {
  const dropped = new Map<string, number>();
  const tally = {
    dropped,
    refused: 0,
    rowsOf(members: readonly MemberInput[], fit: FitCells): (readonly string[])[] {
      const rows: (readonly string[])[] = [];
      for (const member of members) {
        const cells = fit(member, drop);
        if (cells === undefined) {
          tally.refused += 1;
        } else {
          rows.push(cells);
        }
      }
      return rows;
    },
  };
  function drop(name: string): void {
    dropped.set(name, (dropped.get(name) ?? 0) + 1);
  }
  return tally;
}

/** Writes rows under the columns that a file has. */
export function createCsvAppender(columns: Columns, lines: Lines): RowWriter {
  const fit = createFitCells(slotsOf(columns.list.map(({ meaning }) => meaning)));
  const tally = createRowTally();
  return {
    dropped: tally.dropped,
    get refused() {
      return tally.refused;
    },
    write: (members) => lines(tally.rowsOf(members, fit)),
  };
}

/** The header of a column; an attribute must not be taken for an identifier when it is read again. */
function headerOf(slot: Slot): string {
  if (slot.kind !== undefined) {
    return slot.number === 0 ? slot.kind : `${slot.kind} ${slot.number + 1}`;
  }
  const usual = usualMeaning(slot.attribute);
  const isMisleading = usual !== undefined && usual.attribute !== slot.attribute;
  return isMisleading || slot.attribute.trim() === ""
    ? `${slot.attribute} (attribute)`
    : slot.attribute;
}

interface Heading {
  readonly slot: Slot;
  readonly header: string;
}

/** The names that a list of people begins with, where it has them. */
const first = ["firstName", "lastName", "country"];

/** Identifiers before attributes, the first of each kind before the second. */
function rankOf({ slot }: Heading): number {
  if (slot.kind !== undefined) {
    return identifierKinds.indexOf(slot.kind) + slot.number / 1000;
  }
  const place = first.indexOf(slot.attribute);
  return identifierKinds.length + (place < 0 ? first.length : place);
}

/** The columns that the caller has named or numbered, in their places. */
function chosenHeadings(choice: ColumnChoice): Heading[] {
  const named: Heading[] = [];
  const numbered: Heading[] = [];
  for (const field of Object.keys(choice)) {
    const names = namesIn(choice, field);
    const slots = slotsOf(names.map(() => meaningOf(field)));
    for (const [index, slot] of slots.entries()) {
      const name = names[index];
      if (typeof name === "number") {
        numbered[name - 1] = { slot, header: headerOf(slot) };
      } else {
        named.push({ slot, header: name ?? "" });
      }
    }
  }
  // A number that nobody has asked for is a column all the same, or those behind it would be others.
  const places = Array.from({ length: numbered.length }, (_, index): Heading => {
    const attribute = `column ${index + 1}`;
    return numbered[index] ?? { slot: { attribute }, header: attribute };
  });
  return [...places, ...named];
}

/** What a new file takes: whatever comes has a column made for it, but where the caller has said which there are. */
export function fitOfNewFile(choice: ColumnChoice, hasHeader: boolean): AudienceFit {
  if (!hasHeader) {
    return fitOfSlots(chosenHeadings(choice).map(({ slot }) => slot));
  }
  return fitOf({
    ofKind: (kind) =>
      Object.hasOwn(choice, kind) ? namesIn(choice, kind).length : Number.POSITIVE_INFINITY,
    takes: (_name, value) => cellOf(value) !== undefined,
  });
}

export interface NewFileOptions {
  readonly hasHeader: boolean;
  readonly choice: ColumnChoice;
  readonly lines: Lines;
  readonly records: Records;
}

/**
 * Writes a file whose columns are those of its members. Names that come late make it wider: what was written before
 * is then written once more.
 */
export function createCsvBeginner({
  hasHeader,
  choice,
  lines,
  records,
}: NewFileOptions): RowWriter {
  const headings = chosenHeadings(choice);
  const names = new Set(headings.map(({ slot }) => slot.attribute));
  const counts = new Map<IdentifierKind, number>();
  const tally = createRowTally();
  let fit = createFitCells(headings.map(({ slot }) => slot));
  let writtenWidth: number | undefined;

  function adopt(slot: Slot): void {
    headings.push({ slot, header: headerOf(slot) });
  }

  /** Makes room for what a member has. */
  function widen({ identifiers, attributes }: MemberInput): void {
    for (const kind of identifierKinds) {
      const held = counts.get(kind) ?? 0;
      const wanted = identifiers[kind]?.length ?? 0;
      // A kind whose columns were chosen has those and no others.
      if (wanted > held && !Object.hasOwn(choice, kind)) {
        for (let number = held; number < wanted; number += 1) {
          adopt({ kind, number });
        }
        counts.set(kind, wanted);
      }
    }
    for (const attribute in attributes) {
      if (!names.has(attribute)) {
        names.add(attribute);
        adopt({ attribute });
      }
    }
  }

  function widenFor(members: readonly MemberInput[]): void {
    const given = headings.length;
    members.forEach(widen);
    if (headings.length === given) {
      return;
    }
    if (writtenWidth === undefined) {
      // Nothing is written yet, so what the members brought can be put in order.
      const brought = headings.splice(given);
      headings.push(...brought.toSorted((one, other) => rankOf(one) - rankOf(other)));
    }
    fit = createFitCells(headings.map(({ slot }) => slot));
  }

  const headerLine = (): string => (hasHeader ? lines([headings.map(({ header }) => header)]) : "");

  const mended: Mend = async function* mended(text) {
    let isFirst = hasHeader;
    yield headerLine();
    for await (const rows of records(text)) {
      const kept = isFirst ? rows.slice(1) : rows;
      isFirst &&= rows.length === 0;
      yield lines(kept.map((cells) => headings.map((_, index) => cells[index] ?? "")));
    }
  };

  return {
    dropped: tally.dropped,
    get refused() {
      return tally.refused;
    },
    write(members) {
      if (hasHeader) {
        widenFor(members);
      }
      const rows = lines(tally.rowsOf(members, fit));
      if (rows === "" || writtenWidth !== undefined) {
        return rows;
      }
      writtenWidth = headings.length;
      return headerLine() + rows;
    },
    mend: () => (writtenWidth !== undefined && headings.length > writtenWidth ? mended : undefined),
  };
}
