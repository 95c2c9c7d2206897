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
