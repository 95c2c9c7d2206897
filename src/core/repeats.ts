import { createCompactSet } from "./compact-set.ts";
import { identifierKey } from "./identifier-key.ts";
import { identifierKinds } from "./model.ts";
import type { MemberInput } from "./model.ts";

/**
 * Remembers whom it has seen: a member is a repeat if each of its identifiers has come before. One that brings a new
 * identifier is none, for the vendor may know the person by that.
 */
export function createRepeats(): (member: MemberInput) => boolean {
  const seen = createCompactSet();
  return ({ identifiers }) => {
    let brings = false;
    for (const kind of identifierKinds) {
      for (const value of identifiers[kind] ?? []) {
        brings = seen.add(identifierKey(kind, value)) || brings;
      }
    }
    return !brings;
  };
}
