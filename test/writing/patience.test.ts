import { expect, test } from "vitest";

import { lookUntil } from "../../src/core/writing/patience.ts";

/** Looks until the n-th look finds something; gives what was found, the looks, and the pauses between them. */
async function look(findsAt: number, patience: Parameters<typeof lookUntil>[1]) {
  const pauses: number[] = [];
  let looks = 0;
  const found = await lookUntil(
    async () => {
      looks += 1;
      return looks === findsAt ? "it" : undefined;
    },
    patience,
    {
      sleep: async (milliseconds) => {
        pauses.push(milliseconds);
      },
    },
    undefined,
  );
  return { found, looks, pauses };
}

const patience = { first: 100, longest: 350, total: 1000 };

test("what is there at once is not waited for", async () => {
  expect(await look(1, patience)).toEqual({ found: "it", looks: 1, pauses: [] });
});

test("pauses double, up to the longest", async () => {
  expect(await look(5, { ...patience, total: 10_000 })).toEqual({
    found: "it",
    looks: 5,
    pauses: [100, 200, 350, 350],
  });
});

test("no look comes later than the whole time allows", async () => {
  // 100 + 200 + 350 + 350 = 1000; a further pause would go beyond.
  expect(await look(100, patience)).toEqual({
    found: undefined,
    looks: 5,
    pauses: [100, 200, 350, 350],
  });
  expect(await look(100, { ...patience, total: 999 })).toMatchObject({ looks: 4 });
  expect(await look(100, { ...patience, total: 0 })).toMatchObject({ looks: 1, pauses: [] });
});

test("an abort ends it with the signal's reason", async () => {
  const looking = lookUntil(
    async () => undefined,
    patience,
    { sleep: async (_milliseconds, given) => given?.throwIfAborted() },
    AbortSignal.abort("enough"),
  );
  await expect(looking).rejects.toBe("enough");
});
