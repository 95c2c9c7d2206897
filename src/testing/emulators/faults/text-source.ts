import type { Json } from "./json.ts";
import { parseJson } from "./json.ts";
import type { Bounds, Source } from "./source.ts";
import { numberProblem, readNumber } from "./source.ts";
import type { Token } from "./tokens.ts";

/** Bare words that can follow a parameter which may be left out. */
const labels: ReadonlySet<string> = new Set(["at", "as"]);

export interface TextSource extends Source {
  /** What has not been read. */
  readonly rest: () => readonly Token[];
}

/** Reads the parameters of a fault from the words behind its name. */
export function createTextSource(words: readonly Token[]): TextSource {
  const tokens = [...words];

  const next = (name: string): Token => {
    const token = tokens.shift();
    if (token === undefined) throw new Error(`${name} is missing at its end`);
    return token;
  };
  const text = (name: string): string => {
    const token = next(name);
    if (token.literal === undefined) return token.text;
    if (typeof token.literal === "string") return token.literal;
    throw new Error(`${name} must be a word or a quoted text, not ${token.text}`);
  };
  const number = (name: string, bounds: Bounds = {}): number => {
    const token = next(name);
    const value = token.literal === undefined ? readNumber(token.text) : undefined;
    if (value === undefined) throw new Error(`${name} must be a number, not ${token.text}`);
    const problem = numberProblem(value, bounds);
    if (problem !== undefined) throw new Error(`${name} ${problem}`);
    return value;
  };
  const value = (name: string): Json | undefined => {
    const token = next(name);
    if (token.literal !== undefined) return token.literal;
    if (token.text === "missing") return undefined;
    const literal = parseJson(token.text);
    return literal === undefined ? token.text : literal;
  };

  const source: TextSource = {
    number,
    text,
    value,
    numberOrText: (name) => source.maybeNumber(name, { whole: false }) ?? text(name),
    choice(name, allowed) {
      const word = text(name);
      const found = allowed.find((one) => one === word);
      if (found === undefined)
        throw new Error(`${name} must be one of ${allowed.join(", ")}, not ${word}`);
      return found;
    },
    maybeNumber(name, bounds) {
      const [first] = tokens;
      const isNumber = first?.literal === undefined && readNumber(first?.text ?? "") !== undefined;
      return isNumber ? number(name, bounds) : undefined;
    },
    maybeText(name) {
      const [first] = tokens;
      const isText =
        first !== undefined &&
        (first.literal === undefined ? !labels.has(first.text) : typeof first.literal === "string");
      return isText ? text(name) : undefined;
    },
    maybeValue(name) {
      const [first] = tokens;
      const isValue =
        first !== undefined && (first.literal !== undefined || !labels.has(first.text));
      return isValue ? value(name) : undefined;
    },
    labelled(_name, label, read) {
      const at = tokens.findIndex((token) => token.literal === undefined && token.text === label);
      if (at === -1) return undefined;
      const behind = createTextSource(tokens.splice(at).slice(1));
      const found = read(behind);
      tokens.push(...behind.rest());
      return found;
    },
    pairs(name, label) {
      const found: [string, string][] = [];
      const pair = (from: Source): [string, string] => [from.text(name), from.text(name)];
      for (
        let one = source.labelled(name, label, pair);
        one !== undefined;
        one = source.labelled(name, label, pair)
      )
        found.push(one);
      return found.length === 0 ? undefined : Object.fromEntries(found);
    },
    flag: (name, label) => source.labelled(name, label, () => true as const),
    rest: () => tokens,
  };
  return source;
}
