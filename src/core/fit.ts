import type { Fit } from "./writing/contract.ts";
import type { AttributeValue, MemberInput } from "./model.ts";

/** An attribute's value as the vendor takes it; `undefined` = it stays behind. */
export type AttributeRule = (value: AttributeValue) => AttributeValue | undefined;

/** What a vendor takes of a member besides its identifiers. */
export interface AttributeRules {
  /** The rule for an attribute of this name; `undefined` = it stays behind. */
  readonly ruleOf: (name: string) => AttributeRule | undefined;
  /** What tells names apart; of those that are the same to the vendor, the first stays. @default the name itself */
  readonly sameAs?: (name: string) => string;
  /** A member with more of them is not taken. @default no limit */
  readonly most?: number;
}

const surrogate = /\p{Surrogate}/u;
const twoLetters = /^[A-Z]{2}$/;

/** Whether a text is whole: no half character, and no mark of one that could not be read. */
function isWhole(text: string & { isWellFormed?: () => boolean }): boolean {
  // The method is faster, and not everywhere yet.
  return !text.includes("\ufffd") && (text.isWellFormed?.() ?? !surrogate.test(text));
}

/** A text that says something. */
export const asText: AttributeRule = (value) =>
  typeof value === "string" && value !== "" && isWhole(value) ? value : undefined;

/** A country by its ISO 3166-1 alpha-2 code. */
export const asCountry: AttributeRule = (value) => {
  const code = typeof value === "string" ? value.trim().toUpperCase() : "";
  return twoLetters.test(code) ? code : undefined;
};

/** A number, or a text that says something. */
export const asTextOrNumber: AttributeRule = (value) =>
  typeof value === "number" && Number.isFinite(value) ? value : asText(value);

/** What is known of one name. */
interface Known {
  readonly rule: AttributeRule | undefined;
  readonly same: string;
}

/** Kept at the most: a list has some ten of them, and one that has a name for everybody is not to fill the memory. */
const maximumKnown = 1000;
const none: Readonly<Record<string, AttributeValue>> = {};

/** Remembers what the rules say of a name: the same ones come with every member. */
function rememberingRules({ ruleOf, sameAs }: AttributeRules): (name: string) => Known {
  const known = new Map<string, Known>();
  return (name) => {
    const remembered = known.get(name);
    if (remembered !== undefined) {
      return remembered;
    }
    const fresh = { rule: ruleOf(name), same: sameAs?.(name) ?? name };
    if (known.size < maximumKnown) {
      known.set(name, fresh);
    }
    return fresh;
  };
}

/** The first of some fields, each set as what it is: `__proto__` is a name like any other. */
function firstOf(
  attributes: Readonly<Record<string, AttributeValue>>,
  names: readonly string[],
  count: number,
): Record<string, AttributeValue> {
  return Object.fromEntries(names.slice(0, count).map((name) => [name, attributes[name] ?? null]));
}

/**
 * Makes the `fitMember` of an adapter. An attribute that is `null` or empty says nothing, so nothing is lost where it
 * stays behind; any other that does is named.
 */
export function fitAttributes(rules: AttributeRules): (member: MemberInput) => Fit {
  const { most = Number.POSITIVE_INFINITY } = rules;
  const knownOf = rememberingRules(rules);
  return ({ identifiers, attributes = none }) => {
    const names = Object.keys(attributes);
    let count = 0;
    let dropped: string[] | undefined;
    /** Made where the attributes cannot go as they are; most can. */
    let changed: Record<string, AttributeValue> | undefined;
    let seen: Set<string> | undefined;
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index] ?? "";
      const value = attributes[name] ?? null;
      const { rule, same } = knownOf(name);
      // Two names can only be the same where one of them is not written as it is meant.
      if (same !== name && seen === undefined) {
        const before = Object.keys(changed ?? firstOf(attributes, names, index));
        seen = new Set(before.map((other) => knownOf(other).same));
      }
      const silent = value === null || value === "";
      const fitting = silent || seen?.has(same) === true ? undefined : rule?.(value);
      if (fitting !== value) {
        changed ??= firstOf(attributes, names, index);
      }
      if (fitting !== undefined) {
        count += 1;
        seen?.add(same);
        if (changed !== undefined) {
          Object.defineProperty(changed, name, { value: fitting, enumerable: true });
        }
      } else if (!silent) {
        dropped ??= [];
        dropped.push(name);
      }
    }
    if (count > most) {
      const message = `has ${count} attributes, and this vendor takes ${most} at the most`;
      return { reason: "ATTRIBUTE_LIMIT", message };
    }
    const member = { identifiers, attributes: changed ?? attributes };
    return dropped === undefined ? { member } : { member, dropped };
  };
}
