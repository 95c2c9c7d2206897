import { describe, expect, test } from "vitest";

import { whopSpec } from "../../adapters/whop.spec.ts";
import { failuresOf, numbersOf } from "./collect.ts";
import { make } from "./mistake.ts";
import { mistakesInFailing } from "./mistakes-in-failing.ts";
import { mistakesInReading } from "./mistakes-in-reading.ts";

describe("the conformance suite", () => {
  test("passes the adapter that is right", async () => {
    const failures = await failuresOf(({ testAdapter }) => testAdapter("whop", whopSpec));
    expect(failures).toEqual([]);
  });

  test.for([...mistakesInReading, ...mistakesInFailing])(
    "fails an adapter that %s",
    async ([, adapter, expected]) => {
      const failures = await failuresOf(({ testAdapter }) =>
        testAdapter("whop", { ...whopSpec, adapter }),
      );
      expect(numbersOf(failures)).toEqual(expect.arrayContaining([...expected]));
    },
  );
});

describe("the conformance suite cannot be passed by leaving out", () => {
  test("a second page", async () => {
    const list = { ...whopSpec.list, pages: whopSpec.list.pages.slice(0, 1) };
    const failures = await failuresOf(({ testAdapter }) =>
      testAdapter("whop", { ...whopSpec, list }),
    );
    expect(failures).toContain("2. the spec of list has two pages at least, and records on each");
  });

  test("an operation that the adapter has", async () => {
    const failures = await failuresOf(({ testAdapter }) =>
      testAdapter("whop", { ...whopSpec, get: undefined }),
    );
    expect(numbersOf(failures)).toEqual([22]);
  });

  test("an operation that the spec has", async () => {
    const failures = await failuresOf(({ testAdapter }) =>
      testAdapter("whop", {
        ...whopSpec,
        adapter(options) {
          const { get: _get, ...rest } = make(options);
          return rest;
        },
      }),
    );
    expect(numbersOf(failures)).toEqual(expect.arrayContaining([1, 3, 22, 23]));
  });

  test("a line in the docs", async () => {
    const failures = await failuresOf(({ testAdapter }) => testAdapter("whop", whopSpec), {
      documented: () => ["list"],
    });
    expect(numbersOf(failures)).toEqual([23]);
  });

  test("a look at what was read", async () => {
    const failures = await failuresOf(({ testAdapter }) => testAdapter("whop", whopSpec), {
      snapshot: () => Promise.reject(new Error("it is not as recorded")),
    });
    expect(numbersOf(failures)).toEqual([3]);
  });
});
