/** The mark that some programs put before UTF-8. */
const utf8Mark = Buffer.from([0xef, 0xbb, 0xbf]);

interface Signature {
  readonly bytes: readonly number[];
  readonly problem: string;
}

const utf16 = "is in UTF-16; save it as UTF-8 (in Excel: CSV UTF-8)";
const signatures: readonly Signature[] = [
  { bytes: [0xff, 0xfe], problem: utf16 },
  { bytes: [0xfe, 0xff], problem: utf16 },
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    problem: "is a spreadsheet or a zip, whatever its name says; export it as CSV",
  },
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0],
    problem: "is an old spreadsheet, whatever its name says; export it as CSV",
  },
  { bytes: [0x1f, 0x8b], problem: "is packed with gzip; let its name end with .gz" },
];
/** Enough to see a pattern in. */
const sample = 256;

/** Text in UTF-16 without a mark has a NUL beside nearly every character. */
function looksWide(head: Buffer): boolean {
  const length = Math.min(head.length, sample) & ~1;
  let even = 0;
  let odd = 0;
  for (let at = 0; at < length; at += 2) {
    even += head[at] === 0 ? 1 : 0;
    odd += head[at + 1] === 0 ? 1 : 0;
  }
  return length >= 4 && Math.max(even, odd) > length / 4;
}

/** What kind of file it is instead, if it is none of ours. */
export function foreignKind(head: Buffer): string | undefined {
  const found = signatures.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte));
  return found?.problem ?? (looksWide(head) ? utf16 : undefined);
}

/** How many bytes stand before the text. */
export function markLength(head: Buffer): number {
  return head.subarray(0, utf8Mark.length).equals(utf8Mark) ? utf8Mark.length : 0;
}
