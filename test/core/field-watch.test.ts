import { describe, expect, test } from "vitest";
import * as z from "zod";

import type { Note } from "../../src/core/diagnostics.ts";
import { createFieldWatcher } from "../../src/core/http/fields.ts";
import type { KnownFields } from "../../src/core/http/fields.ts";

const schema = z.looseObject({ id: z.string(), name: z.string().nullish(), kind: z.string() });

/** Watches pages of records; gives what was noted, and what each page lacked. */
function watch(
  pages: readonly (readonly unknown[])[],
  known: KnownFields = {},
  item: z.ZodType = schema,
) {
  const notes: Parameters<Note>[] = [];
  const watcher = createFieldWatcher(item, known, "data", (text) => text.replace("canary", "…"));
  const missing = pages.map((records) => {
    const page = watcher((...note) => notes.push(note));
    for (const record of records) {
      page.see(record);
    }
    return page.missing();
  });
  return { notes, missing };
}

const whole = { id: "1", name: "n", kind: "k" };

describe("fields that are not known", () => {
  test("are told of by their path, cleaned", () => {
    expect(watch([[{ ...whole, extra: 1, "a canary": 2 }]]).notes).toEqual([
      ["unexpected_field", "data[].extra", "is not known yet; kept in raw"],
      ["unexpected_field", "data[].a …", "is not known yet; kept in raw"],
    ]);
  });

  test("are told of again for a record of another form, and on another page", () => {
    const odd = { ...whole, extra: 1 };
    expect(watch([[odd, odd, whole, odd]]).notes).toHaveLength(2);
    expect(watch([[odd], [odd]]).notes).toHaveLength(2);
    expect(watch([[whole, { extra: 1, ...whole }]]).notes).toHaveLength(1);
  });

  test("are all taken where the adapter knows no shape", () => {
    const odd = [[{ a: 1 }, { b: 2 }]];
    expect(watch(odd, {}, z.unknown())).toEqual({ notes: [], missing: [[]] });
    expect(
      watch(
        odd,
        {},
        z.lazy(() => z.unknown()),
      ).notes,
    ).toEqual([]);
  });

  test("are known also of a shape that is made late", () => {
    const { notes, missing } = watch(
      [[{ ...whole, extra: 1 }]],
      {},
      z.lazy(() => schema),
    );
    expect([notes.length, missing]).toEqual([1, [[]]]);
  });
});

describe("fields that are missing", () => {
  test("are those that no record of a page had", () => {
    expect(watch([[{ id: "1" }, { id: "2", kind: "k" }]]).missing).toEqual([["data[].name"]]);
    expect(watch([[{ id: "1" }], [whole]]).missing).toEqual([["data[].name", "data[].kind"], []]);
  });

  test("are not those that a whole list may lack", () => {
    expect(watch([[{ id: "1" }]], { sometimes: ["name"] }).missing).toEqual([["data[].kind"]]);
  });

  test("cannot be told where there was no record", () => {
    expect(watch([[], [null, "text", 7]]).missing).toEqual([undefined, undefined]);
  });
});

describe("words that are not known", () => {
  const words = { kind: ["a", "b"] };

  test("are told of with the word, cleaned", () => {
    const records = ["a", "c", "b", "canary"].map((kind) => Object.assign({}, whole, { kind }));
    expect(watch([records], { words }).notes).toEqual([
      ["unknown_word", "data[].kind", 'holds "c", which is not known yet'],
      ["unknown_word", "data[].kind", 'holds "…", which is not known yet'],
    ]);
  });

  test("are texts: what is no word is no unknown one", () => {
    const records = [
      { ...whole, kind: 7 },
      { ...whole, kind: null },
      { id: "1", name: "n" },
    ];
    expect(watch([records], { words }).notes).toEqual([]);
  });
});
