import { hashText, hashWords } from "./text-hash.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Characters of one fingerprint. */
export const fingerprintLength = 8;

/** Nothing to begin with, so that it is the same everywhere. */
const seeds = new Uint32Array(hashWords);
const hash = new Uint32Array(hashWords);
const digitBits = 6;

/** 48 bits of a text as 8 characters, for telling ids apart in a token: the same on every machine, and no cryptography. */
export function fingerprint(text: string): string {
  hashText(text, 0, seeds, hash);
  let result = "";
  // The last two words: the length of the text is in one of them, and in the first it is not.
  for (const word of hash.subarray(1)) {
    for (let digit = 1; digit <= fingerprintLength / 2; digit += 1) {
      result += alphabet[(word >>> (32 - digit * digitBits)) & 63];
    }
  }
  return result;
}
