/** Two digits as a number; `NaN` = they are none, and what is no number is within no limits. */
function pair(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** Days from 1970 to a day of the Gregorian calendar; years begin in March, so that the odd day is their last. */
function daysTo(year: number, month: number, day: number): number {
  const from = month > 2 ? year : year - 1;
  const inYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const leaps = Math.floor(from / 4) - Math.floor(from / 100) + Math.floor(from / 400);
  return from * 365 + leaps + inYear - 719_468;
}

/**
 * The one spelling that all vendors use, `2026-03-14T09:26:53Z`, in ms; `undefined` = another one, or a day that not
 * every month has. It takes a third of what the platform takes for it, and there are two of them in most records.
 */
export function usualInstant(text: string): number | undefined {
  if (
    text.length !== 20 ||
    text[4] !== "-" ||
    text[7] !== "-" ||
    text[10] !== "T" ||
    text[13] !== ":" ||
    text[16] !== ":" ||
    text[19] !== "Z"
  ) {
    return undefined;
  }
  const year = pair(text, 0) * 100 + pair(text, 2);
  const month = pair(text, 5);
  const day = pair(text, 8);
  const hour = pair(text, 11);
  const minute = pair(text, 14);
  const second = pair(text, 17);
  const isDay = year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
  return isDay && hour <= 23 && minute <= 59 && second <= 59
    ? (((daysTo(year, month, day) * 24 + hour) * 60 + minute) * 60 + second) * 1000
    : undefined;
}
