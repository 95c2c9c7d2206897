import { invalidArgument } from "../errors.ts";

/** The one error for a token that cannot be read. */
export function damaged(): Error {
  return invalidArgument(
    "The continuation token is damaged or not one of audiencekit's. Pass it exactly as it was given, or start the listing anew without it.",
  );
}

/** As long as this, no less and no more. */
export function asList(value: unknown, length: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length !== length) {
    throw damaged();
  }
  return value;
}

export function asText(value: unknown): string {
  if (typeof value !== "string") {
    throw damaged();
  }
  return value;
}

export function asWhole(value: unknown, least = 0): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < least) {
    throw damaged();
  }
  return value;
}

export function oneOf<Word extends string>(words: readonly Word[], value: unknown): Word {
  const word = words.find((one) => one === value);
  if (word === undefined) {
    throw damaged();
  }
  return word;
}
