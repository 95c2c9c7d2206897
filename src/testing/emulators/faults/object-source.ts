import type { Json, JsonObject } from "./json.ts";
import { isJsonObject } from "./json.ts";
import type { Bounds, Source } from "./source.ts";
import { numberProblem } from "./source.ts";

export interface ObjectSource extends Source {
  /** Members that no parameter has asked for. */
  readonly unread: () => readonly string[];
}

/** Reads the parameters of a fault from an object. */
export function createObjectSource(members: JsonObject): ObjectSource {
  const read = new Set<string>(["kind"]);
  const get = (name: string): Json | undefined => {
    read.add(name);
    return Object.hasOwn(members, name) ? members[name] : undefined;
  };

  const text = (name: string): string => {
    const value = get(name);
    if (typeof value === "string") return value;
    throw new Error(`${name} must be a text, not ${JSON.stringify(value)}`);
  };
  const number = (name: string, bounds: Bounds = {}): number => {
    const value = get(name);
    if (typeof value !== "number")
      throw new Error(`${name} must be a number, not ${JSON.stringify(value)}`);
    const problem = numberProblem(value, bounds);
    if (problem !== undefined) throw new Error(`${name} ${problem}`);
    return value;
  };
  const source: ObjectSource = {
    number,
    text,
    value: get,
    numberOrText: (name) =>
      typeof get(name) === "number" ? number(name, { whole: false }) : text(name),
    choice(name, allowed) {
      const value = get(name);
      const found = allowed.find((one) => one === value);
      if (found === undefined)
        throw new Error(
          `${name} must be one of ${allowed.join(", ")}, not ${JSON.stringify(value)}`,
        );
      return found;
    },
    maybeNumber: (name, bounds) => (get(name) === undefined ? undefined : number(name, bounds)),
    maybeText: (name) => (get(name) === undefined ? undefined : text(name)),
    maybeValue: get,
    labelled: (name, _label, readValue) =>
      get(name) === undefined ? undefined : readValue(source),
    pairs(name) {
      const value = get(name);
      if (value === undefined) return undefined;
      const entries = isJsonObject(value) ? Object.entries(value) : [];
      const texts = entries.flatMap(([key, one]): [string, string][] =>
        typeof one === "string" ? [[key, one]] : [],
      );
      if (!isJsonObject(value) || texts.length !== entries.length)
        throw new Error(`${name} must be an object of texts, not ${JSON.stringify(value)}`);
      return Object.fromEntries(texts);
    },
    flag(name) {
      const value = get(name);
      if (value === undefined || value === true) return value;
      throw new Error(`${name} must be true or left out, not ${JSON.stringify(value)}`);
    },
    unread: () => Object.keys(members).filter((name) => !read.has(name)),
  };
  return source;
}
