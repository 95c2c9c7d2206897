import type { AttributeValue, MemberInput } from "../../src/core/adapter.ts";

/** An id on its way into an audience, or out of it. */
export interface Entry {
  readonly id: string;
  /** Absent where all are replaced. */
  readonly action?: "add" | "remove";
  readonly attributes?: Readonly<Record<string, AttributeValue>> | undefined;
}

/** Without a list of the names: it is asked of every member. */
function hasAny(attributes: MemberInput["attributes"]): boolean {
  for (const name in attributes) {
    if (Object.hasOwn(attributes, name)) {
      return true;
    }
  }
  return false;
}

type ToEntries = (member: MemberInput) => readonly Entry[];

/** One for each of a member's ids, as they are given: case and spaces count. */
export const toHold: ToEntries = ({ identifiers: { externalId: ids = [] }, attributes }) =>
  hasAny(attributes) ? ids.map((id) => ({ id, attributes })) : ids.map((id) => ({ id }));

export const toAdd: ToEntries = ({ identifiers: { externalId: ids = [] }, attributes }) =>
  hasAny(attributes)
    ? ids.map((id) => ({ id, action: "add", attributes }))
    : ids.map((id) => ({ id, action: "add" }));

export const toRemove: ToEntries = ({ identifiers }) =>
  (identifiers.externalId ?? []).map((id) => ({ id, action: "remove" }));
