const digitsOnly = /^\d+(?:\.\d+)?$/;
/** A reset given as a moment, not as a duration: Unix seconds of this century. */
const unixSeconds = 1_000_000_000;
/** Nobody means a year. */
const absurd = 365 * 24 * 3_600_000;

/** A header of seconds or of an HTTP date, as ms from the vendor's own now; nonsense is `undefined`. */
function headerWait(value: string | null, vendorNow: number): number | undefined {
  const text = value?.trim() ?? "";
  if (digitsOnly.test(text)) {
    const seconds = Number(text);
    return seconds > unixSeconds ? seconds * 1000 - vendorNow : seconds * 1000;
  }
  const moment = /[A-Za-z]{3}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(moment) ? undefined : moment - vendorNow;
}

/**
 * How long the vendor asks to wait, in ms: `Retry-After` in seconds or as a date, and with a 429 `RateLimit-Reset` or
 * its older spelling; some send that with every answer, where it means nothing. A date is compared with the vendor's
 * own `Date`. `undefined` = it does not say, or not sensibly.
 */
export function requestedWait(
  headers: Headers,
  status: number,
  wallClock: number = Date.now(),
): number | undefined {
  const date = Date.parse(headers.get("date") ?? "");
  const vendorNow = Number.isNaN(date) ? wallClock : date;
  const resets = status === 429 ? ["ratelimit-reset", "x-ratelimit-reset"] : [];
  for (const name of ["retry-after", ...resets]) {
    const wait = headerWait(headers.get(name), vendorNow);
    if (wait !== undefined && wait < absurd) {
      return Math.max(0, wait);
    }
  }
  return undefined;
}

/** Full jitter: anything from nothing to twice as much as the last time, capped. */
export function backoff(repeats: number, base: number, random: () => number): number {
  const cap = Math.min(base * 2 ** repeats, 30_000);
  return Math.ceil(random() * cap);
}
