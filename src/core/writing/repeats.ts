import { createCompactSet } from "../compact-set.ts";
import { identifierKey } from "./identifier-key.ts";
import { identifierKinds } from "../model.ts";
import type { MemberInput } from "../model.ts";

/**
 * Remembers whom it has seen: a member is a repeat if each of its identifiers has come before. One that brings a new
 * identifier is none, for the vendor may know the person by that.
 */
export function createRepeats(): (member: MemberInput) => boolean {
  const seen = createCompactSet();
  return ({ identifiers }) => {
    let brings = false;
    for (let index = 0; index < identifierKinds.length; index += 1) {
      const kind = identifierKinds[index];
      const values = kind === undefined ? undefined : identifiers[kind];
      if (kind === undefined || values === undefined) {
        continue;
      }
      for (const value of values) {
        brings = seen.add(identifierKey(kind, value), index) || brings;
      }
    }
    return !brings;
  };
}
