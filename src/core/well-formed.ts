const halfCharacter = /\p{Surrogate}/u;

/** Whether a text is of whole characters: JSON and JavaScript can hold half of one, and UTF-8 cannot. */
export function isWellFormed(text: string & { isWellFormed?: () => boolean }): boolean {
  // The method is faster, and not everywhere yet.
  return text.isWellFormed?.() ?? !halfCharacter.test(text);
}
