import * as fc from "fast-check";
import { expect, test } from "vitest";

import { createJsonList, jsonOf } from "../../src/core/writing/json-list.ts";
import type { JsonList } from "../../src/core/writing/json-list.ts";

function listOf(items: readonly unknown[]): JsonList<unknown> {
  const list = createJsonList();
  for (const item of items) {
    list.add(item);
  }
  return list;
}

/** A body as it is sent. */
const sent = (body: unknown): Promise<string> => new Response(jsonOf(body)).text();

const items = fc.oneof(
  fc.array(fc.jsonValue(), { maxLength: 20 }),
  fc.array(fc.constantFrom({ id: "a" }, { id: '"\u2028' }), { minLength: 99, maxLength: 301 }),
);

test("a body with lists that were written on the way is what it would be with the lists themselves", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.string(), fc.jsonValue()),
      items,
      items,
      async (rest, one, other) => {
        const lists = { ids: listOf(one), more: listOf(other), nothing: undefined };
        const body = { ...rest, ...lists, deeper: { list: listOf(one) } };
        const plain = { ...rest, ids: one, more: other, nothing: undefined, deeper: { list: one } };
        expect(await sent(body)).toBe(JSON.stringify(plain));
        expect([body.ids.length, body.more.length]).toEqual([one.length, other.length]);
      },
    ),
    { seed: 1, numRuns: 300 },
  );
});

test("a list is filled again for the next body, and grows with what is put into it", async () => {
  const list = createJsonList<string>();
  for (const letter of ["a", "é", "\u{1f600}"]) {
    const texts = Array.from({ length: 250 }, (_, index) => `${index}${letter.repeat(400)}`);
    for (const text of texts) {
      list.add(text);
    }
    expect(await sent({ ids: list })).toBe(JSON.stringify({ ids: texts }));
    list.clear();
    expect([list.length, await sent({ ids: list })]).toEqual([0, '{"ids":[]}']);
  }
});

test("what stands before and behind a list may take more room than its items", async () => {
  const list = createJsonList<string>();
  for (const length of [10, 1000, 1013, 1014, 1015, 1024, 70_000]) {
    const name = "n".repeat(length);
    list.clear();
    list.add(name);
    const body = { name, ids: list, also: name };
    expect(await sent(body)).toBe(JSON.stringify({ ...body, ids: [name] }));
    expect(await sent(body)).toBe(JSON.stringify({ ...body, ids: [name] }));
  }
});

test("any other body is written as ever", () => {
  for (const body of [null, "text", 1, [1, { a: undefined }], { b: undefined, c: [2] }]) {
    expect(jsonOf(body)).toBe(JSON.stringify(body));
  }
});

test("items are written a hundred at a time, and let go of", async () => {
  const written: number[] = [];
  const list = createJsonList<{ readonly toJSON: () => number }>();
  const itemOf = (index: number) => ({
    toJSON() {
      written.push(index);
      return index;
    },
  });
  for (let index = 1; index < 100; index += 1) {
    list.add(itemOf(index));
  }
  expect(written).toEqual([]);
  list.add(itemOf(100));
  list.add(itemOf(101));
  expect(written).toHaveLength(100);
  expect(list.length).toBe(101);
  expect(JSON.parse(await sent({ list })).list).toHaveLength(101);
  expect(written).toHaveLength(101);
});
