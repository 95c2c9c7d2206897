import type { Json } from "./json.ts";

export interface Bounds {
  readonly least?: number;
  readonly most?: number;
  /** @default true */
  readonly whole?: boolean;
}

/**
 * Where the parameters of a fault are read from: the words of a line, or the members of an object.
 * What may follow without a label is read first; labelled parameters may stand in any order.
 */
export interface Source {
  readonly number: (name: string, bounds?: Bounds) => number;
  readonly text: (name: string) => string;
  readonly numberOrText: (name: string) => number | string;
  readonly choice: <T extends string>(name: string, allowed: readonly T[]) => T;
  /** Undefined for the word "missing", and for a member that is not there. */
  readonly value: (name: string) => Json | undefined;
  /** Read only where something of the kind comes next. */
  readonly maybeNumber: (name: string, bounds?: Bounds) => number | undefined;
  readonly maybeText: (name: string) => string | undefined;
  readonly maybeValue: (name: string) => Json | undefined;
  /** Read only where its label is there. */
  readonly labelled: <T>(name: string, label: string, read: (from: Source) => T) => T | undefined;
  /** Name and value, as often as the label is there. */
  readonly pairs: (name: string, label: string) => Readonly<Record<string, string>> | undefined;
  readonly flag: (name: string, label: string) => true | undefined;
}

/** How many bytes: 512, 64kB, 50MB, 2GB. */
const byteUnits: readonly (readonly [string, number])[] = [
  ["GB", 1e9],
  ["MB", 1e6],
  ["kB", 1e3],
];

export function writeBytes(bytes: number): string {
  const unit = byteUnits.find(([, size]) => bytes > 0 && bytes % size === 0);
  return unit === undefined ? String(bytes) : `${bytes / unit[1]}${unit[0]}`;
}

/** The number a word means, or undefined. */
export function readNumber(word: string): number | undefined {
  const match = /^(-?\d+(?:\.\d+)?)(kB|MB|GB)?$/.exec(word);
  if (match === null) return undefined;
  const unit = byteUnits.find(([name]) => name === match[2]);
  return Number(match[1]) * (unit?.[1] ?? 1);
}

/** What is wrong with a number, or undefined where it will do. */
export function numberProblem(
  value: number,
  { least, most, whole = true }: Bounds,
): string | undefined {
  const fits =
    Number.isFinite(value) &&
    (!whole || Number.isSafeInteger(value)) &&
    value >= (least ?? -Infinity) &&
    value <= (most ?? Infinity);
  if (fits) return undefined;
  const range = [
    ...(least === undefined ? [] : [`of ${least} or more`]),
    ...(most === undefined ? [] : [`up to ${most}`]),
  ].join(" ");
  return `must be a ${whole ? "whole " : ""}number${range === "" ? "" : ` ${range}`}, not ${value}`;
}

/** Leaves out what is undefined, so that a fault read from words equals one written as an object. */
export function compact<T extends object>(members: T): T {
  for (const name of Object.keys(members)) {
    if (Reflect.get(members, name) === undefined) Reflect.deleteProperty(members, name);
  }
  return members;
}
