/** Words of one hash. */
export const hashWords = 3;

/** Murmur's last step: every bit of the result hangs on every bit of the value. */
export function mixed(value: number): number {
  let left = value ^ (value >>> 16);
  left = Math.imul(left, 0x85ebca6b);
  left ^= left >>> 13;
  left = Math.imul(left, 0xc2b2ae35);
  return (left ^ (left >>> 16)) >>> 0;
}

/**
 * 95 bits of a text, in three words, the last of which is never zero. Among ten million texts the chance that any two
 * are taken for one is below one in ten to the fourteenth. No cryptography: whoever knows the seeds can look for pairs.
 */
export function hashText(text: string, kind: number, seeds: Uint32Array, into: Uint32Array): void {
  let one = (seeds[0] ?? 0) ^ kind;
  let two = seeds[1] ?? 0;
  let three = seeds[2] ?? 0;
  // Two code units at a time: the same bits go in, in half the steps.
  for (let index = 0; index < text.length; index += 2) {
    const code = text.charCodeAt(index) | (text.charCodeAt(index + 1) << 16);
    one = Math.imul(((one << 5) | (one >>> 27)) ^ code, 0xcc9e2d51);
    two = Math.imul(((two << 7) | (two >>> 25)) ^ code, 0x1b873593);
    three = Math.imul(((three << 11) | (three >>> 21)) ^ code, 0x9e3779b1);
  }
  into[0] = mixed(one);
  into[1] = mixed(two);
  into[2] = (mixed(three ^ text.length) | 1) >>> 0;
}
