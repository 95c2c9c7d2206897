import { expect, test } from "vitest";

import { onDemand } from "../../src/core/on-demand.ts";

test("a part is loaded when it is first asked for, and once", async () => {
  let loaded = 0;
  const part = onDemand(async () => {
    loaded += 1;
    return { loaded };
  });
  expect(loaded).toBe(0);
  await expect(Promise.all([part(), part()])).resolves.toEqual([{ loaded: 1 }, { loaded: 1 }]);
  await expect(part()).resolves.toEqual({ loaded: 1 });
});

test("a part that cannot be loaded is an error that says so, and is tried again", async () => {
  let tries = 0;
  const part = onDemand(async () => {
    tries += 1;
    if (tries === 1) {
      throw new TypeError("Failed to fetch dynamically imported module");
    }
    return "the part";
  });
  await expect(part()).rejects.toMatchObject({
    name: "AudienceError",
    code: "unavailable",
    transient: true,
    ambiguous: false,
    message: expect.stringMatching(/could not be loaded: Failed to fetch.+Nothing was sent/),
  });
  await expect(part()).resolves.toBe("the part");
});
