/**
 * Text as a part of an address. Half of a character, which a vendor may send as well as anyone, is in no address: it
 * becomes the sign for an unknown one instead of an error.
 */
export function encoded(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, "\uFFFD"));
}
