import { identifierKinds } from "../core/model.ts";
import type { AttributeValue, IdentifierKind, Member } from "../core/model.ts";
import { isScientific } from "../core/writing/normalize.ts";
import { isWellFormed } from "../core/well-formed.ts";
import { setAttribute } from "../core/writing/attributes.ts";
import { damageIn } from "./rows.ts";
import type { RowNote } from "./rows.ts";
import { usualMeaning } from "./spellings.ts";
import type { Meaning } from "./spellings.ts";

/** A line as it stands in the file. */
export interface JsonlRecord {
  /** Counting from 1. */
  readonly line: number;
  readonly value: object;
}

export type MappedLine =
  | { readonly member: Member<JsonlRecord>; readonly notes?: readonly RowNote[] | undefined }
  | { readonly problem: string };

/** What a field means; names that come again and again are looked up once. */
export type MeaningOf = (field: string) => Meaning;

/** More names than any list of people has; a file may have a new one in every line. */
const mostRemembered = 10_000;

export function createMeanings(choice: ReadonlyMap<string, Meaning>): MeaningOf {
  const chosen = new Set(
    [...choice.values()].map((meaning) => meaning.identifier ?? meaning.attribute),
  );
  const remembered = new Map(choice);
  return (field) => {
    const known = remembered.get(field);
    if (known !== undefined) {
      return known;
    }
    const usual = usualMeaning(field);
    const meaning =
      usual !== undefined && !chosen.has(usual.identifier ?? usual.attribute)
        ? usual
        : { attribute: field };
    if (remembered.size < mostRemembered) {
      remembered.set(field, meaning);
    }
    return meaning;
  };
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Digits that a number of JavaScript may not hold. */
const longDigits = /\d{16}/;

/** Reads JSON; a number that would be rounded stays the text that it is. */
function parseExactly(text: string): unknown {
  if (!longDigits.test(text)) {
    return JSON.parse(text);
  }
  return JSON.parse(text, (_key, value: unknown, context?: { readonly source?: string }) => {
    const source = context?.source ?? "";
    return typeof value === "number" && String(value) !== source && !Number.isSafeInteger(value)
      ? source
      : value;
  });
}

const nested: Omit<RowNote, "path"> = {
  code: "changed_type",
  message: "holds a list or an object, and is kept as its JSON",
};
const cutPhone: RowNote = {
  code: "spoiled_value",
  message: "holds a phone in scientific notation, digits of which are gone",
};

/** Gathers a member, field by field. */
function createDraft(hasEscapes: boolean) {
  const identifiers: { [Kind in IdentifierKind]?: readonly string[] } = {};
  const attributes: Record<string, AttributeValue> = {};
  const notes: RowNote[] = [];
  let problem: string | undefined;
  /** What cannot stand in UTF-8 can stand there as an escape. */
  function check(text: string): void {
    if (hasEscapes) {
      problem ??= !isWellFormed(text) ? "holds half a character" : damageIn(text);
    }
  }
  const draft = {
    /** One identifier, or a list of them; numbers are written out. */
    identify(kind: IdentifierKind, given: unknown): void {
      for (const value of Array.isArray(given) ? given : [given]) {
        const text: unknown = typeof value === "number" ? String(value) : value;
        if (typeof text !== "string") {
          problem ??= text === null ? problem : `has an identifier (${kind}) that is no text`;
        } else if (text.trim() !== "") {
          check(text);
          identifiers[kind] = [...(identifiers[kind] ?? []), text];
          if (kind === "phone" && isScientific(text)) {
            notes.push(cutPhone);
          }
        }
      }
    },
    describe(name: string, given: unknown): void {
      const isNestedValue = typeof given === "object" && given !== null;
      const value = isNestedValue ? JSON.stringify(given) : given;
      check(name);
      if (isNestedValue) {
        notes.push({ ...nested, path: name });
      }
      if (typeof value === "string") {
        check(value);
        setAttribute(attributes, name, value);
      } else {
        const isPlain = typeof value === "number" || typeof value === "boolean";
        setAttribute(attributes, name, isPlain ? value : null);
      }
    },
    done: (line: number, value: object): MappedLine =>
      problem === undefined
        ? { member: { identifiers, attributes, raw: { line, value } }, notes }
        : { problem },
  };
  return draft;
}

const isKind = (name: string): name is IdentifierKind =>
  identifierKinds.some((kind) => kind === name);

/** `{ identifiers, attributes }`, or one object with everything in it: `{ email, phone, … }`. */
export function isNested(value: object): value is { readonly identifiers: object } {
  return "identifiers" in value && isObject(value.identifiers);
}

/** Reads one line. What JSON itself says against it is not repeated: it quotes the line. */
export function readLine(text: string, line: number, meaningOf: MeaningOf): MappedLine {
  const damage = damageIn(text);
  if (damage !== undefined) {
    return { problem: damage };
  }
  let value: unknown;
  try {
    value = parseExactly(text);
  } catch {
    return { problem: "is no JSON" };
  }
  if (!isObject(value)) {
    return { problem: "is no JSON object" };
  }
  const draft = createDraft(text.includes("\\u"));
  if (isNested(value)) {
    for (const [name, given] of Object.entries(value.identifiers)) {
      if (!isKind(name)) {
        return { problem: `has an identifier that is none of ${identifierKinds.join(", ")}` };
      }
      draft.identify(name, given);
    }
    const attributes = "attributes" in value && isObject(value.attributes) ? value.attributes : {};
    for (const [name, given] of Object.entries(attributes)) {
      draft.describe(name, given);
    }
    return draft.done(line, value);
  }
  for (const [name, given] of Object.entries(value)) {
    const meaning = meaningOf(name);
    if (meaning.identifier === undefined) {
      draft.describe(meaning.attribute, given);
    } else {
      draft.identify(meaning.identifier, given);
    }
  }
  return draft.done(line, value);
}
