import { describe, expect, test } from "vitest";

import type { Diagnostic } from "../../src/core/diagnostics.ts";
import { compareShapes, createShapeRecorder, shapeSchema } from "../../src/core/drift.ts";
import type { Shape } from "../../src/core/drift.ts";

/** The shape of some records. */
function shapeOf(records: readonly unknown[], diagnostics: readonly Diagnostic[] = []): Shape {
  const recorder = createShapeRecorder();
  for (const record of records) {
    recorder.see(record);
  }
  return recorder.shape(diagnostics);
}

const fieldsOf = (...records: readonly unknown[]): Shape["fields"] => shapeOf(records).fields;

describe("the shape of records", () => {
  test.each([
    [null, "null"],
    [true, "boolean"],
    [1, "number"],
    ["a", "text"],
    ["", "text"],
    ["2026-11-02", "time"],
    ["2026-11-02T08:00:00Z", "time"],
    ["2026-11-02 08:00", "time"],
    ["2026-11-2", "text"],
    ["2026-1-02", "text"],
    ["226-11-02", "text"],
    ["2026-11-02T8:00", "text"],
    ["2026-11-02T08:0", "text"],
    ["2026-11-02x", "text"],
    ["of 2026-11-02", "text"],
    [[], "list"],
    [{}, "object"],
  ])("knows of %j that it is %s", (value, kind) => {
    expect(fieldsOf({ value })).toEqual({ value: [kind] });
  });

  test("goes into lists and objects, and no deeper than three", () => {
    const record = { a: { b: { c: { d: 1 } } }, list: [{ x: 1 }, { y: [2] }] };
    expect(fieldsOf(record)).toEqual({
      a: ["object"],
      "a.b": ["object"],
      "a.b.c": ["object"],
      list: ["list"],
      "list[]": ["object"],
      "list[].x": ["number"],
      "list[].y": ["list"],
    });
  });

  test("holds the kinds of all records in one order, the fields by name, and no value", () => {
    const shape = shapeOf([
      { b: { x: 1 }, a: "secret" },
      { b: 1, a: null },
      { b: [], a: true },
    ]);
    expect(Object.entries(shape.fields)).toEqual([
      ["a", ["null", "boolean", "text"]],
      ["b", ["number", "list", "object"]],
      ["b.x", ["number"]],
    ]);
    expect(JSON.stringify(shape)).not.toContain("secret");
  });

  test("can be kept, and read again", () => {
    const shape = shapeOf([{ a: 1, b: [null, "2026-11-02", false, {}, "x"] }]);
    expect(shapeSchema.parse(JSON.parse(JSON.stringify(shape)))).toEqual(shape);
    expect(shapeSchema.safeParse({ fields: { a: ["date"] }, noticed: [] }).success).toBe(false);
    expect(shapeSchema.safeParse({ fields: {}, noticed: [1] }).success).toBe(false);
    expect(shapeSchema.safeParse({ fields: {} }).success).toBe(false);
  });

  test("holds what was noticed of the vendor's format, and nothing of one listing", () => {
    const noticed = (
      [
        "unknown_word",
        "changed_type",
        "unreadable_date",
        "unreadable_count",
        "invalid_record",
        "count_mismatch",
        "duplicates",
        "unexpected_field",
        "missing_field",
        "spoiled_value",
      ] as const
    ).map((code): Diagnostic => ({ code, path: "data[31].x[4]", message: "is odd", count: 7 }));
    expect(shapeOf([], noticed).noticed).toEqual([
      "changed_type data[].x[] is odd",
      "invalid_record data[].x[] is odd",
      "unknown_word data[].x[] is odd",
      "unreadable_count data[].x[] is odd",
      "unreadable_date data[].x[] is odd",
    ]);
  });
});

const shape = (fields: Shape["fields"], ...noticed: string[]): Shape => ({ fields, noticed });

describe("the difference between two shapes", () => {
  test("is nothing where there is none", () => {
    const same = shape({ a: ["text"] }, "unknown_word a holds x");
    expect(compareShapes(same, same)).toEqual([]);
  });

  test("tells what is new, what is of another kind, what is gone, and what was noticed", () => {
    const before = shape(
      { a: ["number"], gone: ["text"], empty: ["null"] },
      "unknown_word data[].s holds x",
    );
    const now = shape(
      { a: ["null", "time"], empty: ["null", "text"], fresh: ["text", "list"], silent: ["null"] },
      "unknown_word data[].s holds x",
      "invalid_record data[].id is missing",
    );
    expect(compareShapes(before, now)).toEqual([
      { kind: "changed_type", path: "a", message: "was number and is now time" },
      { kind: "new_field", path: "fresh", message: "is new: text or list" },
      { kind: "new_field", path: "silent", message: "is new: null" },
      { kind: "vanished_field", path: "gone", message: "is gone; it was text" },
      { kind: "noticed", path: "data[].id", message: "is missing (invalid_record)" },
    ]);
  });

  test("is none where a field is null now, or was filled for the first time", () => {
    expect(compareShapes(shape({ a: ["text"] }), shape({ a: ["null"] }))).toEqual([]);
    expect(compareShapes(shape({ a: ["null"] }), shape({ a: ["text"] }))).toEqual([]);
    expect(compareShapes(shape({ a: ["text", "number"] }), shape({ a: ["text"] }))).toEqual([]);
  });

  test("tells of a kind that came in addition", () => {
    expect(compareShapes(shape({ a: ["text"] }), shape({ a: ["text", "list"] }))).toEqual([
      { kind: "changed_type", path: "a", message: "was text and is now text or list" },
    ]);
  });
});

test.each(["constructor", "toString", "hasOwnProperty", "valueOf", "__proto__"])(
  "a field named %s is a field like any other: new, and gone",
  (name) => {
    const [without, holding]: readonly unknown[] = [
      { id: "a1" },
      JSON.parse(`{"id":"a1","${name}":1}`),
    ];
    const [before, now] = [shapeOf([without]), shapeOf([holding])];
    expect(compareShapes(before, now)).toEqual([
      { kind: "new_field", path: name, message: "is new: number" },
    ]);
    expect(compareShapes(now, before)).toEqual([
      { kind: "vanished_field", path: name, message: "is gone; it was number" },
    ]);
    expect(compareShapes(now, now)).toEqual([]);
  },
);
