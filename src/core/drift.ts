import * as z from "zod";

import type { Diagnostic } from "./diagnostics.ts";

/** The kinds a value may be of; a text that is a time is told from other texts. */
const kinds = ["null", "boolean", "number", "text", "time", "list", "object"] as const;
type Kind = (typeof kinds)[number];

/** What one provider's records look like: the kinds seen at each JSON path, and what was noticed. */
export interface Shape {
  readonly fields: Readonly<Record<string, readonly Kind[]>>;
  /** Unheard-of words, changed types and the like, as `code path message`. */
  readonly noticed: readonly string[];
}

export const shapeSchema: z.ZodType<Shape> = z.lazy(() =>
  z.object({
    fields: z.record(z.string(), z.array(z.enum(kinds))),
    noticed: z.array(z.string()),
  }),
);

export interface ShapeRecorder {
  see(raw: unknown): void;
  shape(diagnostics: readonly Diagnostic[]): Shape;
}

/** A difference between two shapes, in words for a person. */
export interface ShapeChange {
  readonly kind: "new_field" | "vanished_field" | "changed_type" | "noticed";
  /** JSON path in a record, or in the answer for what was noticed. */
  readonly path: string;
  readonly message: string;
}

const timePattern = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}|$)/;
/** Deeper than this are a vendor's own documents, such as the filters of an audience. */
const maximumDepth = 3;
/** Diagnostics that tell of the vendor's format; the others tell of one listing. */
const formatCodes: ReadonlySet<string> = new Set([
  "unknown_word",
  "changed_type",
  "unreadable_date",
  "unreadable_count",
  "invalid_record",
]);

function kindOf(value: unknown): Kind {
  if (value === null) {
    return "null";
  }
  if (Array.isArray(value)) {
    return "list";
  }
  if (typeof value === "string") {
    return timePattern.test(value) ? "time" : "text";
  }
  if (typeof value === "number" || typeof value === "boolean") {
    return typeof value === "number" ? "number" : "boolean";
  }
  return "object";
}

/** Records what a provider's records look like; holds paths and kinds, and no value. */
export function createShapeRecorder(): ShapeRecorder {
  const fields = new Map<string, Set<Kind>>();
  function visit(value: unknown, path: string, depth: number): void {
    const kind = kindOf(value);
    if (path !== "") {
      const seen = fields.get(path) ?? new Set<Kind>();
      seen.add(kind);
      fields.set(path, seen);
    }
    if (depth >= maximumDepth || typeof value !== "object" || value === null) {
      return;
    }
    if (Array.isArray(value)) {
      for (const element of value) {
        visit(element, `${path}[]`, depth + 1);
      }
      return;
    }
    for (const [field, inner] of Object.entries(value)) {
      visit(inner, path === "" ? field : `${path}.${field}`, depth + 1);
    }
  }
  return {
    see: (raw) => visit(raw, "", 0),
    shape: (diagnostics) => ({
      fields: Object.fromEntries(
        [...fields]
          .toSorted(([one], [other]) => (one < other ? -1 : 1))
          .map(([path, seen]) => [path, kinds.filter((kind) => seen.has(kind))]),
      ),
      noticed: diagnostics
        .filter(({ code }) => formatCodes.has(code))
        .map(({ code, path, message }) => `${code} ${path.replace(/\[\d+\]/g, "[]")} ${message}`)
        .toSorted(),
    }),
  };
}

/** A field that is null here and filled there has changed in nothing. */
function typesOf(seen: readonly Kind[]): string {
  const types = seen.filter((kind) => kind !== "null");
  return types.length === 0 ? "null" : types.join(" or ");
}

/** What is different now, most telling first; empty = nothing. */
export function compareShapes(before: Shape, now: Shape): readonly ShapeChange[] {
  const changes: ShapeChange[] = [];
  for (const [path, seen] of Object.entries(now.fields)) {
    const earlier = Object.hasOwn(before.fields, path) ? before.fields[path] : undefined;
    if (earlier === undefined) {
      changes.push({ kind: "new_field", path, message: `is new: ${typesOf(seen)}` });
      continue;
    }
    const fresh = seen.filter((kind) => kind !== "null" && !earlier.includes(kind));
    if (fresh.length > 0 && typesOf(earlier) !== "null") {
      const message = `was ${typesOf(earlier)} and is now ${typesOf(seen)}`;
      changes.push({ kind: "changed_type", path, message });
    }
  }
  for (const [path, seen] of Object.entries(before.fields)) {
    if (!Object.hasOwn(now.fields, path)) {
      changes.push({ kind: "vanished_field", path, message: `is gone; it was ${typesOf(seen)}` });
    }
  }
  for (const line of now.noticed.filter((entry) => !before.noticed.includes(entry))) {
    const [code = "", path = "", ...words] = line.split(" ");
    changes.push({ kind: "noticed", path, message: `${words.join(" ")} (${code})` });
  }
  return changes;
}
