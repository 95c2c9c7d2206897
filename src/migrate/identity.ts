import {
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  Metadata,
  parsePhoneNumberFromString,
} from "libphonenumber-js";
import type { CountryCode } from "libphonenumber-js";
import email from "validator/lib/isEmail.js";

import { invalidArgument } from "../core/errors.ts";
import { createNormalize, unreadable } from "../core/writing/normalize.ts";
import type { Normalize, Reading } from "../core/writing/normalize.ts";

export interface IdentityOptions {
  /** ISO 3166-1 alpha-2; how phones without a country code are read. @default only international ones are read */
  readonly defaultCountry?: string | undefined;
}

/** Most addresses, at a fortieth of the price of looking closely; short enough that no part of one is too long. */
const plainEmail =
  /^[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;
const longestPlain = 64;

/** A local part may be in any script; an address of an IP or with a name before it is for mail programs. */
const isEmail = (text: string): boolean =>
  (text.length <= longestPlain && plainEmail.test(text)) ||
  email.default(text, { allow_utf8_local_part: true });

const e164 = /^\+[1-9]\d{6,14}$/;
const zero = 48;
const longestCode = 3;

/** The lengths that numbers of each calling code have, as bits; several countries can share a code. */
function lengthsByCode(): Int32Array {
  const lengths = new Int32Array(10 ** longestCode);
  const metadata = new Metadata();
  for (const country of getCountries()) {
    metadata.selectNumberingPlan(country);
    const code = Number(getCountryCallingCode(country));
    for (const length of metadata.numberingPlan?.possibleLengths() ?? []) {
      lengths[code] = (lengths[code] ?? 0) | (1 << length);
    }
  }
  return lengths;
}

/** Made when the first identity is: a program that reads no phones does not pay for it. */
let lengths: Int32Array | undefined;

/** Whether a calling code is there, and as many digits behind it as its numbers have; a fiftieth of the price of parsing. */
function createInternationalCheck(): (text: string) => boolean {
  const known = (lengths ??= lengthsByCode());
  return (text) => {
    if (!e164.test(text)) {
      return false;
    }
    let code = 0;
    // No calling code is the beginning of another.
    for (let at = 1; at <= longestCode; at += 1) {
      code = code * 10 + text.charCodeAt(at) - zero;
      const possible = known[code] ?? 0;
      if (possible !== 0) {
        // A zero is mostly one too many (+49 0151 …), and in some countries (+39 06 …) right: to be looked at.
        return (possible & (1 << (text.length - 1 - at))) !== 0 && text.charCodeAt(at + 1) !== zero;
      }
    }
    return false;
  };
}

function checkCountry(country: string | undefined): CountryCode | undefined {
  const code = country?.toUpperCase();
  if (code !== undefined && !isSupportedCountry(code)) {
    throw invalidArgument(
      `defaultCountry must be an ISO 3166-1 alpha-2 code such as US or DE, not ${JSON.stringify(country)}.`,
    );
  }
  return code;
}

/** A number that was read as one of the country, and is as good a number with the country's code at its front. */
function isAmbiguous(text: string, read: string, country: CountryCode | undefined): boolean {
  const code = country === undefined ? undefined : getCountryCallingCode(country);
  const digits = text.replaceAll(/\D/g, "");
  return (
    code !== undefined &&
    !text.startsWith("+") &&
    digits.startsWith(code) &&
    read !== `+${digits}` &&
    parsePhoneNumberFromString(`+${digits}`)?.isValid() === true
  );
}

/** Reads a phone as people write it. */
function createPhoneReader(country: CountryCode | undefined): (text: string) => Reading {
  return (given) => {
    const text = given.replace("＋", "+"); // as East Asian keyboards write it; the digits are read anyway
    // The whole text must be the number: no digits are picked out of a sentence.
    const phone = parsePhoneNumberFromString(text, {
      ...(country !== undefined && { defaultCountry: country }),
      extract: false,
    });
    // "123" parses with a country, and is no phone.
    if (phone?.isValid() !== true) {
      const isNational = country === undefined && !text.startsWith("+");
      return unreadable(
        isNational
          ? "its phone has no country code, and no defaultCountry is given"
          : "its phone is no valid number",
      );
    }
    return isAmbiguous(text, phone.number, country)
      ? unreadable(
          "its phone may begin with the country code or not; write it with + or with its leading 0",
        )
      : { value: phone.number };
  };
}

/**
 * Makes the `normalize` of a write or a migration that knows national phone numbers. Emails are trimmed and
 * lower-cased and otherwise left alone: no dot or plus part is folded, for that would merge people.
 * @throws AudienceError `invalid_argument` for a country that is none
 */
export function createIdentity(options: IdentityOptions = {}): Normalize {
  return createNormalize({
    isEmail,
    isInternational: createInternationalCheck(),
    readPhone: createPhoneReader(checkCountry(options.defaultCountry)),
  });
}
