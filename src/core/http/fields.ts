import * as z from "zod";

import type { Note } from "../diagnostics.ts";
import { cleanText } from "../redact.ts";

/** What an adapter knows of its vendor's records, beyond their schema. */
export interface KnownFields {
  /** Fields that a whole list may lack without a meaning. @default none */
  readonly sometimes?: readonly string[] | undefined;
  /** The words that a field is known to hold. */
  readonly words?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** Compares the records of one page with what the adapter knows. */
export interface FieldWatch {
  see(raw: unknown): void;
  /** Fields that the adapter expects and that no record had; `undefined` where there was no record. */
  missing(): readonly string[] | undefined;
}

/** The fields that an adapter knows, and those of them that every list has. */
interface Fields {
  readonly known: ReadonlySet<string>;
  readonly expected: readonly string[];
}

function fieldsOf(schema: unknown, sometimes: readonly string[]): Fields {
  const made = schema instanceof z.ZodLazy ? schema.unwrap() : schema;
  const names = made instanceof z.ZodObject ? Object.keys(made.shape) : [];
  return { known: new Set(names), expected: names.filter((name) => !sometimes.includes(name)) };
}

/**
 * Makes the watches of one list. Records of a page mostly have the same fields in the same order, so all but the
 * first cost a comparison of names that are the same strings.
 */
export function createFieldWatcher(
  schema: z.ZodType,
  { sometimes = [], words = {} }: KnownFields,
  at: string,
  clean: (text: string) => string = cleanText,
): (note: Note) => FieldWatch {
  let fields: Fields | undefined;
  const wordLists = Object.entries(words).map(([field, list]) => ({
    field,
    known: new Set<unknown>(list),
  }));
  let last: readonly string[] = [];

  function hasLastFields(raw: object): boolean {
    let index = 0;
    for (const field in raw) {
      if (field !== last[index]) {
        return false;
      }
      index += 1;
    }
    return index === last.length;
  }

  return (note) => {
    fields ??= fieldsOf(schema, sometimes); // by the first page, not by whoever only makes an adapter
    const { known, expected } = fields;
    const seen = new Set<string>();
    let first = true;
    return {
      see(raw) {
        if (typeof raw !== "object" || raw === null) {
          return;
        }
        if (first || !hasLastFields(raw)) {
          first = false;
          last = Object.keys(raw);
          for (const field of last) {
            seen.add(field);
            if (known.size > 0 && !known.has(field)) {
              note("unexpected_field", `${at}[].${clean(field)}`, "is not known yet; kept in raw");
            }
          }
        }
        for (const list of wordLists) {
          const { field } = list;
          const value: unknown = Reflect.get(raw, field);
          if (typeof value === "string" && !list.known.has(value)) {
            const shown = JSON.stringify(clean(value));
            note("unknown_word", `${at}[].${field}`, `holds ${shown}, which is not known yet`);
          }
        }
      },
      missing: () =>
        first
          ? undefined
          : expected.filter((field) => !seen.has(field)).map((field) => `${at}[].${field}`),
    };
  };
}
