/** Code points that take two columns, by Unicode's East Asian Width (wide and full width). */
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2ff}\u{20000}-\u{3fffd}]/u;
/** Shown as a picture by itself, or because U+FE0F asks for it; flags are pairs of letters. */
const pictured = /\p{Emoji_Presentation}|\ufe0f|\p{Regional_Indicator}{2}/u;
/** Takes no column of its own: marks, joiners, selectors, and the later parts of a Hangul syllable. */
const invisible = /^[\p{M}\p{Cf}\u1160-\u11ff]$/u;
// oxlint-disable-next-line no-control-regex -- printable ASCII is what this looks for
const plain = /^[\u0020-\u007e]*$/;

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function graphemeWidth(grapheme: string): number {
  if (pictured.test(grapheme)) {
    return 2;
  }
  let width = 0;
  for (const character of grapheme) {
    width += invisible.test(character) ? 0 : wide.test(character) ? 2 : 1;
  }
  return width;
}

/** How many columns of a terminal a printable text takes. */
export function widthOf(text: string): number {
  if (plain.test(text)) {
    return text.length;
  }
  let width = 0;
  for (const { segment } of graphemes.segment(text)) {
    width += graphemeWidth(segment);
  }
  return width;
}

/** Cuts a text to so many columns, with … where something is missing; never in the middle of a character. */
export function fit(text: string, columns: number): string {
  if (text.length <= columns && plain.test(text)) {
    return text;
  }
  let width = 0;
  let kept = "";
  let shorter = "";
  for (const { segment } of graphemes.segment(text)) {
    width += graphemeWidth(segment);
    if (width > columns) {
      return `${shorter}…`;
    }
    kept += segment;
    shorter = width < columns ? kept : shorter;
  }
  return text;
}
