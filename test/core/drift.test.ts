import { expect, test } from "vitest";

import { compareShapes, createShapeRecorder } from "../../src/core/drift.ts";
import type { Shape } from "../../src/core/drift.ts";

function shapeOf(raw: unknown): Shape {
  const recorder = createShapeRecorder();
  recorder.see(raw);
  return recorder.shape([]);
}

test.each(["constructor", "toString", "hasOwnProperty", "valueOf", "__proto__"])(
  "a field named %s is a field like any other: new, and gone",
  (name) => {
    const [without, holding]: readonly unknown[] = [
      { id: "a1" },
      JSON.parse(`{"id":"a1","${name}":1}`),
    ];
    const [before, now] = [shapeOf(without), shapeOf(holding)];
    expect(compareShapes(before, now)).toEqual([
      { kind: "new_field", path: name, message: "is new: number" },
    ]);
    expect(compareShapes(now, before)).toEqual([
      { kind: "vanished_field", path: name, message: "is gone; it was number" },
    ]);
    expect(compareShapes(now, now)).toEqual([]);
  },
);
