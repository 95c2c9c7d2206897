/** Also as it stands in an address or in JSON that was escaped twice. */
const emailPattern = /[\p{L}\p{N}._%+'-]{1,64}(?:@|%40|\\u0040)[\p{L}\p{N}.-]{1,255}/gu;
/** Seven to fifteen digits, grouped or not: what E.164 allows. Longer runs are ids, shorter ones are counts. */
const phonePattern = /(?<![\p{L}\p{N}])\+?\d(?:[ ().-]{0,2}\d){6,14}(?![\p{L}\p{N}])/gu;
/** What stands in and around a telephone number, as an echoed address has it: space ( ) + , - . : ; */
const encodedPattern = /%(?:2[089BCDE]|3[AB])/gi;
// oxlint-disable-next-line no-control-regex -- control characters are what this looks for
const controlPattern = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

/** The longest vendor text that a message of ours carries. */
const maximumLength = 300;

/** No vendor's key is this short, and a word such as "key" must not be cut out of every message. */
const shortestSecret = 5;

/** A secret as it looks inside base64, behind 0, 1 or 2 other bytes: `Basic` authorization holds it so. */
function inBase64(secret: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    // Characters at either end also hold bits of what stands there.
    const first = Math.ceil((8 * before) / 6);
    const behind = Math.floor((8 * (before + secret.length)) / 6);
    const base64 = btoa("0".repeat(before) + secret).slice(first, behind);
    return [base64, base64.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

/** Every spelling in which a server might echo a secret. */
function spellings(secret: string): string[] {
  const encoded = encodeURIComponent(secret);
  const small = encoded.replaceAll(/%../g, (byte) => byte.toLowerCase());
  const escaped = JSON.stringify(secret).slice(1, -1);
  const spelled = [secret, encoded, small, escaped, ...inBase64(secret)];
  return [...new Set(spelled)].toSorted((one, other) => other.length - one.length);
}

/** Makes a function that takes the given secrets out of a text. */
export function createScrubber(secrets: readonly string[]): (text: string) => string {
  const needles = secrets.filter((secret) => secret.length >= shortestSecret).flatMap(spellings);
  return (text) => needles.reduce((left, needle) => left.split(needle).join("[redacted]"), text);
}

/** As much as is worth cleaning, in whole words: half an address would not be known for one. */
function beginningOf(text: string): string {
  const beginning = text.slice(0, 4 * maximumLength);
  return beginning === text ? text : beginning.slice(0, beginning.lastIndexOf(" ") + 1);
}

/** Also one in which a telephone number was found, for a key may hold such digits. */
const word = /[\w+/=~.[\]-]{16,}/g;
const digits = /\d|\[number\]/;

/** The same for words of which no secret is known to us: what looks like a key is taken for one. */
export function cleanForeign(text: string): string {
  const cleaned = cleanText(text.replace(/\b(bearer|basic)[ +]+\S+/gi, "$1 [redacted]"));
  return cleaned.replace(word, (long) => (digits.test(long) ? "[redacted]" : long));
}

/** The vendor's name of a request: digits alone are one, though in a sentence they might be a telephone number. */
export function cleanId(text: string): string {
  return /^\d{1,100}$/.test(text) ? text : cleanText(text);
}

/** A foreign text made fit for a message: no personal data, no control characters, not too long. */
export function cleanText(text: string): string {
  const cleaned = beginningOf(text)
    .replace(encodedPattern, decodeURIComponent)
    .replace(controlPattern, " ")
    .replace(emailPattern, "[email]")
    .replace(phonePattern, "[number]")
    .trim();
  return cleaned.length > maximumLength ? `${cleaned.slice(0, maximumLength)}…` : cleaned;
}
