import type { AttributeValue } from "./model.ts";
import { isWellFormed } from "./well-formed.ts";

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

const twoLetters = /^[A-Z]{2}$/;

/** A text that says something: no half character, and no mark of one that could not be read. */
export const asText: AttributeRule = (value) =>
  typeof value === "string" && value !== "" && !value.includes("\ufffd") && isWellFormed(value)
    ? value
    : undefined;

/** A country by its ISO 3166-1 alpha-2 code. */
export const asCountry: AttributeRule = (value) => {
  const code = typeof value === "string" ? value.trim().toUpperCase() : "";
  return twoLetters.test(code) ? code : undefined;
};

/** A number, or a text that says something. */
export const asTextOrNumber: AttributeRule = (value) =>
  typeof value === "number" && Number.isFinite(value) ? value : asText(value);
