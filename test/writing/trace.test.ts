import { expect, test } from "vitest";

import type { AudienceRecord } from "../../src/core/model.ts";
import { sinceTrace, traceOf } from "../../src/core/writing/trace.ts";
import { recordOf } from "../support/core-vendor.ts";

const seen = (updatedAt: string | null, size: number | null): AudienceRecord => ({
  ...recordOf("vip"),
  updatedAt: updatedAt === null ? null : new Date(updatedAt),
  size: size === null ? null : { value: size, unit: "rows" },
});
const early = seen("2026-11-01T08:00:00Z", 5);
const late = seen("2026-11-02T08:00:00Z", 5);

test("of several looks the earliest counts, in whatever order they came", () => {
  expect(traceOf(late, early)).toBe(traceOf(early));
  expect(traceOf(early, late)).toBe(traceOf(early));
  expect(traceOf(late)).not.toBe(traceOf(early));
});

test("a look tells the time of the last change and the size apart, where the vendor says them", () => {
  const looks = [early, late, seen("2026-11-01T08:00:00Z", 6), seen(null, 5), seen(null, null)];
  expect(new Set(looks.map((look) => traceOf(look))).size).toBe(looks.length);
  expect(traceOf(seen(null, null))).toBe(traceOf(seen(null, null)));
  expect(traceOf()).toBe("");
});

test("an audience that is as it was before the write is still being processed", () => {
  expect(sinceTrace(early, traceOf(early))).toEqual({ ...early, status: "processing" });
  expect(sinceTrace(late, traceOf(early))).toBe(late);
  expect(sinceTrace(late, undefined)).toBe(late);
});
