/** A small seeded generator: the same seed gives the same values on every machine. */
export interface Random {
  /** From 0 to just below 1. */
  readonly fraction: () => number;
  /** Both ends included. */
  readonly integer: (lowest: number, highest: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(values: readonly [T, ...T[]]) => T;
  readonly text: (length: number, alphabet: string) => string;
}

export const hexDigits = "0123456789abcdef";
export const alphanumerics = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** 32 bits of a text (FNV-1a), to derive one seed from another. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}

/** mulberry32: 32 bits of state, good enough for data that only has to look real. */
export function createRandom(seed: number | string): Random {
  let state = hash(String(seed));
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const integer = (lowest: number, highest: number): number =>
    lowest + Math.floor(fraction() * (highest - lowest + 1));
  return {
    fraction,
    integer,
    chance: (probability) => fraction() < probability,
    pick: (values) => values[integer(0, values.length - 1)] ?? values[0],
    text: (length, alphabet) =>
      Array.from({ length }, () => alphabet.charAt(integer(0, alphabet.length - 1))).join(""),
  };
}
