import type { AudienceFit, Fit } from "../core/writing/contract.ts";
import { identifierKinds } from "../core/model.ts";
import type { AttributeValue, IdentifierKind, MemberInput } from "../core/model.ts";
import { setAttribute } from "../core/writing/attributes.ts";

/** What a file has a place for. */
export interface Places {
  /** How many identifiers of a kind. */
  readonly ofKind: (kind: IdentifierKind) => number;
  readonly takes: (name: string, value: AttributeValue) => boolean;
}

const empty: Readonly<Record<string, AttributeValue>> = {};

/** Leaves out what a file has no place for, and names it, as its writer would. */
export function fitOf({ ofKind, takes }: Places): AudienceFit {
  const accepts = identifierKinds.filter((kind) => ofKind(kind) > 0);

  function identifiersOf(
    { identifiers }: MemberInput,
    dropped: string[],
  ): MemberInput["identifiers"] {
    const kept: { [Kind in IdentifierKind]?: readonly string[] } = {};
    for (const kind of identifierKinds) {
      const values = identifiers[kind] ?? [];
      const places = ofKind(kind);
      if (values.length > places) {
        dropped.push(kind);
      }
      if (values.length > 0 && places > 0) {
        kept[kind] = values.length > places ? values.slice(0, places) : values;
      }
    }
    return kept;
  }

  function fit(member: MemberInput): Fit {
    const dropped: string[] = [];
    const identifiers = identifiersOf(member, dropped);
    if (Object.keys(identifiers).length === 0) {
      const message = "has no identifier that this file has a column for";
      return { reason: "NO_MATCHABLE_IDENTIFIER", message };
    }
    const given = member.attributes ?? empty;
    const attributes: Record<string, AttributeValue> = {};
    for (const name of Object.keys(given)) {
      const value = given[name] ?? null;
      if (takes(name, value)) {
        setAttribute(attributes, name, value);
      } else if (value !== null && value !== "") {
        dropped.push(name); // what says nothing is not missed
      }
    }
    return dropped.length === 0
      ? { member: { identifiers, attributes } }
      : { member: { identifiers, attributes }, dropped };
  }

  return { accepts, fit };
}
