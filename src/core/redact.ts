const emailPattern = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,255}/gu;
/** Seven to fifteen digits, grouped or not: what E.164 allows. Longer runs are ids, shorter ones are counts. */
const phonePattern = /(?<![\p{L}\p{N}])\+?\d(?:[ ().-]{0,2}\d){6,14}(?![\p{L}\p{N}])/gu;
// oxlint-disable-next-line no-control-regex -- control characters are what this looks for
const controlPattern = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

/** The longest vendor text that a message of ours carries. */
const maximumLength = 300;

/** No vendor's key is this short, and a word such as "key" must not be cut out of every message. */
const shortestSecret = 5;

/** Every spelling in which a server might echo a secret. */
function spellings(secret: string): string[] {
  const spelled = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
  return [...new Set(spelled)].toSorted((one, other) => other.length - one.length);
}

/** Makes a function that takes the given secrets out of a text. */
export function createScrubber(secrets: readonly string[]): (text: string) => string {
  const needles = secrets.filter((secret) => secret.length >= shortestSecret).flatMap(spellings);
  return (text) => needles.reduce((left, needle) => left.split(needle).join("[redacted]"), text);
}

/** A foreign text made fit for a message: no personal data, no control characters, not too long. */
export function cleanText(text: string): string {
  const shortened = text.length > 4 * maximumLength ? text.slice(0, 4 * maximumLength) : text;
  const cleaned = shortened
    .replace(controlPattern, " ")
    .replace(emailPattern, "[email]")
    .replace(phonePattern, "[number]")
    .trim();
  return cleaned.length > maximumLength ? `${cleaned.slice(0, maximumLength)}…` : cleaned;
}
