import type { Count } from "../../core/model.ts";

/**
 * What could steer a terminal or turn a line around: control characters, line separators, halves of pairs, and all
 * invisible formatting but what joins emoji and letters (U+200C, U+200D, tags).
 */
const steering =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?!\u200c|\u200d|[\u{e0020}-\u{e007f}])[\p{Cf}\u115f\u1160\u3164\uffa0]/gu;

const spelledOut = (character: string): string =>
  `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** A foreign text made fit for one line of a terminal: what could steer it is shown as `\u{1b}`. */
export function printable(text: string): string {
  return text.replace(steering, spelledOut);
}

/** The same for a text of ours that may have several lines. */
export function printableLines(text: string): string {
  return text.replace(steering, (character) =>
    character === "\n" ? character : spelledOut(character),
  );
}

const thousands = new Intl.NumberFormat("en-US");

export function number(value: number): string {
  return thousands.format(value);
}

/** "1 page", "2,500 pages". */
export function counted(value: number, unit: string): string {
  return `${number(value)} ${value === 1 ? unit : `${unit}s`}`;
}

/** How long somebody asks to wait. @param milliseconds as it was asked */
export const waitText = (milliseconds: number): string =>
  `${number(Math.ceil(milliseconds / 1000))} s`;

const singular: Readonly<Record<Count["unit"], string>> = {
  rows: "row",
  ids: "id",
  people: "person",
};

/** A count with its unit: counts of different units must never look as if they could be added up. */
export function size(count: Count | null): string {
  if (count === null) {
    return "–";
  }
  return `${number(count.value)} ${count.value === 1 ? singular[count.unit] : count.unit}`;
}

/** The day in UTC; a table has no room for more. */
export function day(date: Date | null): string {
  return date === null ? "–" : date.toISOString().slice(0, 10);
}

type Style = "bold" | "dim" | "red" | "green" | "yellow";

const codes: Readonly<Record<Style, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
};

export type Paint = (style: Style, text: string) => string;

/** Makes the function that colours, or one that leaves everything as it is. */
export function createPaint(enabled: boolean): Paint {
  return (style, text) => {
    const [on, off] = codes[style];
    return enabled ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  };
}
