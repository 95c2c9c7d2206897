import type { Fit } from "./contract.ts";
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

/** Half a character, or the mark of one that could not be read. */
const damaged = /\p{Surrogate}|\ufffd/u;
const twoLetters = /^[A-Z]{2}$/;

/** A text that says something. */
export const asText: AttributeRule = (value) =>
  typeof value === "string" && value !== "" && !damaged.test(value) ? value : undefined;

/** A country by its ISO 3166-1 alpha-2 code. */
export const asCountry: AttributeRule = (value) => {
  const code = typeof value === "string" ? value.trim().toUpperCase() : "";
  return twoLetters.test(code) ? code : undefined;
};

/** A number, or a text that says something. */
export const asTextOrNumber: AttributeRule = (value) =>
  typeof value === "number" && Number.isFinite(value) ? value : asText(value);

const none: Readonly<Record<string, AttributeValue>> = {};

/**
 * Makes the `fitMember` of an adapter. An attribute that is `null` or empty says nothing, so nothing is lost where it
 * stays behind; any other that does is named.
 */
export function fitAttributes(rules: AttributeRules): (member: MemberInput) => Fit {
  const { ruleOf, sameAs = (name: string) => name, most = Number.POSITIVE_INFINITY } = rules;
  return ({ identifiers, attributes }) => {
    if (attributes === undefined) {
      return { member: { identifiers, attributes: none } };
    }
    const taken: (readonly [string, AttributeValue])[] = [];
    const seen = new Set<string>();
    const dropped: string[] = [];
    for (const name of Object.keys(attributes)) {
      const value = attributes[name] ?? null;
      if (value === null || value === "") {
        continue;
      }
      const fitting = seen.has(sameAs(name)) ? undefined : ruleOf(name)?.(value);
      if (fitting === undefined) {
        dropped.push(name);
      } else {
        seen.add(sameAs(name));
        taken.push([name, fitting]);
      }
    }
    if (taken.length > most) {
      const message = `has ${taken.length} attributes, and this vendor takes ${most} at the most`;
      return { reason: "ATTRIBUTE_LIMIT", message };
    }
    const member = { identifiers, attributes: Object.fromEntries(taken) };
    return dropped.length > 0 ? { member, dropped } : { member };
  };
}
