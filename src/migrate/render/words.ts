import type { FieldFate, Loss, Plan } from "../plan.ts";

const thousands = new Intl.NumberFormat("en-US");

export const number = (value: number): string => thousands.format(value);

export const counted = (value: number, unit: string): string =>
  `${number(value)} ${value === 1 ? unit : `${unit}s`}`;

/** Where the members come from, and where they go. */
export function directionOf({ from, to }: Plan): readonly [string, string] {
  const source = from.provider === null ? from.name : `${from.provider}:${from.id}`;
  const named = from.name === from.id || from.provider === null ? "" : ` (${from.name})`;
  const target =
    to.id === null ? `a new audience at ${to.provider}, ${to.name}` : `${to.provider}:${to.id}`;
  return [`${source}${named}`, target];
}

/** How long it takes at the vendor's pace, in words. */
export function durationOf(minutes: number): string {
  if (minutes < 1) {
    return "less than a minute";
  }
  return minutes < 90
    ? `about ${number(Math.ceil(minutes))} minutes`
    : `about ${number(Math.ceil(minutes / 60))} hours`;
}

export const withheld = (losses: readonly Loss[]): readonly Loss[] =>
  losses.filter(({ carried }) => !carried);
export const lessened = (losses: readonly Loss[]): readonly Loss[] =>
  losses.filter(({ carried }) => carried);

/** What becomes of a field, in a word or two. */
export function fateOf({ kept, changed, dropped }: FieldFate): string {
  if (dropped > 0) {
    return kept + changed > 0 ? "dropped in part" : "dropped";
  }
  return changed > 0 ? "kept, written another way" : "kept";
}

/** What the plan costs. */
export function effortOf({ summary, members }: Plan): string {
  const { requests, minutes } = summary;
  const people = counted(members, "member");
  return requests === 0
    ? people
    : `${people}, at least ${number(requests)} requests, ${durationOf(minutes)}`;
}
