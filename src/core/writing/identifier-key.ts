import type { IdentifierKind } from "../model.ts";

/** What stands between the digits of a phone and says nothing: spaces, brackets, dots, and marks of direction. */
const phoneSeparators = /[\s().\u00a0\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff-]+/g;
/** The host of LinkedIn in any country, what kind of page it is, and whose. */
const profilePattern =
  /^(?:https?:\/\/)?(?:[a-z-]{1,5}\.)?linkedin\.com\/(in|pub|sales\/lead|sales\/people|talent\/profile)\/([^?#\s]+)/i;

export function withoutSeparators(phone: string): string {
  return phone.replace(phoneSeparators, "");
}

export function isProfile(url: string): boolean {
  return profilePattern.test(url.trim());
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone percent sign: it stands for itself
  }
}

/** One profile has many addresses: with and without country, language, query, slash and escapes. */
function profileKey(url: string): string {
  const [, kind = "", rest = ""] = profilePattern.exec(url.trim()) ?? [];
  const page = kind.toLowerCase();
  const [first = ""] = rest.split("/");
  switch (page) {
    case "":
      return url.trim();
    case "pub": // an old address such as /pub/ada/1/2/3: every part counts
      return `${page}/${decoded(rest).replace(/\/+$/, "").toLowerCase()}`;
    case "in":
      return `${page}/${decoded(first).toLowerCase()}`;
    default: // an id, whose case counts, and behind a comma how it was found
      return `${page}/${decoded(first).split(",")[0]}`;
  }
}

/** A phone that has no separators. */
const bare = /^\+\d+$/;

/**
 * What tells identifiers of one kind apart, for comparing only: it is never written anywhere. Ids of the caller's own
 * are compared as they are.
 */
const keys: Readonly<Record<IdentifierKind, (value: string) => string>> = {
  email: (value) => value.trim().toLowerCase(),
  phone: (value) => (bare.test(value) ? value : withoutSeparators(value)),
  externalId: (value) => value,
  linkedinUrl: profileKey,
};

/** Equal for two identifiers of one kind that mean the same, and only for those. */
export function identifierKey(kind: IdentifierKind, value: string): string {
  return keys[kind](value);
}
