import { invalidArgument } from "./errors.ts";

/** A misspelt option would be ignored, and its caller would not know. */
export function checkOptionNames(options: object, known: readonly string[]): void {
  const stranger = Object.keys(options).find((name) => !known.includes(name));
  if (stranger !== undefined) {
    throw invalidArgument(
      `There is no option ${JSON.stringify(stranger)}; there are ${known.join(", ")}.`,
    );
  }
}

/** @throws AudienceError `invalid_argument` for an option that is given, and is no whole number or too small */
export function checkWhole(name: string, value: number | undefined, least: number): void {
  if (value !== undefined && (!Number.isSafeInteger(value) || value < least)) {
    throw invalidArgument(`${name} must be a whole number of at least ${least}.`);
  }
}
