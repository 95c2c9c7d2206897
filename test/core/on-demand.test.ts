import { expect, test } from "vitest";

import { lateMethods } from "../../src/core/on-demand.ts";

test("a part is loaded when it is first asked for, and once", async () => {
  let loaded = 0;
  const { count } = lateMethods(async () => {
    loaded += 1;
    return { count: async () => loaded };
  }, ["count"]);
  expect(loaded).toBe(0);
  await expect(Promise.all([count(), count()])).resolves.toEqual([1, 1]);
  await expect(count()).resolves.toBe(1);
});

test("a part that cannot be loaded is an error that says so, and is tried again", async () => {
  let tries = 0;
  const { say } = lateMethods(async () => {
    tries += 1;
    if (tries === 1) {
      throw new TypeError("Failed to fetch dynamically imported module");
    }
    return { say: async () => "the part" };
  }, ["say"]);
  await expect(say()).rejects.toMatchObject({
    name: "AudienceError",
    code: "unavailable",
    transient: true,
    ambiguous: false,
    message: expect.stringMatching(/could not be loaded: Failed to fetch.+Nothing was sent/),
  });
  await expect(say()).resolves.toBe("the part");
});

test("methods of a part are called as they were meant, once it is loaded", async () => {
  let loaded = 0;
  const part = {
    add: async (one: number, other: number) => one + other,
    fail: async () => {
      throw new RangeError("no");
    },
    left: 1,
  };
  const { add, fail, ...rest } = lateMethods(async () => {
    loaded += 1;
    return part;
  }, ["add", "fail"]);
  expect([rest, loaded]).toEqual([{}, 0]);
  await expect(add(1, 2)).resolves.toBe(3);
  await expect(fail()).rejects.toThrow(new RangeError("no"));
  expect(loaded).toBe(1);
});
