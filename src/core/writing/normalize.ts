import type { Fit } from "./contract.ts";
import { isProfile, withoutSeparators } from "./identifier-key.ts";
import { identifierKinds } from "../model.ts";
import type { IdentifierKind, LossReason, MemberInput } from "../model.ts";

/** A member as it will be written, or why it will not be. */
export type Normalized = Fit;

/** Makes a member fit for a target that takes these identifiers. */
export type Normalize = (member: MemberInput, accepts: readonly IdentifierKind[]) => Normalized;

/** An identifier as it will be written, or why it will not be; the problem continues "has no valid identifier:". */
export type Reading = { readonly value: string } | Unreadable;

interface Unreadable {
  readonly reason: LossReason;
  readonly problem: string;
}

/** What is known of emails and phones. */
export interface IdentityRules {
  /** Of a text without spaces around it, in lower case. */
  readonly isEmail: (text: string) => boolean;
  /** Whether a phone without its separators is in E.164 already. */
  readonly isInternational: (text: string) => boolean;
  /** Reads any other phone. */
  readonly readPhone: (text: string) => Reading;
}

/** MD5, SHA-1 and SHA-256 in hexadecimal, and SHA-256 in base64. */
const hashPattern = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-z+/_-]{43}=?)$/i;
/** NUL, half a character, or the mark of one that could not be read: what is written would not be what was meant. */
// oxlint-disable-next-line no-control-regex -- NUL is what this looks for
const damaged = /[\0\p{Surrogate}\ufffd]/u;
/** What nobody sees and no mail server takes: controls, marks of direction, joiners. */
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\ufffd]/u;
const scientific = /^[+-]?\d+(?:[.,]\d*)?e[+-]?\d+$/i;
const decimal = /^\+?\d{6,}[.,]0+$/;
const longestEmail = 254;

export const unreadable = (problem: string): Unreadable => ({
  reason: "IDENTIFIER_INVALID",
  problem,
});
const hashed: Unreadable = { reason: "HASHED_ONLY", problem: "it is hashed" };

/** Whether this is what a hash function makes of an identifier, and not the identifier. */
export function isHashed(text: string): boolean {
  return hashPattern.test(text.trim());
}

/** Whether a spreadsheet has written a number of many digits as 4.91512E+11: the others are gone. */
export function isScientific(text: string): boolean {
  return (text.includes("E") || text.includes("e")) && scientific.test(text.trim());
}

/** Each kind by the rule of the field: emails lower-cased, phones in E.164, other ids never touched. */
function readersOf({
  isEmail,
  isInternational,
  readPhone,
}: IdentityRules): Readonly<Record<IdentifierKind, (text: string) => Reading>> {
  return {
    email(text) {
      const value = text.trim().toLowerCase();
      if (value.length <= longestEmail && isEmail(value)) {
        return unseen.test(value)
          ? unreadable("its email holds an invisible or a broken character")
          : { value };
      }
      return hashPattern.test(value)
        ? hashed
        : unreadable("an email needs a name, one @ and a domain");
    },
    phone(text) {
      if (isInternational(text)) {
        return { value: text };
      }
      const phone = text.trim();
      if (scientific.test(phone)) {
        return unreadable(
          "its phone is in scientific notation, as a spreadsheet writes it, and digits of it are gone; export the column as text",
        );
      }
      if (decimal.test(phone)) {
        return unreadable("its phone was kept as a decimal number; export the column as text");
      }
      const value = withoutSeparators(phone);
      if (isInternational(value)) {
        return { value };
      }
      return hashPattern.test(phone) ? hashed : readPhone(phone);
    },
    externalId: (text) =>
      text === "" || damaged.test(text)
        ? unreadable("its id is empty, or holds a broken character")
        : { value: text },
    linkedinUrl: (text) =>
      isProfile(text) && !damaged.test(text)
        ? { value: text }
        : unreadable("its LinkedIn address is not that of a person's profile"),
  };
}

const noText = unreadable("it is not a text");

/** Why a member without a good identifier is not written. */
function rejection(worst: Unreadable | undefined): Normalized {
  if (worst === undefined) {
    const message = "has no identifier that this vendor takes";
    return { reason: "NO_MATCHABLE_IDENTIFIER", message };
  }
  const { reason, problem } = worst;
  return reason === "HASHED_ONLY"
    ? { reason, message: "has hashed identifiers only, and this vendor takes plain ones" }
    : { reason, message: `has no valid identifier: ${problem}` };
}

/** Makes a `normalize` by these rules. */
export function createNormalize(rules: IdentityRules): Normalize {
  const readers = readersOf(rules);
  return (member, accepts) => {
    const identifiers: { [Kind in IdentifierKind]?: readonly string[] } = {};
    const dropped: IdentifierKind[] = [];
    let worst: Unreadable | undefined;
    let found = false;
    for (const kind of identifierKinds) {
      const values = member.identifiers[kind];
      if (values === undefined || values.length === 0) {
        continue;
      }
      if (!accepts.includes(kind)) {
        dropped.push(kind);
        continue;
      }
      const good: string[] = [];
      let whole = true;
      for (const text of values) {
        const reading = typeof text === "string" ? readers[kind](text) : noText;
        if ("reason" in reading) {
          whole = false;
          worst = worst?.reason === "HASHED_ONLY" ? worst : reading;
        } else if (!good.includes(reading.value)) {
          good.push(reading.value);
        }
      }
      if (!whole) {
        dropped.push(kind);
      }
      if (good.length > 0) {
        identifiers[kind] = good;
        found = true;
      }
    }
    if (!found) {
      return rejection(worst);
    }
    const fit = { identifiers, attributes: member.attributes };
    return dropped.length > 0 ? { member: fit, dropped } : { member: fit };
  };
}

const e164 = /^\+[1-9]\d{6,14}$/;
// Linear: no two parts of it can match the same characters.
const email = /^[^\s@]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+$/;

/**
 * The rules that need no further package. Phones must come in E.164, separators allowed; to read national numbers,
 * pass a `normalize` that knows a country.
 */
export const normalizeMember: Normalize = createNormalize({
  isEmail: (text) => email.test(text),
  isInternational: (text) => e164.test(text),
  readPhone: () => unreadable("a phone needs the form +15550100200"),
});
