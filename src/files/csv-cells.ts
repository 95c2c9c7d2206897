import type { AudienceFit } from "../core/writing/contract.ts";
import { identifierKinds } from "../core/model.ts";
import type { AttributeValue, IdentifierKind, MemberInput } from "../core/model.ts";
import { isWellFormed } from "../core/well-formed.ts";
import { attributeOf } from "../core/writing/attributes.ts";
import { fitOf } from "./fit.ts";
import { damageIn } from "./rows.ts";
import type { Meaning } from "./spellings.ts";

/** A column of a file that is written: which identifier of its kind, or which attribute. */
export type Slot =
  | { readonly kind: IdentifierKind; readonly number: number; readonly attribute?: undefined }
  | { readonly attribute: string; readonly kind?: undefined };

/** Columns of one kind hold the first identifier, the second, and so on. */
export function slotsOf(meanings: readonly Meaning[]): Slot[] {
  const counts = new Map<IdentifierKind, number>();
  return meanings.map((meaning) => {
    if (meaning.identifier === undefined) {
      return { attribute: meaning.attribute };
    }
    const number = counts.get(meaning.identifier) ?? 0;
    counts.set(meaning.identifier, number + 1);
    return { kind: meaning.identifier, number };
  });
}

/** What goes into a cell; `undefined` = it would not come out again as it went in. */
export function cellOf(value: AttributeValue): string | undefined {
  if (typeof value !== "string") {
    return value === null ? "" : String(value);
  }
  return !isWellFormed(value) || damageIn(value) !== undefined ? undefined : value;
}

/** How many columns there are for each kind of identifier. */
function placesOf(slots: readonly Slot[]): ReadonlyMap<IdentifierKind, number> {
  const places = new Map<IdentifierKind, number>();
  for (const { kind } of slots) {
    if (kind !== undefined) {
      places.set(kind, (places.get(kind) ?? 0) + 1);
    }
  }
  return places;
}

/** What the columns of a file take. */
export function fitOfSlots(slots: readonly Slot[]): AudienceFit {
  const names = new Set(slots.map(({ attribute }) => attribute));
  const places = placesOf(slots);
  return fitOf({
    ofKind: (kind) => places.get(kind) ?? 0,
    takes: (name, value) => names.has(name) && cellOf(value) !== undefined,
  });
}

/** Puts a member into the columns of a file; told of each name for which there is no place. */
export type FitCells = (
  member: MemberInput,
  onDropped: (name: string) => void,
) => readonly string[] | undefined;

/** Gives `undefined` for a member of which there is no place for any identifier. */
export function createFitCells(slots: readonly Slot[]): FitCells {
  const names = new Set(slots.map(({ attribute }) => attribute));
  const places = placesOf(slots);
  return ({ identifiers, attributes }, onDropped) => {
    if (!identifierKinds.some((kind) => places.has(kind) && identifiers[kind] !== undefined)) {
      return undefined;
    }
    for (const kind of identifierKinds) {
      if ((identifiers[kind]?.length ?? 0) > (places.get(kind) ?? 0)) {
        onDropped(kind);
      }
    }
    for (const name in attributes) {
      if (!names.has(name) && (attributeOf(attributes, name) ?? "") !== "") {
        onDropped(name);
      }
    }
    return slots.map((slot) => {
      if (slot.kind !== undefined) {
        return identifiers[slot.kind]?.[slot.number] ?? "";
      }
      const cell = cellOf(attributeOf(attributes, slot.attribute));
      if (cell === undefined) {
        onDropped(slot.attribute);
      }
      return cell ?? "";
    });
  };
}
