const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Characters of one fingerprint. */
export const fingerprintLength = 8;

/**
 * 48 bits of a text as 8 characters, for telling ids apart in a token: synchronous, the same on every machine, and
 * no cryptography. Two multiply-and-xor lanes with Murmur's final mix.
 */
export function fingerprint(text: string): string {
  let one = 0xdeadbeef;
  let two = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    one = Math.imul(one ^ unit, 2654435761);
    two = Math.imul(two ^ unit, 1597334677);
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909);
  two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  let result = "";
  for (const half of [one >>> 8, two >>> 8]) {
    for (let shift = 18; shift >= 0; shift -= 6) {
      result += alphabet[(half >>> shift) & 63];
    }
  }
  return result;
}
